import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { DatawrightError } from "../../../base/errors.js";
import { redactSecrets } from "../../../base/redact-secrets.js";
import { sha256Hex } from "../../../base/statistics/hash.js";
import type { Batch, BatchClient, BatchServer } from "./batch-client.js";
import { BatchJournal, type KnownBatch } from "./batch-journal.js";
import type { BatchSettings } from "./batch-settings.js";

/** Bytes of one file of requests; OpenAI takes 200 MB. */
const MOST_BYTES = 190_000_000;
/** Half of the seconds after which a batch is first looked at. */
const FIRST_PAUSE = 0.5;
const ENDED: readonly Batch["status"][] = ["completed", "failed", "expired", "cancelled"];

/** What a server answered to one request of a batch. */
export interface BatchAnswer {
  readonly status: number;
  readonly body: string;
}

interface Waiter {
  readonly id: string;
  readonly body: string;
  readonly resolve: (answer: BatchAnswer) => void;
  readonly reject: (error: unknown) => void;
  /** True while it waits for a batch of an earlier process. */
  isOfBefore: boolean;
}

/** A batch that is followed while anybody waits for an answer of it. */
interface Followed {
  readonly waiting: Map<string, Waiter>;
  readonly stop: AbortController;
}

/**
 * Collects requests until none came for a moment, sends them as one batch, and gives each its answer
 * when the batch has ended. A request that an earlier process sent gets the answer of its batch.
 */
export class BatchQueue {
  readonly #server: BatchServer;
  readonly #settings: BatchSettings;
  #journal: BatchJournal;
  #told: (message: string) => void = () => {};
  #client: Promise<BatchClient> | undefined;
  #pending: Waiter[] = [];
  #pendingBytes = 0;
  #timer: NodeJS.Timeout | undefined;
  readonly #followed = new Map<string, Followed>();
  /** Answers of ended batches of an earlier process that nobody has asked for yet. */
  readonly #answers = new Map<string, BatchAnswer>();
  /** Equal requests under way: each has an id of its own. */
  readonly #equal = new Map<string, number>();

  constructor(server: BatchServer, settings: BatchSettings) {
    this.#server = server;
    this.#settings = settings;
    this.#journal = new BatchJournal(null, "");
  }

  /** Keeps word of the batches in a file, from now on, and says how far they are. */
  keep(place: {
    readonly file: string;
    readonly model: string;
    readonly told: (message: string) => void;
  }): void {
    this.#journal = new BatchJournal(place.file, place.model);
    this.#told = place.told;
  }

  /**
   * @param body the request as JSON
   * @throws MODEL_BAD_REQUEST for a batch that the provider refused or that was cancelled there,
   *         MODEL_TIMEOUT for a request that it did not come to, and what BatchClient throws
   */
  async ask(body: string, signal: AbortSignal | undefined): Promise<BatchAnswer> {
    const hash = sha256Hex(body).slice(0, 32);
    const equal = this.#equal.get(hash) ?? 0;
    this.#equal.set(hash, equal + 1);
    const id = `${hash}-${equal}`;
    try {
      return await this.#answerOf(id, body, signal);
    } finally {
      const left = this.#equal.get(hash)! - 1;
      if (left > 0) this.#equal.set(hash, left);
      else this.#equal.delete(hash);
    }
  }

