import { randomUUID } from "node:crypto";
import type { Job } from "bullmq";
import type { Redis } from "ioredis";
import { connectRedis } from "../../memory/redis/redis-connection.js";
import {
  RunBoard,
  STOP_CHANNEL,
  WAKE_CHANNEL,
  type RunNotice,
} from "../../memory/redis/run-board.js";
import { SharedLimits } from "../../memory/redis/shared-limits.js";
import { readJob, storedError, type ChunkJob, type ChunkJobResult } from "./chunk-job.js";
import { USUAL_LEASE_SECONDS } from "./run-queue.js";
import type { OpenedWorkerRun } from "./open-worker-run.js";
import { WorkerRuns, type KnownRun, type WorkerEvent } from "./worker-runs.js";

/** Milliseconds between two looks at the board while nothing is told. */
const LOOK = 1000;

export interface QueueWorkerOptions {
  readonly url: string;
  readonly name: string;
  /** Most model requests in flight, over all runs. */
  readonly concurrency: number;
  readonly seconds?: number | undefined;
  /** Opens a run for work. @throws why this worker cannot work on it */
  readonly open: (
    notice: RunNotice,
    shared: { readonly redis: Redis; readonly limits: SharedLimits; readonly member: string },
  ) => Promise<OpenedWorkerRun>;
  readonly onEvent: (event: WorkerEvent) => void;
}

/**
 * Takes chunks from the queues of all runs in turn, as many as fill its concurrency, and drafts
 * them. What it cannot finish goes back into the queue.
 */
export class QueueWorker {
  readonly #options: QueueWorkerOptions;
  readonly #redis: Redis;
  readonly #listener: Redis;
  readonly #board: RunBoard;
  readonly #id: string;
  readonly #lease: number;
  readonly #runs: WorkerRuns;
  #orders = 0;
  #chunks = 0;
  #isStopping = false;
  #wake: () => void = () => {};
  #woken = false;
  #beat: NodeJS.Timeout | undefined;
  /** Resolves when the worker has ended. */
  readonly done: Promise<void>;

