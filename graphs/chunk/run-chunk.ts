import type { Callbacks } from "@langchain/core/callbacks/manager";
import { threadSlices } from "../../base/workers/time-slices.js";
import type { VisibleState } from "../runtime/run-memory.js";
import type { RunRuntime } from "../runtime/runtime.js";
import { chunkRecursionLimit, type ChunkGraph } from "./chunk-graph.js";
import { passes, type ChunkItem } from "./chunk-item.js";
import type { DraftedOrder } from "./chunk-runner.js";
import { saveChunk } from "./save-chunk.js";

export interface ChunkToRun {
  readonly round: number;
  readonly items: readonly ChunkItem[];
  readonly visible: VisibleState;
  readonly callbacks?: Callbacks | undefined;
  /** Span that it hangs below, where that is not the current one. */
  readonly parent?: string | undefined;
  /** What its span says beside the round and the number of orders. */
  readonly attributes?: Readonly<Record<string, unknown>>;
}

/**
 * Passes a chunk through the graph and stores its drafts: the same in the process of the run and in
 * a worker's.
 *
 * @throws what ends the run; BUDGET_EXHAUSTED where the budget left an order unfinished
 */
export async function runChunk(
  runtime: RunRuntime,
  graph: ChunkGraph,
  { round, items, visible, callbacks, parent, attributes }: ChunkToRun,
): Promise<readonly DraftedOrder[]> {
  const { critique } = runtime.task.spec;
  await runtime.tracer.span(
    {
      name: "chunk",
      operation: "invoke_workflow",
      attributes: {
        "datawright.round": round,
        "datawright.orders": items.length,
        ...attributes,
      },
      ...(parent === undefined ? {} : { parent }),
    },
    async () => {
      // No signal: LangGraph would put a listener on it for each node of each chunk. Model calls
      // listen themselves.
      await graph.invoke(
        { items, visible },
        {
          recursionLimit: chunkRecursionLimit(
            critique.maxRevisions,
            runtime.registry.stages.length,
          ),
          callbacks,
        },
      );
      // Several chunks may be at this point.
      if (threadSlices.over) await threadSlices.turn();
      await saveChunk(runtime, items);
    },
  );
  const unfinished = items.find((item) => item.unfinished);
  if (unfinished) throw unfinished.unfinished;
  return items.map((item) => ({ id: item.order.id, passed: passes(item) }));
}
