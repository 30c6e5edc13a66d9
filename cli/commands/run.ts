import { createInterface } from "node:readline/promises";
import { launchRead } from "../../graphs/run/launch.js";
import { readSpec } from "../../graphs/run/read-spec.js";
import { resolveRoleModels } from "../../graphs/run/role-models.js";
import type { TaskSpec } from "../../schema/task-file/task-spec.js";
import { followRun } from "../follow-run.js";
import { launchOptions, type RunFlags } from "../flags.js";

/** `datawright run SPEC` */
export async function run(spec: string, flags: RunFlags): Promise<number> {
  const options = launchOptions(flags);
  const read = await readSpec(spec, options);
  if (!(await mayStart(read.spec, flags))) return 2;
  return followRun(await launchRead(read, options), flags);
}

/**
 * Asks before money is spent without a limit; nothing is asked where nobody can answer, or nothing
 * costs anything.
 */
export async function mayStart(task: TaskSpec, flags: RunFlags): Promise<boolean> {
  if (flags.yes || flags.json || !process.stdin.isTTY || !process.stderr.isTTY) return true;
  const limited = Object.keys(task.budget).length > 0;
  const paid = Object.values(await resolveRoleModels(task, launchOptions(flags))).filter(
    ({ model }) =>
      model.info.price === null || model.info.price.input > 0 || model.info.price.output > 0,
  );
  if (limited || paid.length === 0) return true;
  const names = [...new Set(paid.map(({ model }) => model.info.name))].join(", ");
  const reader = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await reader.question(
      `${names}: this may cost money, and no budget is set (\`datawright plan\` estimates ` +
        "it). Start? [y/N] ",
    );
    return /^y(es)?$/iu.test(answer.trim());
  } finally {
    reader.close();
  }
}
