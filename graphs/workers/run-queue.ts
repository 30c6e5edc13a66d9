import { randomUUID } from "node:crypto";
import type { RedisOptions } from "bullmq";
import type { Redis } from "ioredis";
import { packageVersion } from "../../base/package-version.js";
import { shellQuote } from "../../base/text/shell-quote.js";
import { connectRedis, queueName, unreachable } from "../../memory/redis/redis-connection.js";
import { RunBoard } from "../../memory/redis/run-board.js";
import { SharedBudget } from "../../memory/redis/shared-budget.js";
import { SharedLimits } from "../../memory/redis/shared-limits.js";
import type { LimitsNow } from "../../schema/limits-now.js";
import { CHUNK_PROTOCOL } from "./chunk-job.js";
import type { Spent } from "../../memory/budget-ledger.js";
import type { SharedLedger } from "../../memory/redis/shared-ledger.js";

/** Seconds of silence after which a process of a queue is taken for dead. */
export const USUAL_LEASE_SECONDS = 30;
/** Seconds for which a run waits for a queue that is away. */
const PATIENCE_SECONDS = 600;
const LONGEST_BEAT = 1000;

/** Settings of a connection that BullMQ makes for itself. */
export function bullConnection(url: string): RedisOptions {
  return {
    url,
    maxRetriesPerRequest: null,
    retryStrategy: (times) => Math.min(50 * times, 2000),
    // Evicted keys are told by `checkEviction`, once.
    skipVersionCheck: false,
  };
}

/** What a run says of itself on the board, beside its id. */
export interface Announced {
  readonly models: Readonly<Record<string, unknown>>;
  readonly agentModules: readonly string[];
  readonly cancelled: () => readonly number[];
  readonly ledger: SharedLedger;
  /** Called after each beat, with what all have spent. */
  readonly onBeat: () => void;
  readonly warn: (message: string) => void;
}

/** The queue of a run, as the process of the run sees it: the board, the shared limits and budget. */
export class RunQueue {
  readonly limits: SharedLimits;
  readonly budget: SharedBudget;
  readonly leaseMilliseconds: number;
  /** Milliseconds between two looks at what became of jobs. */
  readonly lookMilliseconds: number;
  readonly #url: string;
  readonly #run: string;
  readonly #owner: string;
  readonly #redis: Redis;
  readonly #board: RunBoard;
  readonly #ends: (() => Promise<void>)[] = [];
  readonly #lost: ((error: unknown) => void)[] = [];
  readonly #warned = new Set<string>();
  #announced: Announced | undefined;
  #timer: NodeJS.Timeout | undefined;
  #beating: Promise<void> = Promise.resolve();
  #patience: NodeJS.Timeout | undefined;
  #aloneSince = performance.now();
  #limitsOfWorkers: readonly (readonly LimitsNow[])[] = [];
  #isClosed = false;

