import { invokeAgent } from "../runtime/invoke-agent.js";
import type { VisibleState } from "../runtime/run-memory.js";
import type { RunRuntime } from "../runtime/runtime.js";
import { addVerdicts, type ChunkItem } from "./chunk-item.js";
import { draftOf } from "./draft-of.js";
import { eachItem } from "./each-item.js";

/** Asks the critic about every draft whose current version it has not seen yet. */
export async function critiqueStep(
  runtime: RunRuntime,
  visible: VisibleState,
  items: readonly ChunkItem[],
): Promise<void> {
  const open = items.filter((item) => item.critiqued < item.revision);
  await eachItem(runtime, open, async (item) => {
    const { id } = item.order;
    const { verdicts } = await invokeAgent(
      runtime,
      "critic",
      "critique",
      { draft: draftOf(runtime, item) },
      { orderId: id, step: `critique:${item.revision}`, sampleIds: [id], visible },
    );
    item.critiqued = item.revision;
    addVerdicts(item, verdicts);
  });
}
