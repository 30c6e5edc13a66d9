import type { Order } from "../../schema/plan.js";
import type { VisibleState } from "../runtime/run-memory.js";
import type { RunRuntime } from "../runtime/runtime.js";
import type { ChunkGraph } from "./chunk-graph.js";
import type { ChunkItem } from "./chunk-item.js";
import type { Chunk, ChunkRunner, DraftedOrder, RoundToDraft } from "./chunk-runner.js";
import { roundItems } from "./round-items.js";
import { runChunk } from "./run-chunk.js";

interface LocalRound {
  readonly visible: VisibleState;
  readonly itemOf: (order: Order) => ChunkItem;
}

/** Orders of a chunk: at least, at most, and in between as many as half the concurrency. */
const CHUNK_SIZE = { least: 20, most: 50 };

/** Does the chunks of a run in its own process. */
export class LocalChunks implements ChunkRunner {
  readonly chunkSize: number;
  readonly chunksInFlight: number;
  readonly #runtime: RunRuntime;
  readonly #graph: ChunkGraph;
  readonly #rounds = new Map<number, LocalRound>();

  constructor(runtime: RunRuntime, graph: ChunkGraph) {
    this.#runtime = runtime;
    this.#graph = graph;
    const { concurrency } = runtime;
    this.chunkSize = Math.min(
      CHUNK_SIZE.most,
      Math.max(CHUNK_SIZE.least, Math.ceil(concurrency / 2)),
    );
    // Within a chunk the nodes are barriers: about twice the concurrency in orders keeps every
    // place of the admission filled.
    this.chunksInFlight = Math.ceil((2 * concurrency) / this.chunkSize) + 1;
  }

  get inDoubt(): boolean {
    return this.#runtime.faults.inDoubt;
  }

  async begin(round: RoundToDraft): Promise<void> {
    const itemOf = await roundItems(this.#runtime, round);
    this.#rounds.set(round.round, { visible: round.visible, itemOf });
  }

  async run({ round, orders, callbacks }: Chunk): Promise<readonly DraftedOrder[]> {
    const { visible, itemOf } = this.#rounds.get(round)!;
    return runChunk(this.#runtime, this.#graph, {
      round,
      items: orders.map(itemOf),
      visible,
      callbacks,
    });
  }

  /** The steps of its items ask themselves. */
  cancel(): void {}

  forget(round: number): void {
    this.#rounds.delete(round);
  }

  /** Whoever stops the run aborts its calls. */
  stop(): void {}
}
