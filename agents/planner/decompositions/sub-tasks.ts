import { z } from "zod";
import { DatawrightError } from "../../../base/errors.js";
import { fieldValueSchema } from "../../../schema/field.js";
import type { JsonSchema } from "../../../schema/json.js";
import type { Plan, SubTask } from "../../../schema/plan.js";
import { topologicalOrder } from "../../../schema/plan-order.js";
import type { Task } from "../../../schema/task.js";
import { LABEL_KEY, recordSchema } from "../../../tools/fields/record-schema.js";
import type { StepOutline } from "../contract.js";

/** How a failed sub-task is named to the planner. */
export interface FailedSubTask {
  readonly subTask: string;
  readonly reason: string;
  readonly count: number;
}

/**
 * Deeper or wider plans than these are a mistake: each level waits for a model, each sub-task costs
 * a call for every sample.
 */
const DEEPEST = 12;
const WARNING = "Earlier attempts failed; do not repeat this:";
const MOST = 64;

/**
 * The sub-tasks that the steps of a decomposition mean, checked and in order of dependence.
 *
 * @throws PLAN_INVALID on a cycle, an unknown dependence or input, a field that nothing writes, or
 *         a plan that is too deep or too wide
 */
export function planSubTasks(task: Task, steps: readonly StepOutline[]): SubTask[] {
  const given = task.kind.givenFields;
  const needs = new Map(
    steps.map((step, index) => [
      step.id,
      step.dependsOn ?? (index === 0 ? [] : [steps[index - 1]!.id]),
    ]),
  );
  const subTasks = steps.map((step): SubTask => {
    const dependsOn = needs.get(step.id)!;
    // A step that names what it needs reads just that; one in a chain reads everything before it.
    const before =
      step.dependsOn === undefined ? everythingBefore(step.id, needs) : new Set(dependsOn);
    const inputs = step.inputs ?? [
      ...given,
      ...steps.filter((other) => before.has(other.id)).flatMap((other) => other.output),
    ];
    return {
      id: step.id,
      purpose: step.purpose ?? `Write ${step.output.join(", ")} of ${task.kind.sample}.`,
      inputs: [...new Set(inputs)],
      output: [...step.output],
      dependsOn: [...dependsOn],
      outputSchema: z.toJSONSchema(recordSchema(task, step.output, typesOf(step)), {
        unrepresentable: "any",
      }) as Record<string, unknown>,
      agent: "generator",
      revision: 0,
      revisedBecause: [],
      prompt: step.prompt,
      strategy: step.strategy,
      settings: step.settings === undefined ? undefined : { ...step.settings },
      demonstrations: step.demonstrations,
      sources: step.sources,
      temperature: step.temperature,
      topP: step.topP,
    };
  });
  return checkSubTasks(
    subTasks,
    given,
    wantedFields(task).filter((name) => !task.fields[name]?.optional),
  );
}

/**
 * What the sub-tasks must write between them: the fields that are not given, and the label where
 * the model decides it.
 */
export function wantedFields(task: Task): string[] {
  const decidesLabel = task.kind.name === "annotation" || task.writtenFields.length === 0;
  return decidesLabel ? [...task.writtenFields, LABEL_KEY] : [...task.writtenFields];
}

/** JSON Schema of a step's outputs that are no fields of the task. */
function typesOf({ fields = {} }: StepOutline): JsonSchema {
  const properties = Object.entries(fields).map(([name, field]) => {
    const value = fieldValueSchema({ optional: false, ...field });
    const schema = field.description === undefined ? value : value.describe(field.description);
    return [name, z.toJSONSchema(schema, { unrepresentable: "any" })];
  });
  return {
    type: "object",
    properties: Object.fromEntries(properties) as Record<string, JsonSchema>,
  };
}

/**
 * Checks sub-tasks and brings them into an order in which each follows what it depends on; ties
 * keep the given order.
 *
 * @param given fields that are there from the start
 * @param needed fields that the sub-tasks must write between them
 * @throws PLAN_INVALID naming the sub-task and what is wrong with it
 */