  private constructor(options: QueueWorkerOptions, redis: Redis, listener: Redis) {
    const { url, name, open, onEvent, seconds = USUAL_LEASE_SECONDS } = options;
    this.#options = options;
    this.#redis = redis;
    this.#listener = listener;
    this.#lease = Math.ceil(seconds * 1000);
    this.#id = `${name.replace(/[^\w.-]/gu, "-")}-${randomUUID()}`;
    this.#board = new RunBoard(redis, seconds);
    const limits = new SharedLimits(redis, { member: this.#id, seconds });
    this.#runs = new WorkerRuns({
      url,
      name,
      lease: this.#lease,
      onEvent,
      open: (notice) => open(notice, { redis, limits, member: this.#id }),
      changed: () => this.#poke(),
    });
    listener.on("message", (channel, run) => {
      if (channel === STOP_CHANNEL) this.#runs.stop(run);
      this.#poke();
    });
    this.#beatOn();
    this.done = this.#work().finally(() => this.#close());
  }

  /** @throws USAGE, QUEUE_UNREACHABLE */
  static async start(options: QueueWorkerOptions): Promise<QueueWorker> {
    const redis = await connectRedis(options.url);
    try {
      const listener = await connectRedis(options.url);
      await listener.subscribe(WAKE_CHANNEL, STOP_CHANNEL);
      return new QueueWorker(options, redis, listener);
    } catch (error) {
      redis.disconnect();
      throw error;
    }
  }

  /** Takes no further chunk; resolves when those at work are done. */
  async finish(): Promise<void> {
    this.#isStopping = true;
    this.#poke();
    await this.done;
  }

  /** Cancels calls in flight and gives chunks back that are at work. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    for (const { opened } of this.#runs.all()) opened.runtime.abort.abort();
    this.#poke();
    await this.done;
  }

  async #work(): Promise<void> {
    while (!this.#isStopping) {
      this.#woken = false;
      let took = false;
      try {
        await this.#runs.follow(await this.#board.runs());
        while (!this.#isStopping && (await this.#takeOne())) took = true;
      } catch {
        // The connection is made again by itself.
      }
      if (!took && !this.#woken && !this.#isStopping) await this.#rest();
    }
    for (const { chunks } of this.#runs.all()) await Promise.allSettled([...chunks]);
  }

  /** Until something is told, a chunk ends, or it is time to look again. */
  #rest(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, LOOK);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #poke(): void {
    this.#woken = true;
    this.#wake();
  }

  /** Takes one chunk where there is room for it; within a chunk steps wait for each other. */
  async #takeOne(): Promise<boolean> {
    if (this.#orders >= 2 * this.#options.concurrency) return false;
    for (const run of this.#runs.inTurn()) {
      const token = randomUUID();
      const job = (await run.queue.getNextJob(token, { block: false })) as
        Job<ChunkJob, ChunkJobResult> | null | undefined;
      if (!job) continue;
      this.#runs.served(run);
      const size = Array.isArray(job.data?.orders) ? job.data.orders.length : 1;
      this.#orders += size;
      this.#chunks += 1;
      const chunk = this.#do(run, job, token).finally(() => {
        this.#orders -= size;
        this.#chunks -= 1;
        run.chunks.delete(chunk);
        this.#poke();
      });
      run.chunks.add(chunk);
      return true;
    }
    return false;
  }

  async #do(run: KnownRun, job: Job<ChunkJob, ChunkJobResult>, token: string): Promise<void> {
    const { onEvent, name } = this.#options;
    const { opened } = run;
    const id = run.notice.run;
    const renew = setInterval(() => {
      void job.extendLock(token, this.#lease).catch(() => {});
    }, this.#lease / 3);
    let drafts: ChunkJobResult["drafts"] = [];
    let failure: unknown = null;
    try {
      const data = readJob(job.data);
      onEvent({ type: "chunk-started", run: id, orders: data.orders.length });
      drafts = [...(await opened.run.work(data))];
    } catch (error) {
      failure = error ?? new Error("a chunk failed");
    } finally {
      clearInterval(renew);
    }
    const { faults, abort, trace, ledger } = opened.runtime;
    try {
      // Whoever looks at the trace or at what is spent when the chunk is done finds it there.
      await Promise.all([opened.told(), trace.flush()]);
      // Whoever is asked to end gives back what it did not finish.
      if (failure !== null && abort.signal.aborted) {
        if (!run.isStopped) await job.moveToWait(token);
      } else
        await job.moveToCompleted(
          {
            worker: name,
            drafts: [...drafts],
            inDoubt: faults.inDoubt,
            said: opened.said().map((event) => ({ ...event })),
            spent: ledger.spent(),
            error: failure === null ? null : storedError(failure),
          },
          token,
          false,
        );
    } catch {
      // The queue lost the job, or gave it to somebody else: the drafts are in the store.
    }
    onEvent({
      type: "chunk-finished",
      run: id,
      drafts: drafts.length,
      error: failure === null ? null : String((failure as Error).message ?? failure),
    });
  }

  #beatOn(): void {
    void this.#beatOnce()
      .catch(() => {})
      .finally(() => {
        if (!this.#isStopping || this.#chunks > 0)
          this.#beat = setTimeout(() => this.#beatOn(), Math.min(LOOK, this.#lease / 4));
      });
  }

  async #beatOnce(): Promise<void> {
    await this.#board.putWorker(this.#id, {
      name: this.#options.name,
      concurrency: this.#options.concurrency,
      chunks: this.#chunks,
      refusals: this.#runs.refusals,
      limits: this.#runs.limits,
    });
    for (const { opened } of this.#runs.all()) await opened.told();
  }

  async #close(): Promise<void> {
    clearTimeout(this.#beat);
    await this.#runs.close();
    if (this.#redis.status === "ready") await this.#board.removeWorker(this.#id).catch(() => {});
    this.#listener.disconnect();
    this.#redis.disconnect();
  }
}
