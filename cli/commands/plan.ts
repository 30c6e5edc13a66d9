import { estimateRead } from "../../graphs/commands/estimate-run.js";
import { readSpec } from "../../graphs/run/read-spec.js";
import type { ConceptNode } from "../../schema/plan.js";
import { confirmPlanning } from "../confirm-spending.js";
import { launchOptions, type RunFlags } from "../flags.js";
import { estimateLines } from "../print/estimate-lines.js";
import { texts } from "../language/texts.js";
import { labelled } from "../print/labelled.js";
import { printable } from "../print/print-table.js";
import { whileWorking } from "../while-working.js";

/** `datawright plan SPEC`: what a run would do and take. */
export async function plan(spec: string, flags: RunFlags): Promise<number> {
  const options = launchOptions(flags);
  const read = await readSpec(spec, options);
  if (!(await confirmPlanning(read, flags))) return 2;
  const estimate = await whileWorking(texts().work.planning(spec), flags, () =>
    estimateRead(read, options),
  );
  if (flags.json) {
    process.stdout.write(`${JSON.stringify(estimate)}\n`);
    return 0;
  }
  const out = (line = ""): void => void process.stdout.write(`${line}\n`);
  const { plan: say, words, sentence } = texts();
  out(say.subTasks);
  for (const task of estimate.plan.subTasks)
    out(
      `  ${task.id} (${task.agent}): ${printable(task.purpose)}; ` +
        (task.inputs.length > 0 ? say.reads(task.inputs.join(", ")) : "") +
        say.writes(task.output.join(", ")) +
        (task.dependsOn.length > 0 ? say.after(task.dependsOn.join(", ")) : ""),
    );
  out(`\n${say.tree}`);
  printTree(estimate.plan.tree, "  ", out);
  out(
    `\n${labelled(
      say.labels.attributes,
      estimate.plan.attributes
        .map(({ name, source, steered }) => say.attribute(name, source, steered))
        .join(", ") || words.none,
    )}`,
  );
  out(
    labelled(
      say.labels.cells,
      say.cells(
        estimate.cells,
        estimate.coverage.cells.reduce((sum, cell) => sum + cell.quota, 0),
        estimate.plan.roundSize,
      ),
    ),
  );
  for (const line of estimateLines(estimate)) out(line);
  out(labelled(say.labels.basis, sentence(estimate.basis)));
  for (const note of estimate.plan.notes) out(labelled(say.labels.note, sentence(printable(note))));
  return 0;
}

function printTree(
  node: ConceptNode,
  indent: string,
  out: (line: string) => void,
  shown = { lines: 0 },
): void {
  if (++shown.lines > 120) {
    if (shown.lines === 121) out(`${indent}${texts().plan.wholeTree}`);
    return;
  }
  out(`${indent}${printable(node.name)}${node.source === "spec" ? "" : ` [${node.source}]`}`);
  for (const child of node.children) printTree(child, `${indent}  `, out, shown);
}
