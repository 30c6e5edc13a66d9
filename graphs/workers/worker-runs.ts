import { Worker } from "bullmq";
import { DatawrightError, isDatawrightError } from "../../base/errors.js";
import type { RunNotice } from "../../memory/redis/run-board.js";
import type { LimitsNow } from "../../schema/limits-now.js";
import { CHUNK_PROTOCOL, QUEUE_PREFIX, type ChunkJob, type ChunkJobResult } from "./chunk-job.js";
import type { OpenedWorkerRun } from "./open-worker-run.js";
import { connectRedis } from "../../memory/redis/redis-connection.js";
import { bullConnection } from "./run-queue.js";

/** Seconds until a run that was refused is looked at again: for what may pass, and for the rest. */
const AGAIN = { passing: 2, final: 60 };
/** Stalls of a job that end a run: none; a worker that dies takes its own chunks down only. */
const NO_LIMIT = 1_000_000_000;

/** What happens in a worker, as it happens. */
export type WorkerEvent =
  | {
      /** What happened. */
      readonly type: "run-opened" | "run-closed";
      /** Id of the run. */
      readonly run: string;
    }
  | {
      /** What happened. */
      readonly type: "run-refused";
      /** Id of the run. */
      readonly run: string;
      /** Why this worker cannot work on it. */
      readonly message: string;
    }
  | {
      /** What happened. */
      readonly type: "chunk-started";
      /** Id of the run. */
      readonly run: string;
      /** Orders of the chunk. */
      readonly orders: number;
    }
  | {
      /** What happened. */
      readonly type: "chunk-finished";
      /** Id of the run. */
      readonly run: string;
      /** Drafts that were stored. */
      readonly drafts: number;
      /** What went wrong; null where nothing did. */
      readonly error: string | null;
    };

/** A run that a worker has open. */
export interface KnownRun {
  readonly notice: RunNotice;
  readonly opened: OpenedWorkerRun;
  readonly queue: Worker<ChunkJob, ChunkJobResult>;
  readonly chunks: Set<Promise<void>>;
  /** Nobody wants its chunks any more. */
  isStopped: boolean;
}

