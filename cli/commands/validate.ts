import { readTaskFile } from "../../graphs/run/read-task.js";
import { readRunData } from "../../graphs/run/run-data.js";
import { checkRun } from "../../graphs/run/open-runtime.js";
import { countKnowledge } from "../../tools/knowledge/load-knowledge.js";
import { inlineChecker } from "../../tools/sandbox/inline-checker.js";
import { Workspace } from "../../memory/workspace.js";
import type { CommonFlags } from "../flags.js";
import { printable } from "../print/print-table.js";
import { whileWorking } from "../while-working.js";

/**
 * `datawright validate SPEC`: the file, its data, its agents and models, without one model call.
 */
export async function validate(
  path: string,
  flags: CommonFlags & {
    readonly set: readonly string[];
    readonly agents: readonly string[];
    readonly plugin: readonly string[];
  },
): Promise<number> {
  const { spec: read, folder, slots } = await readTaskFile(path, flags.set, flags.plugin);
  const spec = await inlineChecker(read, folder);
  const { data, knowledge } = await whileWorking(`reading the data of ${path}`, flags, async () => {
    await checkRun({ spec, specFolder: folder, agentModules: flags.agents, slots }, {});
    return {
      data: await readRunData(spec, folder),
      knowledge: await countKnowledge(spec.knowledge, {
        folder,
        language: spec.language,
        cacheFolder: Workspace.open(flags.workspace).knowledgeFolder,
        slots,
      }),
    };
  });
  if (flags.json) {
    process.stdout.write(
      `${JSON.stringify({ valid: true, name: spec.name, kind: spec.kind, labels: spec.labels?.map((label) => label.name) ?? [], support: data.support.length, validation: data.validation.length, heldOut: data.heldOut.length, inputs: data.inputs.length, passages: knowledge.passages, problems: [...data.problems, ...knowledge.problems] })}\n`,
    );
    return 0;
  }
  process.stdout.write(
    `${path} is valid: ${spec.name}, ` +
      `${spec.kind}${spec.labels ? `, ${spec.labels.length} labels` : ""}, target ` +
      `${spec.target}\n`,
  );
  process.stdout.write(
    `data: ${data.support.length} support rows, ` +
      `${data.validation.length > 0 ? `${data.validation.length} validation rows, ` : ""}${data.heldOut.length} ` +
      "held " +
      `out${data.removedFromHeldOut > 0 ? ` (${data.removedFromHeldOut} more equal a support row and were left out)` : ""}, ` +
      `${data.inputs.length} inputs, ${knowledge.passages} passages\n`,
  );
  for (const problem of [...data.problems, ...knowledge.problems])
    process.stdout.write(`not used: ${printable(problem)}\n`);
  return 0;
}
