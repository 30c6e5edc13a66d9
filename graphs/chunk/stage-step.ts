import type { Stage } from "../../agents/registry.js";
import { invokeStage } from "../runtime/invoke-agent.js";
import type { VisibleState } from "../runtime/run-memory.js";
import type { RunRuntime } from "../runtime/runtime.js";
import { addVerdicts, refusals, type ChunkItem } from "./chunk-item.js";
import { draftOf } from "./draft-of.js";
import { eachItem } from "./each-item.js";

/**
 * A stage of the user's own: may change fields, label and weight, add scores, and refuse by
 * verdicts. It sees each version of a draft once, however often the chunk comes by.
 */
export async function stageStep(
  runtime: RunRuntime,
  visible: VisibleState,
  { agent, after }: Stage,
  items: readonly ChunkItem[],
): Promise<void> {
  const open = items.filter(
    (item) =>
      (item.staged.get(agent.name) ?? -1) < item.revision &&
      (after === "generator" || refusals(item).length === 0),
  );
  await eachItem(runtime, open, async (item) => {
    const { id } = item.order;
    const output = await invokeStage(
      runtime,
      agent,
      { draft: draftOf(runtime, item) },
      { orderId: id, step: `stage:${agent.name}:${item.revision}`, sampleIds: [id], visible },
    );
    item.staged.set(agent.name, item.revision);
    if (output.fields) item.fields = { ...item.fields, ...output.fields };
    if (output.label !== undefined) {
      item.label = output.label;
      item.labelSource = "model";
    }
    if (output.weight !== undefined) item.weight = output.weight;
    item.scores = { ...item.scores, ...output.scores };
    addVerdicts(item, output.verdicts);
  });
}
