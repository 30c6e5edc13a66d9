import { isDatawrightError } from "../../base/errors.js";
import { threadSlices } from "../../base/workers/time-slices.js";
import type { RunRuntime } from "../runtime/runtime.js";
import type { ChunkItem } from "./chunk-item.js";
import { draftFailureOf } from "./draft-failure.js";

/**
 * Runs a step for every item at once; an item's own trouble refuses that item, a used-up budget
 * leaves it as it is, anything else ends the chunk. Items of a cancelled round start nothing.
 *
 * @param subTaskOf the sub-task that an item is at, for what is said of its failure
 */
export async function eachItem(
  runtime: Pick<RunRuntime, "cancelled">,
  items: readonly ChunkItem[],
  step: (item: ChunkItem) => Promise<void>,
  subTaskOf: (item: ChunkItem) => string | null = () => null,
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
      // Items of all chunks share the thread: between slices answers to model calls are heard.
      if (threadSlices.over) await threadSlices.turn();
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
