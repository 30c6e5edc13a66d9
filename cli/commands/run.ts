import { createInterface } from "node:readline/promises";
import { launch } from "../../graphs/run/launch.js";
import type { TaskSpecInput } from "../../schema/task-file/task-spec.js";
import { followRun } from "../follow-run.js";
import { launchOptions, type RunFlags } from "../flags.js";

/** `datawright run SPEC` */
export async function run(spec: string, flags: RunFlags): Promise<number> {
  if (!(await mayStart(spec, flags))) return 2;
  return followRun(await launch(spec, launchOptions(flags)), flags);
}

/**
 * Asks before money is spent without a limit; nothing is asked where nobody can answer, or nothing
 * costs anything.
 */
export async function mayStart(
  spec: string | TaskSpecInput,
  flags: RunFlags,
  folder?: string,
): Promise<boolean> {
  if (flags.yes || flags.json || !process.stdin.isTTY || !process.stderr.isTTY) return true;
  const { readSpec } = await import("../../graphs/run/launch.js");
  const { resolveRoleModels } = await import("../../graphs/run/role-models.js");
  const options = { ...launchOptions(flags), ...(folder === undefined ? {} : { folder }) };
  const { spec: task } = await readSpec(spec, options);
  const limited = Object.keys(task.budget).length > 0;
  const paid = Object.values(await resolveRoleModels(task, options)).filter(
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
