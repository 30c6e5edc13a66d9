import type { VisibleState } from "../runtime/run-memory.js";
import type { RunRuntime } from "../runtime/runtime.js";
import { refusals, type ChunkItem } from "./chunk-item.js";
import { generateStep } from "./generate-step.js";

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

/** True for a draft that a critic or a stage refused and that may be written once more. */
export function needsRevision(runtime: Pick<RunRuntime, "task">, item: ChunkItem): boolean {
  return (
    !item.failure &&
    !item.unfinished &&
    item.revision < runtime.task.spec.critique.maxRevisions &&
    refusals(item).length > 0
  );
}
