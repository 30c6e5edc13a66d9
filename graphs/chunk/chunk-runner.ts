import type { Callbacks } from "@langchain/core/callbacks/manager";
import type { Order, Plan } from "../../schema/plan.js";
import type { VisibleState } from "../runtime/run-memory.js";

/** A round whose orders are to be drafted. */
export interface RoundToDraft {
  readonly round: number;
  /** All of them, those that have a draft already too: which are alike is decided among all. */
  readonly orders: readonly Order[];
  readonly plan: Plan;
  readonly visible: VisibleState;
}

/** Orders of a round that are drafted together. */
export interface Chunk {
  readonly round: number;
  readonly orders: readonly Order[];
  /** LangChain callbacks of the graph's node that it hangs below. */
  readonly callbacks?: Callbacks | undefined;
}

/** What became of an order, once its draft is stored. */
export interface DraftedOrder {
  readonly id: string;
  /** True where nothing speaks against the draft so far. */
  readonly passed: boolean;
}

/**
 * Who does the chunks of a run: this process, or workers over a queue. Which orders are a chunk
 * changes nothing of what becomes of them.
 */
export interface ChunkRunner {
  /** Most orders of a chunk. */
  readonly chunkSize: number;
  /** Most chunks at a time. */
  readonly chunksInFlight: number;
  /** True while an agent has failed and never succeeded: too early to give it more work. */
  readonly inDoubt: boolean;
  /** Makes a round ready; called before any chunk of it. */
  begin(round: RoundToDraft): Promise<void>;
  /**
   * Drafts the orders of a chunk; resolves when all drafts are stored.
   * @throws what ends the run
   */
  run(chunk: Chunk): Promise<readonly DraftedOrder[]>;
  /** The target is reached without the round: its chunks may end early. */
  cancel(round: number): void;
  /** The round is sealed or given up. */
  forget(round: number): void;
  /** No chunk is wanted any more; those that run reject soon. */
  stop(error: unknown): void;
}
