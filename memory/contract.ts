import type { Entry, EntryKey } from "./entry-key.js";
import type { Order, Plan } from "../schema/plan.js";
import type { ToolCall } from "../schema/prompt.js";
import type { Row, Sample, SampleStatus } from "../schema/sample.js";
import type { Span } from "../schema/span.js";
import type { Verdict } from "../schema/verdict.js";
import type { ReasonCode } from "../schema/reasons.js";

/**
 * A statement that the query layer compiled: text with parameters, in the dialect of the database.
 */
export interface CompiledStatement {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/**
 * The one way to write: all statements in one transaction, all or none. Synchronous on SQLite;
 * never awaits inside a transaction.
 */
export interface BatchWriter {
  writeBatch(statements: readonly CompiledStatement[]): Promise<void>;
}

export interface SampleQuery {
  readonly status?: SampleStatus | readonly SampleStatus[];
  readonly reason?: ReasonCode | string;
  readonly round?: number;
  readonly maxRound?: number;
  readonly label?: string;
  readonly cell?: string;
  readonly ids?: readonly string[];
  /** Only samples that the gate accepted once, whatever their status is now. */
  readonly everAccepted?: boolean;
  readonly order?: "accepted" | "ordinal";
  readonly limit?: number;
  readonly offset?: number;
  /** With a limit: the last so many, in the same order. Default: false, the first. */
  readonly latest?: boolean;
}

/** A stored verdict: which version (revision) of which sample it judged. */
export interface StoredVerdict extends Verdict {
  readonly sampleId: string;
  readonly revision: number;
}

/**
 * A finished draft as the chunk graph hands it to the store: the sample with its verdicts and
 * vector.
 */
export interface DraftRecord {
  readonly sample: Sample;
  readonly verdicts: readonly StoredVerdict[];
  readonly vector: Float32Array | null;
}

/** What the gate, the curator or a person changed on one sample. */
export interface SampleUpdate {
  readonly sample: Sample;
  /** Position in the dataset, set once when the gate accepts it. */
  readonly acceptedOrdinal?: number;
}

/**
 * Samples of one run. Every write is idempotent by the sample's derived id. Reads page; none loads
 * the whole run by itself.
 */
export interface SampleStore {
  saveDrafts(drafts: readonly DraftRecord[]): Promise<void>;
  /** Applies decisions and, in the same transaction, entries that say the step is done. */
  applyUpdates(updates: readonly SampleUpdate[], entries?: readonly Entry[]): Promise<void>;
  samples(query?: SampleQuery): Promise<Sample[]>;
  /** Streams in pages of `pageSize`, in the query's order. */
  stream(query?: SampleQuery, pageSize?: number): AsyncIterable<Sample>;
  count(query?: SampleQuery): Promise<number>;
  countByReason(): Promise<{ status: SampleStatus; reason: string; count: number }[]>;
  verdicts(
    sampleIds?: string | readonly string[],
    page?: { limit?: number; offset?: number },
  ): Promise<StoredVerdict[]>;
  vectors(ids: readonly string[]): Promise<Map<string, Float32Array>>;
  /** Ids among `ids` that have a stored draft already. */
  drafted(ids: readonly string[]): Promise<Set<string>>;
}

/** Orders, plan, support rows and small values of one run. */
export interface RunStore {
  savePlan(plan: Plan, revision: number, entries?: readonly Entry[]): Promise<void>;
  plan(): Promise<{ plan: Plan; revision: number } | null>;
  saveOrders(round: number, orders: readonly Order[], entries?: readonly Entry[]): Promise<void>;
  orders(round: number): Promise<Order[]>;
  /**
   * Replaces a set, in slices as the rows arrive; a set that was not saved whole reads as empty.
   */
  saveRows(
    set: "support" | "held-out" | "inputs",
    rows: Iterable<Row> | AsyncIterable<Row>,
  ): Promise<void>;
  rows(set: "support" | "held-out" | "inputs"): Promise<Row[]>;
  get<Value>(key: EntryKey<Value>): Promise<Value | null>;
  set<Value>(key: EntryKey<Value>, value: NoInfer<Value>): Promise<void>;
}

export interface SpanQuery {
  readonly sample?: string;
  readonly agent?: string;
  readonly operation?: string | readonly string[];
  /** Spans of these ids, for example the steps around one that was found. */
  readonly ids?: readonly string[];
  readonly slowest?: boolean;
  /**
   * True for steps without what is packed: no run, samples, request or answer, and of the attributes
   * those of the call alone. Failed ones are whole.
   */
  readonly brief?: boolean;
  /** Only what began behind this span, in the order in which spans began: the next page. */
  readonly after?: Pick<Span, "startedAt" | "id"> | undefined;
  readonly limit?: number | undefined;
  readonly offset?: number;
}

/** What one agent used of one model. */
export interface ModelUse {
  readonly agent: string;
  readonly model: string;
  readonly calls: number;
  readonly cached: number;
  readonly inputTokens: number;
  /** Of them those that the provider had kept from an earlier prompt. */
  readonly cachedInputTokens: number;
  readonly outputTokens: number;
  /** Null where the price of an answer is not known. */
  readonly costUsd: number | null;
  readonly seconds: number;
}

export interface TraceStore {
  /**
   * Buffers; flushes in batches by writeBatch. Never throws into the run: a failed write is logged
   * and counted.
   */
  record(span: Span, bodies?: { input?: unknown; output?: unknown }): void;
  flush(): Promise<void>;
  spans(query?: SpanQuery): Promise<Span[]>;
  body(hash: string): Promise<unknown>;
  /**
   * One row for each agent and model, over spans of these operations (default: chat). `calls`,
   * tokens and cost leave out cached answers.
   */
  usage(operations?: readonly string[]): Promise<ModelUse[]>;
}

/** Answers of models, shared by the runs of a workspace. */
export interface ResponseCache {
  /** At once from a file, later from a server. */
  get(key: string): CachedAnswer | null | Promise<CachedAnswer | null>;
  /** Resolves when it is committed: an answer is in the cache before anyone sees it. */
  put(key: string, answer: CachedAnswer): Promise<void>;
  prune(options: {
    olderThanDays?: number;
    maxBytes?: number;
  }): CacheRemoval | Promise<CacheRemoval>;
  stats(): CacheSize | Promise<CacheSize>;
  close(): void | Promise<void>;
}
/** What was removed from a cache. */
export interface CacheRemoval {
  readonly removed: number;
  readonly bytes: number;
}
export interface CacheSize {
  readonly entries: number;
  readonly bytes: number;
}
export interface CachedAnswer {
  readonly text: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly finish: string;
  readonly logProbabilities?: readonly number[];
  readonly toolCalls?: readonly ToolCall[];
  readonly model: string;
}
