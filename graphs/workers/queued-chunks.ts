import { Queue, QueueEvents, type Job } from "bullmq";
import { DatawrightError } from "../../base/errors.js";
import type { Order } from "../../schema/plan.js";
import type { Chunk, ChunkRunner, DraftedOrder, RoundToDraft } from "../chunk/chunk-runner.js";
import type { RunEvent } from "../runtime/events.js";
import type { RunRuntime } from "../runtime/runtime.js";
import {
  CHUNK_JOB,
  CHUNK_PROTOCOL,
  errorOf,
  jobId,
  QUEUE_PREFIX,
  readResult,
  type ChunkJob,
  type ChunkJobResult,
} from "./chunk-job.js";
import type { RunQueue } from "./run-queue.js";

/** Orders of a chunk: few enough that many workers have something to do. */
const CHUNK_SIZE = 10;
/** Times in a row that a chunk may come back without a draft. */
const MOST_EMPTY = 5;

/** A job that is waited for. */
interface Awaited {
  readonly id: string;
  readonly data: ChunkJob;
  readonly settle: (result: ChunkJobResult | null) => void;
  readonly fail: (error: unknown) => void;
  /** When the round was cancelled; its job is waited for a while only. */
  cancelledAt: number | null;
}

/**
 * Has the chunks of a run done by workers: each is a job of the run's queue. The queue may lose
 * jobs, do them twice or forget what became of them; that a chunk is done is read from the store,
 * and what is not is put into the queue again.
 */
export class QueuedChunks implements ChunkRunner {
  readonly chunkSize = CHUNK_SIZE;
  readonly chunksInFlight = Number.MAX_SAFE_INTEGER;
  inDoubt = false;
  readonly #runtime: RunRuntime;
  readonly #link: RunQueue;
  readonly #queue: Queue<ChunkJob>;
  readonly #events: QueueEvents;
  readonly #rounds = new Map<number, { readonly sealedThrough: number; planRevision: number }>();
  readonly #awaited = new Map<string, Awaited>();
  /** Jobs of a process before this one that workers have in hand, by order. */
  readonly #adopted = new Map<string, Promise<unknown>>();
  readonly #ready: Promise<void>;
  #timer: NodeJS.Timeout | undefined;
  #stopped: Error | null = null;

