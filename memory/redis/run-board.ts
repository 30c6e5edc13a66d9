import type { Redis } from "ioredis";
import { z } from "zod";
import { limitsNowSchema } from "../../schema/limits-now.js";

/** What a run says of itself to workers, as long as somebody works on it. */
const noticeSchema = z.object({
  run: z.string(),
  /** Version of datawright that the run is made with. */
  version: z.string(),
  /** Version of what its chunks look like; a worker of another one leaves them alone. */
  protocol: z.number(),
  /** Process that works on it: another one may go on with other models. */
  owner: z.string(),
  /** Models by role, and modules of agents, as that process was told them; never a key. */
  models: z.record(z.string(), z.unknown()),
  agentModules: z.array(z.string()),
  /** Rounds that are not wanted any more. */
  cancelled: z.array(z.number()),
});
export type RunNotice = z.infer<typeof noticeSchema>;

/** What a worker says of itself. */
const workerSchema = z.object({
  name: z.string(),
  /** Model requests that it may have in flight. */
  concurrency: z.number(),
  /** Chunks at work. */
  chunks: z.number(),
  /** Why it works on no chunk of some runs, by the run. */
  refusals: z.record(z.string(), z.string()),
  /** What it asks each model for a run, by the run; a worker of an earlier version does not say. */
  limits: z.record(z.string(), z.array(limitsNowSchema)).default({}),
});
export type WorkerNotice = z.infer<typeof workerSchema>;

const RUNS = "datawright:runs";
const WORKERS = "datawright:workers";
/** Seconds for which the lists of ids stay without a word of anybody, at least. */
const LISTED = 3600;
/** Told of runs with new chunks or news: whoever misses it finds it on the board soon. */
export const WAKE_CHANNEL = "datawright:wake";
/** Told of runs whose chunks nobody wants any more. */
export const STOP_CHANNEL = "datawright:stop";

/**
 * Where runs and workers of a queue find each other. Every notice runs out unless it is put up
 * again, so that what a killed process left behind is gone by itself.
 */
export class RunBoard {
  readonly #redis: Redis;
  readonly #seconds: number;

  /** @param seconds for which a notice stays */
  constructor(redis: Redis, seconds: number) {
    this.#redis = redis;
    this.#seconds = seconds;
  }

  async putRun(notice: RunNotice): Promise<void> {
    await this.#put(RUNS, notice.run, notice);
  }

  /** The run ended: chunks that are at work are not wanted any more. */
  async removeRun(run: string): Promise<void> {
    await this.#remove(RUNS, run);
    await this.#redis.publish(STOP_CHANNEL, run);
  }

  /** Runs that somebody works on, by their id. */
  async runs(): Promise<readonly RunNotice[]> {
    return this.#all(RUNS, noticeSchema);
  }

  async putWorker(id: string, notice: WorkerNotice): Promise<void> {
    await this.#put(WORKERS, id, notice);
  }

  async removeWorker(id: string): Promise<void> {
    await this.#remove(WORKERS, id);
  }

  async workers(): Promise<readonly WorkerNotice[]> {
    return this.#all(WORKERS, workerSchema);
  }

  /** Lets workers look at the board and at the queues now. */
  async wake(run: string): Promise<void> {
    await this.#redis.publish(WAKE_CHANNEL, run);
  }

  async #put(kind: string, id: string, notice: unknown): Promise<void> {
    await this.#redis
      .multi()
      .set(`${kind}:${id}`, JSON.stringify(notice), "EX", Math.ceil(this.#seconds))
      .sadd(kind, id)
      .expire(kind, Math.max(LISTED, Math.ceil(this.#seconds)))
      .exec();
  }

  async #remove(kind: string, id: string): Promise<void> {
    await this.#redis.multi().del(`${kind}:${id}`).srem(kind, id).exec();
  }

  async #all<T>(kind: string, schema: z.ZodType<T>): Promise<readonly T[]> {
    const ids = (await this.#redis.smembers(kind)).sort();
    if (ids.length === 0) return [];
    const values = await this.#redis.mget(ids.map((id) => `${kind}:${id}`));
    const gone = ids.filter((_, index) => values[index] === null);
    if (gone.length > 0) await this.#redis.srem(kind, ...gone);
    return values.flatMap((value) => {
      const parsed = schema.safeParse(jsonOf(value ?? null));
      return parsed.success ? [parsed.data] : [];
    });
  }
}

function jsonOf(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}
