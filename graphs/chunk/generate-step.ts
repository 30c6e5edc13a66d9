import type { RoleOutput } from "../../agents/roles.js";
import type { SubTask } from "../../schema/plan.js";
import { topologicalOrder } from "../../schema/plan-order.js";
import { placeSpans } from "../../tools/fields/place-spans.js";
import { LABEL_KEY } from "../../tools/fields/record-schema.js";
import { invokeAgent } from "../runtime/invoke-agent.js";
import type { VisibleState } from "../runtime/run-memory.js";
import type { RunRuntime } from "../runtime/runtime.js";
import { refusals, type ChunkItem } from "./chunk-item.js";
import { isWorthAnotherTry } from "./draft-failure.js";
import { eachItem } from "./each-item.js";

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
  await eachItem(
    runtime,
    items,
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
    (item) => current.get(item) ?? null,
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
      return await invokeAgent(
        runtime,
        "generator",
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
          written: item.written.map(({ id, text }) => ({ id, text })),
          peer: item.peer,
          attempt,
        },
        {
          orderId: order.id,
          step: `generate:${subTask.id}:${subTask.revision}:${revision}${attempt > 0 ? `:${attempt}` : ""}`,
          sampleIds: [order.id],
          visible,
        },
      );
    } catch (error) {
      if (attempt + 1 >= tries || !isWorthAnotherTry(error)) throw error;
    }
  }
}
