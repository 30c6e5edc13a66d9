import type { Callbacks } from "@langchain/core/callbacks/manager";
import { FIRST_CALLS } from "../runtime/agent-faults.js";
import { chunkRecursionLimit, type ChunkGraph } from "../chunk/chunk-graph.js";
import { newItem, passes, peersOf, type ChunkItem } from "../chunk/chunk-item.js";
import { saveChunk } from "../chunk/save-chunk.js";
import type { VisibleState } from "../runtime/run-memory.js";
import type { RunRuntime } from "../runtime/runtime.js";
import { seedRows } from "../runtime/seed-rows.js";
import { callbacksBelow, currentCallbacks } from "../../tools/models/middleware/graph-callbacks.js";
import { outsideGraph } from "../../tools/models/middleware/outside-graph.js";
import type { Order, Plan } from "../../schema/plan.js";
import { OrderAllowance } from "./order-allowance.js";

interface RoundWork {
  readonly round: number;
  readonly visible: VisibleState;
  /** Of the node that started the round: its chunks hang below it. */
  readonly callbacks: Callbacks | undefined;
  readonly pending: ChunkItem[];
  open: number;
  readonly done: Promise<void>;
  readonly finish: () => void;
  readonly fail: (error: unknown) => void;
}

/**
 * The pull loop: hands the planned orders of up to two rounds to the chunk graph and keeps enough
 * chunks in flight to fill the model's admission. It belongs to the run, not to a node, so that
 * round r+1 goes on while round r is sealed.
 */
export class WorkLoop {
  readonly #runtime: RunRuntime;
  readonly #graph: ChunkGraph;
  readonly #rounds = new Map<number, RoundWork>();
  readonly #chunkSize: number;
  readonly #chunksInFlight: number;
  readonly #recursionLimit: number;
  /** Made with the first plan: what an order takes depends on its steps. */
  #allowance: OrderAllowance | undefined;
  readonly #inFlight = new Set<Promise<void>>();
  /**
   * Code of the user's is tried on a few drafts first: a fault in it that hits all drafts alike
   * shows before many are paid for.
   */
  #tried: boolean;
  #stopped = false;
  #error: unknown = null;