/** The runs that a worker knows of: those that it has open, and those that it cannot work on. */
export class WorkerRuns {
  readonly #options: {
    readonly url: string;
    readonly name: string;
    readonly lease: number;
    readonly open: (notice: RunNotice) => Promise<OpenedWorkerRun>;
    readonly onEvent: (event: WorkerEvent) => void;
    /** Called when there may be more to do. */
    readonly changed: () => void;
  };
  readonly #open = new Map<string, KnownRun>();
  readonly #opening = new Map<string, Promise<void>>();
  readonly #refused = new Map<
    string,
    { readonly owner: string; readonly until: number; readonly message: string }
  >();
  #last: string | null = null;

  /** @param options.lease milliseconds for which a chunk is a worker's */
  constructor(options: {
    readonly url: string;
    readonly name: string;
    readonly lease: number;
    readonly open: (notice: RunNotice) => Promise<OpenedWorkerRun>;
    readonly onEvent: (event: WorkerEvent) => void;
    readonly changed: () => void;
  }) {
    this.#options = options;
  }

  /** Those that are open. */
  all(): readonly KnownRun[] {
    return [...this.#open.values()];
  }

  /** Why this worker cannot work on some runs, by the run. */
  get refusals(): Readonly<Record<string, string>> {
    return Object.fromEntries([...this.#refused].map(([run, { message }]) => [run, message]));
  }

  /** What is asked of each model here, by the run. */
  get limits(): Readonly<Record<string, LimitsNow[]>> {
    return Object.fromEntries(
      [...this.#open].map(([id, { opened }]) => [id, opened.runtime.limits.now()]),
    );
  }

  /** Opens runs that are new on the board, and closes those that are gone. */
  async follow(board: readonly RunNotice[]): Promise<void> {
    const notices = new Map(board.map((notice) => [notice.run, notice]));
    for (const [id, run] of this.#open) {
      const notice = notices.get(id);
      for (const round of notice?.cancelled ?? []) run.opened.runtime.cancelled.add(round);
      const isOver = notice === undefined || notice.owner !== run.notice.owner;
      if (isOver && run.chunks.size === 0) await this.#close(id, run);
    }
    for (const [id, notice] of notices) {
      const refused = this.#refused.get(id);
      if (refused && refused.owner === notice.owner && performance.now() < refused.until) continue;
      if (this.#open.has(id) || this.#opening.has(id)) continue;
      // Beside the chunks of other runs: the indexes of a large run take a while.
      const opening = this.#openOne(notice).finally(() => {
        this.#opening.delete(id);
        this.#options.changed();
      });
      this.#opening.set(id, opening);
    }
    for (const id of this.#refused.keys()) if (!notices.has(id)) this.#refused.delete(id);
  }

  /** Those whose turn it is, behind the one that was served last. */
  inTurn(): readonly KnownRun[] {
    const ids = [...this.#open.keys()].sort();
    const from = ids.findIndex((id) => this.#last !== null && id > this.#last);
    const turn = from < 0 ? ids : [...ids.slice(from), ...ids.slice(0, from)];
    return turn.map((id) => this.#open.get(id)!).filter(({ isStopped }) => !isStopped);
  }

  served(run: KnownRun): void {
    this.#last = run.notice.run;
  }

  /** Cancels the calls of a run: it was ended. */
  stop(id: string): void {
    const run = this.#open.get(id);
    if (run === undefined) return;
    run.isStopped = true;
    run.opened.runtime.abort.abort();
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.#opening.values());
    for (const [id, run] of [...this.#open]) await this.#close(id, run);
  }

  async #openOne(notice: RunNotice): Promise<void> {
    const { onEvent, open } = this.#options;
    const { run, owner } = notice;
    try {
      if (notice.protocol !== CHUNK_PROTOCOL) throw otherProtocol(notice);
      const opened = await open(notice);
      const queue = await this.#queueOf(run);
      this.#refused.delete(run);
      this.#open.set(run, { notice, opened, queue, chunks: new Set(), isStopped: false });
      onEvent({ type: "run-opened", run });
    } catch (error) {
      const message = isDatawrightError(error)
        ? `${error.code} ${error.message}`
        : String((error as Error | undefined)?.message ?? error);
      const isPassing = isDatawrightError(error) && error.retryable;
      const seconds = isPassing ? AGAIN.passing : AGAIN.final;
      this.#refused.set(run, { owner, until: performance.now() + seconds * 1000, message });
      onEvent({ type: "run-refused", run, message });
    }
  }

  /** Jobs are taken by hand, so that all runs have their turn; BullMQ moves those of dead workers. */
  async #queueOf(run: string): Promise<KnownRun["queue"]> {
    const { url, name, lease } = this.#options;
    const queue = new Worker<ChunkJob, ChunkJobResult>(run, null, {
      connection: bullConnection(url),
      prefix: QUEUE_PREFIX,
      name,
      autorun: false,
      lockDuration: lease,
      stalledInterval: Math.max(250, lease / 2),
      maxStalledCount: NO_LIMIT,
    });
    queue.on("error", () => {});
    await queue.startStalledCheckTimer();
    return queue;
  }

  async #close(id: string, { opened, queue }: KnownRun): Promise<void> {
    this.#open.delete(id);
    await closeQueue(queue, this.#options.url).catch(() => {});
    await opened.close().catch(() => {});
    this.#options.onEvent({ type: "run-closed", run: id });
  }
}

/**
 * Lets go of a queue. Where its run has taken it away meanwhile, what opening it had written again is
 * taken away too: jobs are counted in a queue that is in use.
 */
async function closeQueue(queue: KnownRun["queue"], url: string): Promise<void> {
  await queue.close(true);
  const redis = await connectRedis(url);
  try {
    if ((await redis.exists(queue.toKey("id"))) === 0)
      await redis.del(queue.toKey("meta"), queue.toKey("stalled-check"));
  } finally {
    redis.disconnect();
  }
}

function otherProtocol({ run, version, protocol }: RunNotice): DatawrightError {
  return new DatawrightError({
    code: "STORE_VERSION",
    message:
      `run ${run} is made with datawright ${version}, whose chunks (version ${protocol}) this ` +
      `worker (version ${CHUNK_PROTOCOL}) does not know`,
    hint: "Use the same version of datawright for the run and its workers.",
  });
}