export function checkSubTasks(
  subTasks: readonly SubTask[],
  given: readonly string[],
  needed: readonly string[] = [],
): SubTask[] {
  if (subTasks.length > MOST)
    throw invalid(
      `the plan has ${subTasks.length} sub-tasks; at most ${MOST} are run for one sample`,
      "Let one step write several fields.",
    );
  const needs = new Map(subTasks.map((part) => [part.id, part.dependsOn]));
  const writer = new Map<string, string>();
  for (const part of subTasks) {
    for (const field of part.output) {
      const other = writer.get(field);
      if (other !== undefined)
        throw invalid(
          `the sub-tasks ${quoted(other)} and ${quoted(part.id)} both write ${quoted(field)}`,
          "Let one of them write it.",
        );
      if (given.includes(field))
        throw invalid(
          `the sub-task ${quoted(part.id)} writes ${quoted(field)}, which is given`,
          "Take it out of its output.",
        );
      writer.set(field, part.id);
    }
  }
  const sorted = topologicalOrder(subTasks);
  const depths = new Map<string, number>();
  for (const part of sorted)
    depths.set(part.id, 1 + Math.max(0, ...part.dependsOn.map((id) => depths.get(id) ?? 0)));
  const deepest = sorted.find((part) => depths.get(part.id)! > DEEPEST);
  if (deepest)
    throw invalid(
      `the sub-task ${quoted(deepest.id)} waits for ${DEEPEST} others in a row; a plan is ` +
        `at most ${DEEPEST} deep`,
      "Let steps that do not read each other stand side by side.",
    );
  for (const part of sorted) {
    const before = everythingBefore(part.id, needs);
    for (const input of part.inputs) {
      const source = writer.get(input);
      if (given.includes(input) || (source !== undefined && before.has(source))) continue;
      throw invalid(
        `the sub-task ${quoted(part.id)} reads ${quoted(input)}, which nothing before it writes`,
        source === undefined
          ? "Let an earlier sub-task write it."
          : `Let it depend on ${quoted(source)}.`,
      );
    }
  }
  const missing = needed.find((field) => !writer.has(field));
  if (missing !== undefined)
    throw invalid(
      `no sub-task writes the field ${quoted(missing)}`,
      "Add it to the output of one of them.",
    );
  return [...sorted];
}

/** Ids of everything that a step waits for, directly or not; safe on cycles. */
function everythingBefore(id: string, needs: ReadonlyMap<string, readonly string[]>): Set<string> {
  const found = new Set<string>();
  const open = [...(needs.get(id) ?? [])];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    open.push(...(needs.get(next) ?? []));
  }
  return found;
}

/**
 * The plan with its failed sub-tasks planned again: a higher revision, and an instruction that
 * carries why they failed. The others stay as they are.
 *
 * @param instructions sub-task id -> instruction in place of the one before
 * @throws PLAN_INVALID if a failed sub-task is not in the plan
 */
export function replanSubTasks(
  plan: Plan,
  failed: readonly FailedSubTask[],
  instructions: ReadonlyMap<string, string> = new Map(),
): Plan {
  const unknown = failed.find(
    (failure) => !plan.subTasks.some((part) => part.id === failure.subTask),
  );
  if (unknown)
    throw invalid(
      `the plan has no sub-task ${quoted(unknown.subTask)} to plan again`,
      `Sub-tasks: ${plan.subTasks.map((part) => part.id).join(", ")}.`,
    );
  const notes: string[] = [];
  const subTasks = plan.subTasks.map((part) => {
    const failures = failed.filter((failure) => failure.subTask === part.id);
    if (failures.length === 0) return part;
    const reasons = [...new Set(failures.map((failure) => failure.reason))];
    notes.push(
      `sub-task ${part.id} planned again (revision ${part.revision + 1}) after ` +
        `${failures.reduce((sum, failure) => sum + failure.count, 0)} failures: ` +
        `${reasons.join("; ")}`,
    );
    const warning = `${WARNING} ${reasons.join("; ")}.`;
    // What failed of the version before is told no more: the latest reasons are enough.
    const instruction =
      instructions.get(part.id) ??
      (`\n${part.prompt ?? ""}`.split(`\n${WARNING}`)[0]!.slice(1) || undefined);
    return {
      ...part,
      prompt: instruction === undefined ? warning : `${instruction}\n${warning}`,
      revision: part.revision + 1,
      revisedBecause: [...part.revisedBecause, ...reasons],
    };
  });
  return { ...plan, subTasks, notes: [...plan.notes, ...notes] };
}

function quoted(name: string): string {
  return JSON.stringify(name);
}

function invalid(message: string, hint: string): DatawrightError {
  return new DatawrightError({ code: "PLAN_INVALID", message, hint });
}
