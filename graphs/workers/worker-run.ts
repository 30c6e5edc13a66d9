import type { Order, Plan } from "../../schema/plan.js";
import type { Sample } from "../../schema/sample.js";
import { buildChunkGraph, type ChunkGraph } from "../chunk/chunk-graph.js";
import type { DraftedOrder } from "../chunk/chunk-runner.js";
import { roundItems } from "../chunk/round-items.js";
import { runChunk } from "../chunk/run-chunk.js";
import type { VisibleState } from "../runtime/run-memory.js";
import type { RunRuntime } from "../runtime/runtime.js";
import type { ChunkJob } from "./chunk-job.js";
import { DatawrightError } from "../../base/errors.js";

/** A round as its chunks see it. */
interface RoundInHand {
  readonly orders: readonly Order[];
  readonly byId: ReadonlyMap<string, Order>;
  readonly plan: Plan;
  readonly visible: VisibleState;
}

/** Rounds that are kept at hand: two are in flight, and late chunks of those before. */
const KEPT = 4;

/**
 * A run in the process of a worker. What its chunks may see is brought up to date before each of
 * them by what was sealed since: the same rounds, in the order of acceptance, as in the process of
 * the run.
 */
export class WorkerRun {
  readonly runtime: RunRuntime;
  readonly #graph: ChunkGraph;
  readonly #name: string;
  readonly #rounds = new Map<string, Promise<RoundInHand>>();
  #epoch: string | null = null;
  /** Last round whose accepted samples are in the novelty indexes. */
  #seenThrough = -1;
  /** Rounds are made ready one after the other: the indexes are brought up to date in their order. */
  #making: Promise<unknown> = Promise.resolve();

  /** @param name of the worker, for the trace */
  constructor(runtime: RunRuntime, name: string) {
    this.runtime = runtime;
    this.#graph = buildChunkGraph(runtime.registry, () => runtime);
    this.#name = name;
  }

  /**
   * Drafts the orders of a chunk that have no draft yet.
   * @throws what ends the run
   */
  async work(job: ChunkJob): Promise<readonly DraftedOrder[]> {
    const { runtime } = this;
    // Somebody else did it, and its round is over.
    if ((await runtime.rounds.sealedOrNull(job.round)) !== null) return [];
    const round = await this.#round(job);
    const drafted = await runtime.samples.drafted(job.orders);
    const orders = job.orders.flatMap((id) => (drafted.has(id) ? [] : (round.byId.get(id) ?? [])));
    if (orders.length === 0) return [];
    const itemOf = await roundItems(runtime, round, orders);
    return runChunk(runtime, this.#graph, {
      round: job.round,
      items: orders.map(itemOf),
      visible: round.visible,
      parent: job.parent,
      attributes: { "datawright.worker": this.#name },
    });
  }

  #round(job: ChunkJob): Promise<RoundInHand> {
    if (job.epoch !== this.#epoch) {
      this.#epoch = job.epoch;
      this.runtime.rounds.forget();
      this.#rounds.clear();
    }
    const key = `${job.epoch} ${job.round}`;
    let made = this.#rounds.get(key);
    if (made === undefined) {
      made = this.#making.then(() => this.#make(job));
      this.#making = made.catch(() => {});
      made.catch(() => this.#rounds.delete(key));
      this.#rounds.set(key, made);
      for (const old of this.#rounds.keys()) {
        if (this.#rounds.size <= KEPT) break;
        this.#rounds.delete(old);
      }
    }
    return made;
  }

  async #make({ round, sealedThrough, planRevision }: ChunkJob): Promise<RoundInHand> {
    const { rounds, knowledge } = this.runtime;
    while (this.#seenThrough < sealedThrough) {
      await this.#see(this.#seenThrough + 1);
      this.#seenThrough += 1;
    }
    await knowledge.refresh?.();
    const orders = await rounds.orders(round);
    const plan = (await rounds.plans()).find(({ revision }) => revision === planRevision)?.plan;
    if (plan === undefined)
      throw new DatawrightError({
        code: "INTERNAL",
        message: `round ${round} follows revision ${planRevision} of the plan, which is not stored`,
      });
    const visible = await rounds.visible(sealedThrough);
    return { orders, byId: new Map(orders.map((order) => [order.id, order])), plan, visible };
  }

  /** Puts what was accepted of a sealed round into the indexes. */
  async #see(round: number): Promise<void> {
    const { samples, novelty } = this.runtime;
    let page: Sample[] = [];
    const flush = async (): Promise<void> => {
      const vectors = await samples.vectors(page.map(({ id }) => id));
      for (const { id, text } of page)
        novelty.add({ id, text, vector: vectors.get(id) ?? null, round });
      page = [];
    };
    for await (const sample of samples.stream({ round, everAccepted: true, order: "accepted" })) {
      page.push(sample);
      if (page.length >= 500) await flush();
    }
    await flush();
  }
}
