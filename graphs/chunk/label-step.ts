import { threadSlices } from "../../base/workers/time-slices.js";
import { textOf } from "../../schema/task.js";
import { invokeAgent } from "../runtime/invoke-agent.js";
import type { VisibleState } from "../runtime/run-memory.js";
import type { RunRuntime } from "../runtime/runtime.js";
import { passes, type ChunkItem } from "./chunk-item.js";

/** The small model of the visible rounds labels the drafts that the critic let pass. */
export async function labelStep(
  runtime: RunRuntime,
  visible: VisibleState,
  items: readonly ChunkItem[],
): Promise<void> {
  const passed = items.filter((item) => !item.unfinished && passes(item));
  const first = passed[0];
  const learned = first ? await visible.learned() : null;
  if (!first || learned === null || learned === undefined) return;
  const drafts = passed.map((item) => ({
    id: item.order.id,
    text: textOf(item.fields, runtime.task.textFields),
    label: item.label,
  }));
  if (threadSlices.over) await threadSlices.turn();
  const { labels } = await invokeAgent(
    runtime,
    "labeler",
    "label",
    { drafts, state: learned },
    {
      orderId: first.order.id,
      step: "label",
      sampleIds: drafts.map((draft) => draft.id),
      visible,
    },
  );
  const byId = new Map(labels.map((label) => [label.id, label]));
  for (const item of passed) item.student = byId.get(item.order.id) ?? null;
}
