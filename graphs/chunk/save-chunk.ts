import { isDatawrightError } from "../../base/errors.js";
import { threadSlices } from "../../base/workers/time-slices.js";
import { textOf } from "../../schema/task.js";
import type { RunRuntime } from "../runtime/runtime.js";
import { passes, refusals, type ChunkItem } from "./chunk-item.js";
import { draftRecord } from "./draft-record.js";

/**
 * Stores what became of a chunk, with the vectors of what may be accepted: everything, save orders
 * that the budget left unfinished.
 */
export async function saveChunk(
  runtime: Pick<RunRuntime, "runId" | "task" | "samples" | "embeddings">,
  items: readonly ChunkItem[],
): Promise<void> {
  const judged = items.filter(isWorthKeeping);
  const vectors = new Map<ChunkItem, Float32Array>();
  await Promise.all(
    judged.map(async (item) => {
      const text = textOf(item.fields, runtime.task.textFields);
      if (!passes(item) || text.trim() === "") return;
      try {
        vectors.set(item, (await runtime.embeddings.embed([text]))[0]!);
      } catch (error) {
        if (!isDatawrightError(error) || error.code !== "BUDGET_EXHAUSTED") throw error;
        item.unfinished = error;
      }
    }),
  );
  if (threadSlices.over) await threadSlices.turn();
  await runtime.samples.saveDrafts(
    judged
      .filter(isWorthKeeping)
      .map((item) => draftRecord(runtime, item, vectors.get(item) ?? null)),
  );
}

/**
 * An order that the budget left without a verdict stays an order: a larger budget goes on with it,
 * and what was answered for it comes from the cache.
 */
function isWorthKeeping(item: ChunkItem): boolean {
  return !item.unfinished || item.failure !== null || refusals(item).length > 0;
}
