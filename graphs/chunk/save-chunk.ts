import { isDatawrightError } from "../../base/errors.js";
import { textOf } from "../../schema/task.js";
import type { RunRuntime } from "../runtime/runtime.js";
import { passes, refusals, type ChunkItem } from "./chunk-item.js";
import { draftRecord } from "./draft-record.js";

/**
 * Stores what became of a chunk, with the vectors of what may be accepted: everything, save orders
 * that the budget left without a text.
 */
export async function saveChunk(
  runtime: Pick<RunRuntime, "runId" | "task" | "samples" | "embeddings">,
  items: readonly ChunkItem[],
): Promise<void> {
  const stored = items.filter((item) => isWorthKeeping(runtime, item));
  const vectors = new Map<ChunkItem, Float32Array>();
  await Promise.all(
    stored.map(async (item) => {
      const text = textOf(item.fields, runtime.task.textFields);
      if (!passes(item) || text.trim() === "") return;
      try {
        vectors.set(item, (await runtime.embeddings.embed([text]))[0]!);
      } catch (error) {
        if (!isDatawrightError(error) || error.code !== "BUDGET_EXHAUSTED") throw error;
        item.unfinished = error;
        leaveOver(item, "compared");
      }
    }),
  );
  await runtime.samples.saveDrafts(
    stored.map((item) => draftRecord(runtime, item, vectors.get(item) ?? null)),
  );
}

/** A text that nobody judged any more, because the budget was used up, is surplus. */
function isWorthKeeping({ task }: Pick<RunRuntime, "task">, item: ChunkItem): boolean {
  if (!item.unfinished || item.failure || refusals(item).length > 0) return true;
  if (textOf(item.fields, task.textFields).trim() === "") return false;
  leaveOver(item, "judged");
  return true;
}

function leaveOver(item: ChunkItem, before: string): void {
  item.failure = {
    reason: "surplus",
    message: `the budget was used up before it was ${before}`,
    subTask: null,
  };
}
