import type { Draft } from "../../agents/draft.js";
import type { Stage } from "../../agents/registry.js";
import type { RoleOutput } from "../../agents/roles.js";
import type { StoredVerdict } from "../../memory/contract.js";
import type { SubTask } from "../../schema/plan.js";
import { topologicalOrder } from "../../schema/plan-order.js";
import { isDatawrightError } from "../../base/errors.js";
import { textOf } from "../../schema/task.js";
import { placeSpans } from "../../tools/fields/place-spans.js";
import { LABEL_KEY } from "../../tools/fields/record-schema.js";
import { refusals, type ChunkItem } from "./chunk-item.js";
import { draftFailureOf, isWorthAnotherTry } from "./draft-record.js";
import { invokeAgent } from "../runtime/invoke-agent.js";
import type { RunRuntime } from "../runtime/runtime.js";
import type { VisibleState } from "../runtime/run-memory.js";

type ItemStep = (item: ChunkItem) => Promise<void>;

/**
 * Runs a step for every item at once; an item's own trouble refuses that item, a used-up budget
 * leaves it as it is, anything else ends the chunk.
 */
async function forEachItem(
  runtime: RunRuntime,
  items: readonly ChunkItem[],
  subTaskOf: (item: ChunkItem) => string | null,
  step: ItemStep,
): Promise<void> {
  await Promise.all(
    items.map(async (item) => {
      if (!item.failure && runtime.cancelled.has(item.order.round))
        item.failure = {
          reason: "surplus",
          message: "the run stopped before it was finished",
          subTask: null,
        };
      if (item.failure || item.unfinished) return;
      try {
        await step(item);
      } catch (error) {
        if (isDatawrightError(error) && error.code === "BUDGET_EXHAUSTED") {
          item.unfinished = error;
          return;
        }
        const failure = draftFailureOf(error, subTaskOf(item));
        if (!failure) throw error;
        item.failure = failure;
      }
    }),
  );
}

/** The draft that critics, labelers and stages see. */
export function draftOf(runtime: RunRuntime, item: ChunkItem): Draft {
  return {
    id: item.order.id,
    fields: item.fields,
    text: textOf(item.fields, runtime.task.textFields),
    label: item.label,
    conditions: item.order.conditions,
    revision: item.revision,
    sources: runtime.knowledge.get(item.order.sourceIds).map((passage) => ({ ...passage })),
    seeds: [...item.seeds],
    scores: item.scores,
  };
}

/**
 * Runs the plan's sub-tasks for each order, in order of dependence; one that fails is tried again
 * alone.
 */
export async function generateStep(
  runtime: RunRuntime,
  visible: VisibleState,
  items: readonly ChunkItem[],
): Promise<void> {
  const current = new Map<ChunkItem, string>();
  await forEachItem(
    runtime,
    items,
    (item) => current.get(item) ?? null,
    async (item) => {
      const feedback = refusals(item).map((verdict) => ({
        criterion: verdict.criterion,
        reason: verdict.reason,
      }));
      const revision = feedback.length > 0 ? item.revision + 1 : item.revision;
      const previous = revision > 0 ? { ...item.intermediate, ...item.fields } : null;
      const values: Record<string, unknown> = { ...item.given };
      for (const subTask of topologicalOrder(item.plan.subTasks)) {
        current.set(item, subTask.id);
        const output = await writeSubTask(runtime, visible, {
          item,
          subTask,
          revision,
          feedback,
          previous,
          values,
        });
        Object.assign(values, output.fields);
        item.scores = { ...item.scores, ...output.scores };
        for (const parent of output.parents)
          if (!item.parents.includes(parent)) item.parents.push(parent);
        if (output.label !== undefined && output.label !== null) {
          item.label = output.label;
          item.labelSource = "model";
          values[LABEL_KEY] = output.label;
        }
      }
      const isIntermediate = intermediateNames(runtime, item);
      const entries = Object.entries(values).filter(
        ([name]) => name !== LABEL_KEY || name in runtime.task.fields,
      );
      item.fields = placeSpans(runtime.task, {
        ...item.given,
        ...item.fields,
        ...Object.fromEntries(entries.filter(([name]) => !isIntermediate.has(name))),
      });
      item.intermediate = Object.fromEntries(entries.filter(([name]) => isIntermediate.has(name)));
    },
  );
}

/** Outputs of sub-tasks that are no fields of the task. */
function intermediateNames(runtime: RunRuntime, item: ChunkItem): ReadonlySet<string> {
  return new Set(
    item.plan.subTasks
      .flatMap((subTask) => subTask.output)
      .filter((name) => !(name in runtime.task.fields)),
  );
}

interface SubTaskWork {
  readonly item: ChunkItem;
  readonly subTask: SubTask;
  readonly revision: number;
  readonly feedback: readonly { readonly criterion: string; readonly reason: string }[];
  readonly previous: Readonly<Record<string, unknown>> | null;
  readonly values: Readonly<Record<string, unknown>>;
}

/**
 * One step of one sample. A sample of one step is not tried again here: the planner orders another
 * one.
 */
