import { KIND_TABLE } from "../../schema/kind.js";
import { resolveTask } from "../../schema/task.js";
import type { TaskSpec } from "../../schema/task-file/task-spec.js";
import { didYouMean } from "../../base/text/nearest-name.js";
import type { SpecProblem } from "../../base/settings/zod-problems.js";

/**
 * What is wrong with a task's own steps: ids twice, unknown dependencies, cycles, needed fields
 * that no step writes.
 */
export function checkSteps(spec: TaskSpec): SpecProblem[] {
  const problems: SpecProblem[] = [];
  const report = (path: SpecProblem["path"], message: string): void =>
    void problems.push({ code: "PLAN_INVALID", path, message });
  const ids = spec.steps.map((step) => step.id);
  spec.steps.forEach((step, index) => {
    if (ids.indexOf(step.id) < index)
      report(
        ["steps", index, "id"],
        `the step ${JSON.stringify(step.id)} is there twice; give each step an id of its own`,
      );
    step.dependsOn.forEach((needed, place) => {
      if (needed === step.id)
        report(
          ["steps", index, "dependsOn", place],
          `the step ${JSON.stringify(needed)} depends on itself`,
        );
      else if (!ids.includes(needed))
        report(
          ["steps", index, "dependsOn", place],
          `no step is called ${JSON.stringify(needed)}${didYouMean(needed, ids)}`,
        );
    });
  });
  const cycle = findCycle(spec);
  if (cycle)
    report(
      ["steps", ids.indexOf(cycle[0] ?? ""), "dependsOn"],
      `the steps wait for each other in a circle: ${[...cycle, cycle[0]].join(" -> ")}`,
    );
  if (spec.steps.length > 0) {
    const outputs = spec.steps.flatMap((step) => step.output);
    const task = resolveTask(spec, []);
    for (const name of task.writtenFields) {
      if (task.fields[name]?.optional || outputs.includes(name)) continue;
      report(
        ["steps"],
        `no step writes the field ${JSON.stringify(name)} that ` +
          `${KIND_TABLE[spec.kind].name} samples ` +
          `have${didYouMean(name, outputs).replace("did you mean", "is it")}; let one step ` +
          `have \`output: ${name}\``,
      );
    }
  }
  return problems;
}

/** Ids of one circle, self-dependence apart, or null. */
function findCycle(spec: TaskSpec): string[] | null {
  const needs = new Map(
    spec.steps.map((step) => [step.id, step.dependsOn.filter((id) => id !== step.id)]),
  );
  const done = new Set<string>();
  const visit = (id: string, trail: readonly string[]): string[] | null => {
    const start = trail.indexOf(id);
    if (start >= 0) return trail.slice(start);
    if (done.has(id)) return null;
    for (const next of needs.get(id) ?? []) {
      const found = visit(next, [...trail, id]);
      if (found) return found;
    }
    done.add(id);
    return null;
  };
  for (const id of needs.keys()) {
    const found = visit(id, []);
    if (found) return found;
  }
  return null;
}