  #answerOf(
    id: string,
    body: string,
    signal: AbortSignal | undefined,
  ): BatchAnswer | Promise<BatchAnswer> {
    const kept = this.#answers.get(id);
    if (kept !== undefined) {
      this.#answers.delete(id);
      return kept;
    }
    return new Promise((resolve, reject) => {
      const waiter: Waiter = { id, body, resolve, reject, isOfBefore: false };
      const known = this.#journal.take(id);
      if (known === null) this.#collect(waiter);
      else void this.#sentBefore(known, waiter);
      signal?.addEventListener("abort", () => this.#leave(waiter, signal.reason), { once: true });
    });
  }

  #collect(waiter: Waiter): void {
    waiter.isOfBefore = false;
    this.#pending.push(waiter);
    this.#pendingBytes += Buffer.byteLength(waiter.body) + 200;
    clearTimeout(this.#timer);
    if (this.#pending.length >= this.#settings.maxRequests || this.#pendingBytes > MOST_BYTES)
      this.#send();
    else this.#timer = setTimeout(() => this.#send(), 1000 * this.#settings.waitSeconds);
  }

  /** Whoever waited is gone: a batch that nobody waits for is no longer looked at. */
  #leave(waiter: Waiter, reason: unknown): void {
    waiter.reject(reason);
    const at = this.#pending.indexOf(waiter);
    if (at >= 0) {
      this.#pending.splice(at, 1);
      this.#pendingBytes -= Buffer.byteLength(waiter.body) + 200;
      if (this.#pending.length === 0) clearTimeout(this.#timer);
      return;
    }
    for (const { waiting, stop } of this.#followed.values()) {
      if (waiting.get(waiter.id) !== waiter) continue;
      waiting.delete(waiter.id);
      if (waiting.size === 0) stop.abort();
    }
  }

  #send(): void {
    clearTimeout(this.#timer);
    const waiters = this.#pending;
    this.#pending = [];
    this.#pendingBytes = 0;
    if (waiters.length > 0) void this.#begin(waiters);
  }

  async #begin(waiters: readonly Waiter[]): Promise<void> {
    const name = `datawright-${randomUUID()}`;
    try {
      const client = await this.#open();
      const lines = waiters.map(
        ({ id, body }) =>
          `{"custom_id":${JSON.stringify(id)},"method":"POST","url":"/v1/chat/completions","body":${body}}`,
      );
      const ids = waiters.map(({ id }) => id);
      this.#journal.beginning(name, ids);
      const batch = await client.begin(name, lines);
      this.#journal.begun(name, batch);
      this.#told(`batch ${batch}: ${waiters.length} requests sent`);
      await this.#follow(batch, waiters);
    } catch (error) {
      for (const waiter of waiters) waiter.reject(error);
    }
  }

  /** What an earlier process sent: the batch is looked for where its id was not heard. */
  async #sentBefore(known: KnownBatch, waiter: Waiter): Promise<void> {
    try {
      known.batch ??= await (await this.#open()).find(known.name);
      if (known.batch === null) this.#collect(waiter);
      else {
        waiter.isOfBefore = true;
        await this.#follow(known.batch, [waiter]);
      }
    } catch (error) {
      waiter.reject(error);
    }
  }

  async #follow(id: string, waiters: readonly Waiter[]): Promise<void> {
    let followed = this.#followed.get(id);
    const isNew = followed === undefined;
    followed ??= { waiting: new Map(), stop: new AbortController() };
    for (const waiter of waiters) followed.waiting.set(waiter.id, waiter);
    if (!isNew) return;
    this.#followed.set(id, followed);
    try {
      const batch = await this.#ended(id, followed.stop.signal);
      if (batch === null) return;
      await this.#hand(batch, followed.waiting);
      const error = this.#unanswered(batch);
      for (const waiter of followed.waiting.values())
        // What came to nothing before is why the run was ended: whoever goes on with it asks again.
        if (waiter.isOfBefore) this.#collect(waiter);
        else waiter.reject(error);
    } catch (error) {
      for (const waiter of followed.waiting.values()) waiter.reject(error);
    } finally {
      this.#followed.delete(id);
    }
  }

  /** Looks at a batch until it changes no more; null once nobody waits for it. */
  async #ended(id: string, signal: AbortSignal): Promise<Batch | null> {
    const client = await this.#open();
    let pause = FIRST_PAUSE;
    let said = "";
    for (;;) {
      const batch = await client.batch(id);
      const { completed = 0, failed = 0, total = 0 } = batch.request_counts ?? {};
      const now = `batch ${id}: ${batch.status}, ${completed + failed} of ${total} answered`;
      if (now !== said) this.#told(now);
      said = now;
      if (ENDED.includes(batch.status)) return batch;
      pause = Math.min(this.#settings.pollSeconds, pause * 2);
      await wait(1000 * pause, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return null;
    }
  }

  /** Gives everyone their answers; what nobody asked for yet is kept for who will. */
  async #hand(batch: Batch, waiting: Map<string, Waiter>): Promise<void> {
    const client = await this.#open();
    for (const file of [batch.output_file_id, batch.error_file_id]) {
      if (file === undefined || file === null) continue;
      for await (const line of client.lines(file)) {
        const read = answerOfLine(line);
        if (read === null) continue;
        const waiter = waiting.get(read.id);
        waiting.delete(read.id);
        if (waiter !== undefined) waiter.resolve(read.answer);
        else this.#answers.set(read.id, read.answer);
      }
    }
  }

  #unanswered(batch: Batch): DatawrightError {
    const name = `openai:${this.#server.model}`;
    const said = batch.errors?.data
      ?.map(({ message, line }) => `${message ?? ""}${line == null ? "" : ` (line ${line})`}`)
      .join("; ");
    const what = `${name}: batch ${batch.id} ${batch.status === "completed" ? "has no answer to a request" : `is ${batch.status}`}`;
    return new DatawrightError({
      code: batch.status === "expired" ? "MODEL_TIMEOUT" : "MODEL_BAD_REQUEST",
      message: redactSecrets(said ? `${what}: ${said}` : what),
      hint:
        batch.status === "expired"
          ? "The provider did not come to it within its window; resume asks again."
          : "Look at the batch at the provider; without `batch` the model is asked one by one.",
      details: { batch: batch.id, status: batch.status },
    });
  }

  #open(): Promise<BatchClient> {
    this.#client ??= import("./batch-client.js").then(
      ({ BatchClient: Client }) => new Client(this.#server),
    );
    this.#client.catch(() => (this.#client = undefined));
    return this.#client;
  }
}

/** A line of a batch's answers; null for one that is none. */
function answerOfLine(line: string): { readonly id: string; readonly answer: BatchAnswer } | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch {
    return null;
  }
  const { custom_id: id, response, error } = (parsed ?? {}) as Record<string, unknown>;
  if (typeof id !== "string") return null;
  const { status_code: status, body } = (response ?? {}) as Record<string, unknown>;
  if (typeof status === "number" && status >= 200 && status <= 599 && body !== undefined)
    return { id, answer: { status, body: JSON.stringify(body) } };
  // What the provider did not come to: asked again like a server that failed.
  const { code, message } = (error ?? {}) as Record<string, unknown>;
  const said = { error: { code: code ?? null, message: message ?? "no answer in the batch" } };
  return { id, answer: { status: 503, body: JSON.stringify(said) } };
}