  constructor(runtime: RunRuntime, graph: ChunkGraph) {
    this.#runtime = runtime;
    this.#graph = graph;
    this.#tried = !runtime.registry.worksByOwnCode;
    this.#chunkSize = Math.min(50, Math.max(20, Math.ceil(runtime.concurrency / 2)));
    // Within a chunk the nodes are barriers: about twice the concurrency in orders keeps every
    // place of the admission filled.
    this.#chunksInFlight = Math.ceil((2 * runtime.concurrency) / this.#chunkSize) + 1;
    this.#recursionLimit = chunkRecursionLimit(
      runtime.task.spec.critique.maxRevisions,
      runtime.registry.stages.length,
    );
  }

  /** Id of the outer graph's LangChain run, which lasts as long as the loop; null where unknown. */
  graphRun: string | null = null;

  has(round: number): boolean {
    return this.#rounds.has(round);
  }

  /** Starts work on a round's orders; those that have a stored draft already are not done again. */
  async add(
    round: number,
    orders: readonly Order[],
    plan: Plan,
    visible: VisibleState,
  ): Promise<void> {
    if (this.#rounds.has(round)) return;
    this.#allowance ??= new OrderAllowance(
      this.#runtime.ledger,
      plan.subTasks.length + 1 + this.#runtime.task.spec.critique.maxRevisions,
    );
    const drafted = await this.#runtime.samples.drafted(orders.map((order) => order.id));
    const inputs = new Map(this.#runtime.inputs.map((row) => [row.id, row]));
    const seeds = await seedRows(this.#runtime, visible, orders);
    const peers = peersOf(orders);
    const pending = orders
      .filter((order) => !drafted.has(order.id))
      .map((order) =>
        newItem(order, {
          plan,
          peer: peers.get(order.id)!,
          seeds: order.seedIds.flatMap((id) => seeds.get(id) ?? []),
          written: (order.writtenIds ?? []).flatMap((id) => seeds.get(id) ?? []),
          input: order.inputId === null ? undefined : inputs.get(order.inputId),
          givenFields: this.#runtime.task.kind.givenFields,
        }),
      );
    let finish = (): void => {};
    let fail = (_error: unknown): void => {};
    const done = new Promise<void>((resolve, reject) => {
      finish = resolve;
      fail = reject;
    });
    // whoever waits for the round sees the error; a round that nobody waits for must not end the
    // process
    done.catch(() => {});
    const callbacks = currentCallbacks();
    const open = pending.length;
    const work: RoundWork = { round, visible, callbacks, pending, open, done, finish, fail };
    this.#rounds.set(round, work);
    if (this.#error) fail(this.#error);
    if (pending.length === 0) finish();
    this.#pump();
  }

  /** Resolves when every order of the round has a stored draft; rejects with what ended the run. */
  async finished(round: number): Promise<void> {
    await this.#rounds.get(round)?.done;
  }

  /**
   * Starts no further chunk of a round: the target is reached without it. Chunks in flight may
   * finish.
   */
  cancel(round: number): void {
    this.#runtime.cancelled.add(round);
    const work = this.#rounds.get(round);
    if (!work) return;
    this.#rounds.delete(round);
    work.finish();
  }

  /** Resolves when no chunk is in flight. */
  async idle(): Promise<void> {
    while (this.#inFlight.size > 0) await Promise.allSettled([...this.#inFlight]);
  }

  forget(round: number): void {
    this.#rounds.delete(round);
  }

  stop(error: unknown): void {
    this.#stopped = true;
    this.#error ??= error;
    for (const work of this.#rounds.values()) work.fail(this.#error);
  }

  #pump(): void {
    while (!this.#stopped && this.#inFlight.size < (this.#tried ? this.#chunksInFlight : 1)) {
      const most = this.#allowance?.most() ?? Infinity;
      if (most < 1) return;
      const work = [...this.#rounds.values()]
        .sort((a, b) => a.round - b.round)
        .find((candidate) => candidate.pending.length > 0);
      if (!work) return;
      const items = work.pending.splice(
        0,
        Math.min(most, this.#tried ? this.#chunkSize : FIRST_CALLS),
      );
      this.#allowance?.begun(items.length);
      const chunk: Promise<void> = outsideGraph(() => this.#run(work, items)).finally(() => {
        this.#inFlight.delete(chunk);
        this.#allowance?.ended(items.length);
        this.#tried ||= !this.#runtime.faults.inDoubt;
        this.#pump();
      });
      this.#inFlight.add(chunk);
    }
  }

  async #run(work: RoundWork, items: ChunkItem[]): Promise<void> {
    const runtime = this.#runtime;
    try {
      await runtime.tracer.span(
        {
          name: "chunk",
          operation: "invoke_workflow",
          attributes: { "datawright.round": work.round, "datawright.orders": items.length },
        },
        async () => {
          // No signal: LangGraph would put a listener on it for each node of each chunk. Model
          // calls listen themselves.
          await this.#graph.invoke(
            { items, visible: work.visible },
            {
              recursionLimit: this.#recursionLimit,
              callbacks: callbacksBelow(this.graphRun, work.callbacks),
            },
          );
          await saveChunk(runtime, items);
        },
      );
      const unfinished = items.find((item) => item.unfinished);
      if (unfinished) throw unfinished.unfinished;
      for (const item of items)
        runtime.events.emit({
          type: "draft-finished",
          round: work.round,
          sampleId: item.order.id,
          passed: passes(item),
          spent: runtime.ledger.spent(),
        });
      work.open -= items.length;
      if (work.open === 0) work.finish();
    } catch (error) {
      // A round that was cancelled because the target is reached cannot end the run any more.
      if (this.#rounds.get(work.round) === work) this.stop(error);
    }
  }
}