  private constructor(
    redis: Redis,
    { url, run, seconds }: { readonly url: string; readonly run: string; readonly seconds: number },
  ) {
    this.#url = url;
    this.#run = run;
    this.#redis = redis;
    this.#owner = `run-${randomUUID()}`;
    this.leaseMilliseconds = Math.ceil(seconds * 1000);
    this.lookMilliseconds = Math.max(200, Math.min(5000, this.leaseMilliseconds / 6));
    this.#board = new RunBoard(redis, seconds);
    this.limits = new SharedLimits(redis, { member: this.#owner, seconds });
    this.budget = new SharedBudget(redis, { run, member: this.#owner, seconds });
    redis.on("close", () => this.#wait());
    redis.on("ready", () => clearTimeout(this.#patience));
  }

  /** @throws USAGE, QUEUE_UNREACHABLE */
  static async open(options: {
    readonly url: string;
    readonly run: string;
    readonly seconds?: number | undefined;
  }): Promise<RunQueue> {
    const { url, run, seconds = USUAL_LEASE_SECONDS } = options;
    return new RunQueue(await connectRedis(url), { url, run, seconds });
  }

  connection(): RedisOptions {
    return bullConnection(this.#url);
  }

  /** Lets workers find the run, from now on. */
  async begin(announced: Announced): Promise<void> {
    this.#announced = announced;
    await this.announce();
    if (this.#isClosed) return;
    const beat = async (): Promise<void> => {
      this.#beating = this.#beat(announced).catch(() => {});
      await this.#beating;
      if (!this.#isClosed) this.#timer = setTimeout(() => void beat(), this.#beatMilliseconds);
    };
    this.#timer = setTimeout(() => void beat(), this.#beatMilliseconds);
  }

  /** Puts up what is true of the run now, and lets workers know. */
  async announce(): Promise<void> {
    await this.#put();
    await this.wake();
  }

  /** Hears from a worker what all have spent. */
  hear(spent: Spent): void {
    this.#announced?.ledger.hear(spent);
  }

  /** What each worker asked the models for the run when it was last heard of. */
  get limitsOfWorkers(): readonly (readonly LimitsNow[])[] {
    return this.#limitsOfWorkers;
  }

  /** Lets workers look for chunks. */
  async wake(): Promise<void> {
    await this.#board.wake(this.#run);
  }

  /** Called when the run lets go of its queue. */
  onEnd(end: () => Promise<void>): void {
    this.#ends.push(end);
  }

  /** Called when Redis was away for too long. */
  onLost(lost: (error: unknown) => void): void {
    this.#lost.push(lost);
  }

  /** Takes the run off the board; workers drop what they have in hand of it. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#patience);
    if (this.#redis.status === "ready") {
      // What it puts up would stay behind.
      await this.#beating;
      for (const end of this.#ends) await end();
      await this.#board.removeRun(this.#run).catch(() => {});
      await this.#announced?.ledger.close().catch(() => {});
      await this.budget.remove().catch(() => {});
    }
    this.#redis.disconnect();
  }

  get #beatMilliseconds(): number {
    return Math.min(LONGEST_BEAT, this.leaseMilliseconds / 4);
  }

  async #put(): Promise<void> {
    // What is put up behind the end would stay.
    if (this.#announced === undefined || this.#isClosed) return;
    const { models, agentModules, cancelled } = this.#announced;
    await this.#board.putRun({
      run: this.#run,
      version: packageVersion(),
      protocol: CHUNK_PROTOCOL,
      owner: this.#owner,
      models: { ...models },
      agentModules: [...agentModules],
      cancelled: [...cancelled()],
    });
  }

  async #beat({ ledger, onBeat, warn }: Announced): Promise<void> {
    await this.#put();
    if (!(await ledger.beat())) await ledger.reopen();
    onBeat();
    const workers = await this.#board.workers();
    this.#limitsOfWorkers = workers.map(({ limits }) => limits[this.#run] ?? []);
    let able = 0;
    for (const { name, refusals } of workers) {
      const why = refusals[this.#run];
      if (why === undefined) able += 1;
      else this.#warnOnce(warn, `worker ${name} does not work on this run: ${why}`);
    }
    if (able > 0) this.#aloneSince = performance.now();
    else if (performance.now() - this.#aloneSince > this.leaseMilliseconds)
      this.#warnOnce(
        warn,
        `no worker takes chunks of this run; start one: datawright worker --queue ` +
          `${shellQuote(queueName(this.#url))} --store …`,
      );
  }

  #warnOnce(warn: (message: string) => void, message: string): void {
    if (this.#warned.has(message)) return;
    this.#warned.add(message);
    warn(message);
  }

  /** Commands wait for the connection; a run that waits for too long ends with its state saved. */
  #wait(): void {
    if (this.#isClosed) return;
    clearTimeout(this.#patience);
    this.#patience = setTimeout(() => {
      const error = unreachable(
        this.#url,
        new Error(`it was away for ${PATIENCE_SECONDS / 60} minutes`),
      );
      for (const lost of this.#lost) lost(error);
    }, PATIENCE_SECONDS * 1000);
  }
}