  constructor(runtime: RunRuntime, link: RunQueue) {
    this.#runtime = runtime;
    this.#link = link;
    const connection = link.connection();
    this.#queue = new Queue<ChunkJob>(runtime.runId, { connection, prefix: QUEUE_PREFIX });
    this.#events = new QueueEvents(runtime.runId, {
      connection: link.connection(),
      prefix: QUEUE_PREFIX,
    });
    this.#queue.on("error", () => {});
    this.#events.on("error", () => {});
    this.#events.on("completed", ({ jobId: id, returnvalue }) =>
      this.#awaited.get(id)?.settle(readResult(returnvalue)),
    );
    this.#events.on("failed", ({ jobId: id }) => this.#awaited.get(id)?.settle(null));
    this.#ready = this.#takeOver();
    // Whoever runs a chunk hears of it.
    this.#ready.catch(() => {});
    link.onEnd(() => this.#close());
    link.onLost((error) => this.stop(error));
    const look = (): void => {
      void this.#lookAfter()
        .catch(() => {})
        .finally(() => {
          if (this.#timer !== undefined) this.#timer = setTimeout(look, link.lookMilliseconds);
        });
    };
    this.#timer = setTimeout(look, link.lookMilliseconds);
  }

  async begin({ round, visible }: RoundToDraft): Promise<void> {
    // Workers wait for what the labeler learned: of what a killed process left, nobody else would
    // train it.
    visible.learned().catch((error: unknown) => this.stop(error));
    const planned = await this.#runtime.rounds.planned(round);
    this.#rounds.set(round, {
      sealedThrough: visible.sealedThrough,
      planRevision: planned.planRevision,
    });
  }

  async run({ round, orders }: Chunk): Promise<readonly DraftedOrder[]> {
    await this.#ready;
    const passed = new Map<string, boolean>();
    const taken = new Set(orders.flatMap(({ id }) => this.#adopted.get(id) ?? []));
    await Promise.all(taken);
    let left = await this.#undrafted(orders);
    for (let empty = 0; left.length > 0;) {
      if (this.#runtime.cancelled.has(round)) break;
      const result = await this.#done(round, left);
      if (result) this.#hear(result, passed);
      const before = left.length;
      left = await this.#undrafted(left);
      empty = left.length < before ? 0 : empty + 1;
      // The queue lost it, or a worker died: that is no fault of the chunk.
      if (result === null) empty = 0;
      if (empty >= MOST_EMPTY) throw neverDrafted(this.#runtime.runId, left);
    }
    return this.#whatPassed(orders, passed);
  }

  cancel(round: number): void {
    void this.#link.announce().catch(() => {});
    for (const awaited of this.#awaited.values())
      if (awaited.data.round === round) awaited.cancelledAt = performance.now();
    void this.#dropWaiting((data) => data.round === round).catch(() => {});
  }

  forget(round: number): void {
    this.#rounds.delete(round);
  }

  stop(error: unknown): void {
    this.#stopped ??= error as Error;
    for (const awaited of this.#awaited.values()) awaited.fail(this.#stopped);
    this.#awaited.clear();
  }

  /** Puts orders into the queue and waits for what becomes of them; null where that got lost. */
  async #done(round: number, orders: readonly Order[]): Promise<ChunkJobResult | null> {
    const { sealedThrough, planRevision } = this.#rounds.get(round)!;
    const data: ChunkJob = {
      protocol: CHUNK_PROTOCOL,
      run: this.#runtime.runId,
      round,
      orders: orders.map(({ id }) => id),
      sealedThrough,
      planRevision,
      epoch: this.#runtime.rounds.epoch,
      parent: this.#runtime.tracer.current()?.id,
    };
    const id = jobId(data);
    let settled: () => void = () => {};
    const result = new Promise<ChunkJobResult | null>((resolve, reject) => {
      this.#awaited.set(id, { id, data, settle: resolve, fail: reject, cancelledAt: null });
      settled = () => void this.#awaited.delete(id);
    });
    // It may be settled before anybody waits for it.
    result.catch(() => {});
    try {
      if (this.#stopped !== null) throw this.#stopped;
      await this.#queue.add(CHUNK_JOB, data, { jobId: id, removeOnFail: true });
      await this.#link.wake();
      return await result;
    } finally {
      settled();
      // Whatever became of it is known now; the same id may be wanted again.
      await this.#queue.remove(id).catch(() => {});
    }
  }

  #hear(result: ChunkJobResult, passed: Map<string, boolean>): void {
    this.inDoubt = result.inDoubt;
    this.#link.hear(result.spent);
    for (const event of result.said) this.#runtime.events.emit(event as unknown as RunEvent);
    for (const draft of result.drafts) passed.set(draft.id, draft.passed);
    if (result.error !== null) throw errorOf(result.error);
  }

  async #undrafted(orders: readonly Order[]): Promise<readonly Order[]> {
    const drafted = await this.#runtime.samples.drafted(orders.map(({ id }) => id));
    return orders.filter(({ id }) => !drafted.has(id));
  }

  /** Read from the store where the queue lost what a worker said. */
  async #whatPassed(
    orders: readonly Order[],
    passed: ReadonlyMap<string, boolean>,
  ): Promise<readonly DraftedOrder[]> {
    const unknown = orders.filter(({ id }) => !passed.has(id)).map(({ id }) => id);
    if (unknown.length === 0) return orders.map(({ id }) => ({ id, passed: passed.get(id)! }));
    const { samples } = this.#runtime;
    const drafts = await samples.samples({ ids: unknown });
    const verdicts = await samples.verdicts(unknown);
    const stored = new Map(
      drafts.map(({ id, reasons, revisions }) => [
        id,
        reasons.length === 0 &&
          verdicts.every(
            (verdict) => verdict.sampleId !== id || verdict.revision !== revisions || verdict.pass,
          ),
      ]),
    );
    return orders.flatMap(({ id }) => {
      const known = passed.get(id) ?? stored.get(id);
      return known === undefined ? [] : [{ id, passed: known }];
    });
  }

  /** What a killed process left in the queue: what waits is dropped, what is in hand waited for. */
  async #takeOver(): Promise<void> {
    await this.#events.waitUntilReady();
    await this.#dropWaiting(() => true);
    for (const job of await this.#queue.getJobs(["completed", "failed"]))
      await job.remove().catch(() => {});
    for (const job of (await this.#queue.getActive()) as Job<ChunkJob>[]) {
      if (job.id === undefined) continue;
      const { id, data } = job;
      const done = new Promise<void>((resolve) => {
        const settle = (): void => {
          this.#awaited.delete(id);
          for (const order of data.orders) this.#adopted.delete(order);
          resolve();
        };
        this.#awaited.set(id, { id, data, settle, fail: settle, cancelledAt: null });
      });
      for (const order of data.orders) this.#adopted.set(order, done);
    }
  }

  async #dropWaiting(unwanted: (data: ChunkJob) => boolean): Promise<void> {
    for (const job of (await this.#queue.getJobs(["waiting"])) as Job<ChunkJob>[]) {
      if (job?.id === undefined || !unwanted(job.data)) continue;
      await job.remove().catch(() => {});
      this.#awaited.get(job.id)?.settle(null);
    }
  }

  /** Finds out what became of jobs whose end nobody told: Redis was away, or emptied. */
  async #lookAfter(): Promise<void> {
    for (const { id, settle, cancelledAt } of [...this.#awaited.values()]) {
      const job = (await this.#queue.getJob(id)) as Job<ChunkJob, ChunkJobResult> | undefined;
      if (job === undefined) settle(null);
      else if (job.finishedOn !== undefined) settle(readResult(job.returnvalue));
      else if (
        cancelledAt !== null &&
        performance.now() - cancelledAt > this.#link.leaseMilliseconds
      )
        settle(null);
    }
  }

  /** Leaves nothing behind in Redis. */
  async #close(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.#ready.catch(() => {});
    await this.#queue.obliterate({ force: true }).catch(() => {});
    await Promise.allSettled([this.#events.close(), this.#queue.close()]);
  }
}

function neverDrafted(run: string, orders: readonly Order[]): DatawrightError {
  return new DatawrightError({
    code: "INTERNAL",
    message:
      `${orders.length} orders of run ${run} came back from workers ${MOST_EMPTY} times without a ` +
      `draft, ${orders[0]!.id} first`,
    hint: "See what the workers say; check that they and the run use the same --store.",
  });
}
