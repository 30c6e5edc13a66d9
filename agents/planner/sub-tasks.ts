import { z } from "zod";
import { DatawrightError } from "../../schema/errors.js";
import type { Plan, SubTask } from "../../schema/plan.js";
import { topologicalOrder } from "../../schema/plan-order.js";
import type { Task } from "../../schema/task.js";
import { LABEL_KEY, recordSchema } from "../../tools/fields/record-schema.js";

/** How a failed sub-task is named to the planner. */
export interface FailedSubTask {
  readonly subTask: string;
  readonly reason: string;
  readonly count: number;
}

/**
 * The sub-tasks that make one sample: the spec's steps in order of dependence, or one that writes every field.
 *
 * @throws PLAN_INVALID on a cycle, an unknown dependence or input, or a field that nothing writes
 */
export function planSubTasks(task: Task): SubTask[] {
  const given = task.kind.givenFields;
  const decidesLabel = task.kind.name === "annotation" || task.writtenFields.length === 0;
  const wanted = decidesLabel ? [...task.writtenFields, LABEL_KEY] : [...task.writtenFields];
  const subTasks = task.spec.steps.length === 0
    ? [subTask(task, { id: "sample", purpose: `Write ${task.kind.sample}.`, inputs: [...given], output: wanted, dependsOn: [] })]
    : stepSubTasks(task);
  return checkSubTasks(subTasks, given, wanted.filter((name) => !task.fields[name]?.optional));
}

function stepSubTasks(task: Task): SubTask[] {
  const steps = task.spec.steps;
  const outputs = new Map<string, string[]>(steps.map((step) => [step.id, typeof step.output === "string" ? [step.output] : [...step.output]]));
  return steps.map((step) => subTask(task, {
    id: step.id, purpose: `Write ${(outputs.get(step.id) ?? []).join(", ")} of ${task.kind.sample}.`,
    inputs: [...new Set([...task.kind.givenFields, ...step.dependsOn.flatMap((id) => outputs.get(id) ?? [])])],
    output: outputs.get(step.id) ?? [], dependsOn: [...step.dependsOn], prompt: step.prompt,
  }));
}

function subTask(task: Task, parts: Pick<SubTask, "id" | "purpose" | "inputs" | "output" | "dependsOn" | "prompt">): SubTask {
  const outputSchema = z.toJSONSchema(recordSchema(task, parts.output), { unrepresentable: "any" }) as Record<string, unknown>;
  return { ...parts, outputSchema, agent: "generator", revision: 0, revisedBecause: [] };
}

/**
 * Checks sub-tasks and brings them into an order in which each follows what it depends on; ties keep the given order.
 *
 * @param given fields that are there from the start
 * @param needed fields that the sub-tasks must write between them
 * @throws PLAN_INVALID naming the sub-task and what is wrong with it
 */
export function checkSubTasks(subTasks: readonly SubTask[], given: readonly string[], needed: readonly string[] = []): SubTask[] {
  const byId = new Map<string, SubTask>();
  const writer = new Map<string, string>();
  for (const part of subTasks) {
    byId.set(part.id, part);
    for (const field of part.output) {
      const other = writer.get(field);
      if (other !== undefined) throw invalid(`the sub-tasks ${quoted(other)} and ${quoted(part.id)} both write ${quoted(field)}`, "Let one of them write it.");
      if (given.includes(field)) throw invalid(`the sub-task ${quoted(part.id)} writes ${quoted(field)}, which is given`, "Take it out of its output.");
      writer.set(field, part.id);
    }
  }
  const sorted = topologicalOrder(subTasks);
  for (const part of sorted) {
    const before = ancestors(part, byId);
    for (const input of part.inputs) {
      const source = writer.get(input);
      if (given.includes(input) || (source !== undefined && before.has(source))) continue;
      throw invalid(`the sub-task ${quoted(part.id)} reads ${quoted(input)}, which nothing before it writes`, source === undefined ? "Let an earlier sub-task write it." : `Let it depend on ${quoted(source)}.`);
    }
  }
  const missing = needed.find((field) => !writer.has(field));
  if (missing !== undefined) throw invalid(`no sub-task writes the field ${quoted(missing)}`, "Add it to the output of one of them.");
  return [...sorted];
}

function ancestors(part: SubTask, byId: ReadonlyMap<string, SubTask>): Set<string> {
  const found = new Set<string>();
  const open = [...part.dependsOn];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    open.push(...(byId.get(id)?.dependsOn ?? []));
  }
  return found;
}

/**
 * The plan with its failed sub-tasks planned again: a higher revision, and an instruction that carries why they failed. The others
 * stay as they are.
 *
 * @throws PLAN_INVALID if a failed sub-task is not in the plan
 */
export function replanSubTasks(plan: Plan, failed: readonly FailedSubTask[]): Plan {
  const unknown = failed.find((failure) => !plan.subTasks.some((part) => part.id === failure.subTask));
  if (unknown) throw invalid(`the plan has no sub-task ${quoted(unknown.subTask)} to plan again`, `Sub-tasks: ${plan.subTasks.map((part) => part.id).join(", ")}.`);
  const notes: string[] = [];
  const subTasks = plan.subTasks.map((part) => {
    const failures = failed.filter((failure) => failure.subTask === part.id);
    if (failures.length === 0) return part;
    const reasons = [...new Set(failures.map((failure) => failure.reason))];
    notes.push(`sub-task ${part.id} planned again (revision ${part.revision + 1}) after ${failures.reduce((sum, failure) => sum + failure.count, 0)} failures: ${reasons.join("; ")}`);
    const warning = `Earlier attempts failed; do not repeat this: ${reasons.join("; ")}. Answer with exactly the fields ${part.output.join(", ")}.`;
    return { ...part, prompt: part.prompt === undefined ? warning : `${part.prompt}\n${warning}`, revision: part.revision + 1, revisedBecause: [...part.revisedBecause, ...reasons] };
  });
  return { ...plan, subTasks, notes: [...plan.notes, ...notes] };
}

function quoted(name: string): string {
  return JSON.stringify(name);
}

function invalid(message: string, hint: string): DatawrightError {
  return new DatawrightError({ code: "PLAN_INVALID", message, hint });
}
