import type { Callbacks } from "@langchain/core/callbacks/manager";
import type { ChunkRunner } from "../chunk/chunk-runner.js";
import { FIRST_CALLS } from "../runtime/agent-faults.js";
import type { ActiveSpan } from "../../memory/tracer.js";
import type { VisibleState } from "../runtime/run-memory.js";
import type { RunRuntime } from "../runtime/runtime.js";
import { currentCallbacks } from "../../tools/models/middleware/graph-callbacks.js";
import { callbacksBelow } from "./callbacks-below.js";
import { outsideGraph } from "../../tools/models/middleware/outside-graph.js";
import type { Order, Plan } from "../../schema/plan.js";
import { OrderAllowance } from "./order-allowance.js";

interface RoundWork {
  readonly round: number;
  /** Of the node that started the round: its chunks hang below it. */
  readonly callbacks: Callbacks | undefined;
  /** Its steps, in the run's own trace. */
  readonly around: ActiveSpan | undefined;
  readonly pending: Order[];
  open: number;
  readonly done: Promise<void>;
  readonly finish: () => void;
  readonly fail: (error: unknown) => void;
}

/**
 * The pull loop: hands the planned orders of up to two rounds to whoever does chunks and keeps enough of
 * them in flight. It belongs to the run, not to a node, so that
 * round r+1 goes on while round r is sealed.
 */
export class WorkLoop {
  readonly #runtime: RunRuntime;
  readonly #runner: ChunkRunner;
  readonly #rounds = new Map<number, RoundWork>();
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

  constructor(runtime: RunRuntime, runner: ChunkRunner) {
    this.#runtime = runtime;
    this.#runner = runner;
    this.#tried = !runtime.registry.worksByOwnCode;
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
    await this.#runner.begin({ round, orders, plan, visible });
    const pending = orders.filter((order) => !drafted.has(order.id));
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
    const around = this.#runtime.tracer.current();
    const work: RoundWork = { round, callbacks, around, pending, open, done, finish, fail };
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
    this.#runner.cancel(round);
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
    this.#runner.forget(round);
  }

  stop(error: unknown): void {
    this.#stopped = true;
    this.#error ??= error;
    this.#runner.stop(this.#error);
    for (const work of this.#rounds.values()) work.fail(this.#error);
  }

  #pump(): void {
    while (
      !this.#stopped &&
      this.#inFlight.size < (this.#tried ? this.#runner.chunksInFlight : 1)
    ) {
      const most = this.#allowance?.most() ?? Infinity;
      if (most < 1) return;
      const work = [...this.#rounds.values()]
        .sort((a, b) => a.round - b.round)
        .find((candidate) => candidate.pending.length > 0);
      if (!work) return;
      const orders = work.pending.splice(
        0,
        Math.min(most, this.#tried ? this.#runner.chunkSize : FIRST_CALLS),
      );
      this.#allowance?.begun(orders.length);
      const chunk: Promise<void> = outsideGraph(() =>
        this.#runtime.tracer.run(work.around, () => this.#run(work, orders)),
      ).finally(() => {
        this.#inFlight.delete(chunk);
        this.#allowance?.ended(orders.length);
        this.#tried ||= !this.#runner.inDoubt;
        this.#pump();
      });
      this.#inFlight.add(chunk);
    }
  }

  async #run(work: RoundWork, orders: readonly Order[]): Promise<void> {
    const runtime = this.#runtime;
    try {
      const drafts = await this.#runner.run({
        round: work.round,
        orders,
        callbacks: callbacksBelow(this.graphRun, work.callbacks),
      });
      for (const { id, passed } of drafts)
        runtime.events.emit({
          type: "draft-finished",
          round: work.round,
          sampleId: id,
          passed,
          spent: runtime.ledger.spent(),
        });
      work.open -= orders.length;
      if (work.open === 0) work.finish();
    } catch (error) {
      // A round that was cancelled because the target is reached cannot end the run any more.
      if (this.#rounds.get(work.round) === work) this.stop(error);
    }
  }
}
