import { estimateRun } from "../../graphs/commands/estimate-run.js";
import type { ConceptNode } from "../../schema/plan.js";
import { launchOptions, type RunFlags } from "../flags.js";
import { estimateLines } from "../print/estimate-lines.js";
import { printable } from "../print/print-table.js";
import { whileWorking } from "../while-working.js";

/** `datawright plan SPEC`: what a run would do and take. */
export async function plan(spec: string, flags: RunFlags): Promise<number> {
  const estimate = await whileWorking(`planning ${spec}`, flags, () =>
    estimateRun(spec, launchOptions(flags)),
  );
  if (flags.json) {
    process.stdout.write(`${JSON.stringify(estimate)}\n`);
    return 0;
  }
  const out = (line = ""): void => void process.stdout.write(`${line}\n`);
  out("sub-tasks");
  for (const task of estimate.plan.subTasks)
    out(
      `  ${task.id} (${task.agent}): ${printable(task.purpose)}; ` +
        `${task.inputs.length > 0 ? `reads ${task.inputs.join(", ")}; ` : ""}writes ` +
        `${task.output.join(", ")}${task.dependsOn.length > 0 ? `; after ${task.dependsOn.join(", ")}` : ""}`,
    );
  out("\nconcept tree");
  printTree(estimate.plan.tree, "  ", out);
  out(
    `\nattributes       ` +
      `${estimate.plan.attributes.map((attribute) => `${attribute.name} (${attribute.source}, ${attribute.steered ? "steered" : "drawn"})`).join(", ") || "none"}`,
  );
  out(
    `cells            ${estimate.cells} with a quota, ` +
      `${estimate.coverage.cells.reduce((sum, cell) => sum + cell.quota, 0)} samples in all; ` +
      `rounds of ${estimate.plan.roundSize}`,
  );
  for (const line of estimateLines(estimate)) out(line);
  out(`basis            ${estimate.basis}`);
  for (const note of estimate.plan.notes) out(`note             ${printable(note)}`);
  return 0;
}

function printTree(
  node: ConceptNode,
  indent: string,
  out: (line: string) => void,
  shown = { lines: 0 },
): void {
  if (++shown.lines > 120) {
    if (shown.lines === 121) out(`${indent}… (--json has the whole tree)`);
    return;
  }
  out(`${indent}${printable(node.name)}${node.source === "spec" ? "" : ` [${node.source}]`}`);
  for (const child of node.children) printTree(child, `${indent}  `, out, shown);
}