async function writeSubTask(
  runtime: RunRuntime,
  visible: VisibleState,
  { item, subTask, revision, feedback, previous, values }: SubTaskWork,
): Promise<RoleOutput<"generator", "generate">> {
  const { order } = item;
  const tries = item.plan.subTasks.length > 1 ? 1 + runtime.task.spec.generate.stepRetries : 1;
  for (let attempt = 0; ; attempt++) {
    try {
      return await invokeAgent<RoleOutput<"generator", "generate">>(
        runtime,
        {
          agent: runtime.registry.get("generator"),
          orderId: order.id,
          step: `generate:${subTask.id}:${subTask.revision}:${revision}${attempt > 0 ? `:${attempt}` : ""}`,
          sampleIds: [order.id],
          visible,
        },
        "generate",
        {
          order,
          subTask,
          values: { ...values },
          revision,
          feedback,
          previous,
          sources: runtime.knowledge.get(order.sourceIds),
          seeds: item.seeds,
          peer: item.peer,
          attempt,
        },
      );
    } catch (error) {
      if (attempt + 1 >= tries || !isWorthAnotherTry(error)) throw error;
    }
  }
}

/** Hands refused drafts back with the reasons and counts a revision. */
export async function reviseStep(
  runtime: RunRuntime,
  visible: VisibleState,
  items: readonly ChunkItem[],
): Promise<void> {
  const refused = items.filter((item) => needsRevision(runtime, item));
  await generateStep(runtime, visible, refused);
  for (const item of refused) if (!item.unfinished) item.revision += 1;
}

export function needsRevision(runtime: RunRuntime, item: ChunkItem): boolean {
  return (
    !item.failure &&
    !item.unfinished &&
    item.revision < runtime.task.spec.critique.maxRevisions &&
    refusals(item).length > 0
  );
}

/** Asks the critic about every draft whose current version has no verdict yet. */
export async function critiqueStep(
  runtime: RunRuntime,
  visible: VisibleState,
  items: readonly ChunkItem[],
): Promise<void> {
  const open = items.filter((item) => item.critiqued < item.revision);
  await forEachItem(
    runtime,
    open,
    () => null,
    async (item) => {
      const output = await invokeAgent<RoleOutput<"critic", "critique">>(
        runtime,
        {
          agent: runtime.registry.get("critic"),
          orderId: item.order.id,
          step: `critique:${item.revision}`,
          sampleIds: [item.order.id],
          visible,
        },
        "critique",
        { draft: draftOf(runtime, item) },
      );
      item.critiqued = item.revision;
      addVerdicts(item, output.verdicts);
    },
  );
}

function addVerdicts(
  item: ChunkItem,
  verdicts: readonly Omit<StoredVerdict, "sampleId" | "revision">[],
): void {
  for (const verdict of verdicts)
    item.verdicts.push({ ...verdict, sampleId: item.order.id, revision: item.revision });
}

/** The small model of the visible rounds labels the drafts that the critic let pass. */
export async function labelStep(
  runtime: RunRuntime,
  visible: VisibleState,
  items: readonly ChunkItem[],
): Promise<void> {
  const passed = items.filter(
    (item) => !item.failure && !item.unfinished && refusals(item).length === 0,
  );
  const first = passed[0];
  const learned = first ? await visible.learned() : null;
  if (!first || learned === null || learned === undefined) return;
  const drafts = passed.map((item) => ({
    id: item.order.id,
    text: textOf(item.fields, runtime.task.textFields),
    label: item.label,
  }));
  const output = await invokeAgent<RoleOutput<"labeler", "label">>(
    runtime,
    {
      agent: runtime.registry.get("labeler"),
      orderId: first.order.id,
      step: "label",
      sampleIds: drafts.map((draft) => draft.id),
      visible,
    },
    "label",
    { drafts, state: learned },
  );
  const byId = new Map(output.labels.map((label) => [label.id, label]));
  for (const item of passed) item.student = byId.get(item.order.id) ?? null;
}

/**
 * A stage of the user's own: may change fields, label and weight, add scores, and refuse by
 * verdicts.
 */
export async function stageStep(
  runtime: RunRuntime,
  visible: VisibleState,
  stage: Stage,
  items: readonly ChunkItem[],
): Promise<void> {
  await forEachItem(
    runtime,
    items,
    () => null,
    async (item) => {
      if (stage.after !== "generator" && refusals(item).length > 0) return;
      const output = await invokeAgent<RoleOutput<"stage", "process">>(
        runtime,
        {
          agent: stage.agent,
          orderId: item.order.id,
          step: `stage:${stage.agent.name}:${item.revision}`,
          sampleIds: [item.order.id],
          visible,
        },
        "process",
        { draft: draftOf(runtime, item) },
      );
      if (output.fields) item.fields = { ...item.fields, ...output.fields };
      if (output.label !== undefined) {
        item.label = output.label;
        item.labelSource = "model";
      }
      if (output.weight !== undefined) item.weight = output.weight;
      item.scores = { ...item.scores, ...output.scores };
      addVerdicts(item, output.verdicts);
    },
  );
}
