import { createHash } from "node:crypto";
import type { Span } from "../schema/span.js";
import type { CompiledStatement, ModelUse, SpanQuery, TraceStore } from "./contract.js";
import type { RunDatabase } from "./database/run-database.js";
import { silentLogger, type Logger } from "./logger-contract.js";
import { redactSecrets } from "../base/redact-secrets.js";
import { parseRecord, parseStored } from "./database/parse-stored.js";
import { statementTemplate } from "./database/statement-template.js";
import type { RunTables, SpanRow } from "./database/tables.js";

export interface TraceStoreOptions {
  readonly logger?: Logger;
  /** Spans kept back at most before they are written. Default: 100. */
  readonly flushSize?: number;
  /** Milliseconds that a span waits at most. Default: 200. */
  readonly flushMilliseconds?: number;
}

/**
 * What one agent asked of one model. `calls`, tokens and cost are of answers that came from the
 * model (calls that a budget, a limit or a failure kept from one do not count); `cached` counts
 * those from the cache.
 */
export type UsageRow = Awaited<ReturnType<TraceStore["usage"]>>[number];

/**
 * Spans of one run in its database, written in batches; secrets are redacted before anything is
 * kept.
 */
export class DatabaseTraceStore implements TraceStore {
  readonly #database: RunDatabase;
  readonly #logger: Logger;
  readonly #flushSize: number;
  readonly #flushMilliseconds: number;
  readonly #setSpan: (row: SpanRow) => CompiledStatement;
  readonly #addSample: (row: RunTables["span_samples"]) => CompiledStatement;
  readonly #addBody: (row: RunTables["bodies"]) => CompiledStatement;
  #waiting: CompiledStatement[] = [];
  #waitingSpans = 0;
  #lost = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(database: RunDatabase, options: TraceStoreOptions = {}) {
    this.#database = database;
    this.#logger = options.logger ?? silentLogger;
    this.#flushSize = options.flushSize ?? 100;
    this.#flushMilliseconds = options.flushMilliseconds ?? 200;
    const { query } = database;
    this.#setSpan = statementTemplate<SpanRow>((slot) =>
      query
        .insertInto("spans")
        .values({
          id: slot("id"),
          operation: slot("operation"),
          agent: slot("agent"),
          started_at: slot("started_at"),
          duration_ms: slot("duration_ms"),
          status: slot("status"),
          model: slot("model"),
          input_tokens: slot("input_tokens"),
          output_tokens: slot("output_tokens"),
          cached: slot("cached"),
          cost_usd: slot("cost_usd"),
          record: slot("record"),
        })
        .onConflict((conflict) =>
          conflict.column("id").doUpdateSet((row) => ({
            operation: row.ref("excluded.operation"),
            agent: row.ref("excluded.agent"),
            started_at: row.ref("excluded.started_at"),
            duration_ms: row.ref("excluded.duration_ms"),
            status: row.ref("excluded.status"),
            model: row.ref("excluded.model"),
            input_tokens: row.ref("excluded.input_tokens"),
            output_tokens: row.ref("excluded.output_tokens"),
            cached: row.ref("excluded.cached"),
            cost_usd: row.ref("excluded.cost_usd"),
            record: row.ref("excluded.record"),
          })),
        ),
    );
    this.#addSample = statementTemplate<RunTables["span_samples"]>((slot) =>
      query
        .insertInto("span_samples")
        .values({ sample_id: slot("sample_id"), span_id: slot("span_id") })
        .onConflict((conflict) => conflict.doNothing()),
    );
    this.#addBody = statementTemplate<RunTables["bodies"]>((slot) =>
      query
        .insertInto("bodies")
        .values({ hash: slot("hash"), body: slot("body") })
        .onConflict((conflict) => conflict.doNothing()),
    );
  }

  /** Spans that could not be written, for example because the disk was full. */
  get lost(): number {
    return this.#lost;
  }

  record(span: Span, bodies: { input?: unknown; output?: unknown } = {}): void {
    try {
      this.#keep(span, bodies);
    } catch (error) {
      this.#lose(1, error);
      return;
    }
    if (this.#waitingSpans >= this.#flushSize) void this.flush();
    else this.#timer ??= setTimeout(() => void this.flush(), this.#flushMilliseconds).unref();
  }

  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const [statements, spans] = [this.#waiting, this.#waitingSpans];
    this.#waiting = [];
    this.#waitingSpans = 0;
    try {
      await this.#database.writeBatch(statements);
    } catch (error) {
      this.#lose(spans, error);
    }
  }

  async spans(query: SpanQuery = {}): Promise<Span[]> {
    await this.flush();
    let rows = this.#database.query
      .selectFrom("spans")
      .select("spans.record")
      .limit(query.limit ?? Number.MAX_SAFE_INTEGER)
      .offset(query.offset ?? 0);
    if (query.sample !== undefined) {
      rows = rows.where(
        "spans.id",
        "in",
        this.#database.query
          .selectFrom("span_samples")
          .select("span_id")
          .where("sample_id", "=", query.sample),
      );
    }
    if (query.ids !== undefined)
      rows = rows.where("spans.id", "in", this.#database.dialect.list(query.ids));
    if (query.agent !== undefined) rows = rows.where("spans.agent", "=", query.agent);
    if (query.operation !== undefined)
      rows = rows.where(
        "spans.operation",
        "in",
        this.#database.dialect.list([query.operation].flat()),
      );
    rows =
      query.slowest === true
        ? rows.orderBy("spans.duration_ms", "desc")
        : rows.orderBy("spans.started_at");
    return (await this.#database.read(rows.orderBy("spans.id"))).map((row) =>
      parseRecord<Span>(row.record, this.#database.path),
    );
  }

  /** Every agent with an operation that it did, each pair once. */
  async kinds(): Promise<{ agent: string; operation: string }[]> {
    await this.flush();
    const { query } = this.#database;
    return this.#database.read(
      query
        .selectFrom("spans")
        .select(["agent", "operation"])
        .distinct()
        .orderBy("agent")
        .orderBy("operation"),
    );
  }

  async body(hash: string): Promise<unknown> {
    await this.flush();
    const [row] = await this.#database.read(
      this.#database.query.selectFrom("bodies").select("body").where("hash", "=", hash),
    );
    return row === undefined ? null : parseStored<unknown>(row.body, this.#database.path);
  }

  /**
   * Sums over the spans of these operations. A cost is null where the price of an answer that was
   * paid for is unknown.
   */
  async usage(operations: readonly string[] = ["chat", "embeddings"]): Promise<ModelUse[]> {
    await this.flush();
    /** Input tokens of a span that the provider had kept. */
    const kept = this.#database.dialect.jsonNumber(
      "record",
      "attributes",
      "gen_ai.usage.cache_read.input_tokens",
    );
    const rows = await this.#database.read(
      this.#database.query
        .selectFrom("spans")
        .where("operation", "in", operations)
        .groupBy(["agent", "model"])
        .orderBy("agent")
        .orderBy("model")
        .select(({ fn, eb }) => {
          const paid = <T>(value: T) => eb.case().when("cached", "=", 0).then(value).else(0).end();
          // A call that failed before it was answered cost nothing that anyone could know of.
          const answered = eb.and([
            eb("cached", "=", 0),
            eb.or([eb("status", "=", "ok"), eb("output_tokens", ">", 0)]),
          ]);
          const unpriced = eb.and([answered, eb("cost_usd", "is", null)]);
          return [
            "agent",
            "model",
            fn.sum<number>(eb.case().when(answered).then(1).else(0).end()).as("calls"),
            fn.sum<number>("cached").as("cached"),
            fn.sum<number>(paid(fn.coalesce("input_tokens", eb.val(0)))).as("inputTokens"),
            fn.sum<number>(paid(fn.coalesce(kept, eb.val(0)))).as("cachedInputTokens"),
            fn.sum<number>(paid(fn.coalesce("output_tokens", eb.val(0)))).as("outputTokens"),
            fn.sum<number>(paid(fn.coalesce("cost_usd", eb.val(0)))).as("costUsd"),
            fn.sum<number>(eb.case().when(unpriced).then(1).else(0).end()).as("unpriced"),
            fn.sum<number>("duration_ms").as("milliseconds"),
          ];
        }),
    );
    return rows.map(({ unpriced, milliseconds, costUsd, ...row }) => ({
      ...row,
      costUsd: unpriced > 0 ? null : costUsd,
      seconds: milliseconds / 1000,
    }));
  }

  #keep(span: Span, bodies: { input?: unknown; output?: unknown }): void {
    const statements: CompiledStatement[] = [];
    const keepBody = (body: unknown, hash: string | null): string | null => {
      if (body === undefined) return hash;
      const text = JSON.stringify(redactSecrets(body)) ?? "null";
      const key = createHash("sha256").update(text).digest("hex");
      statements.push(this.#addBody({ hash: key, body: text }));
      return key;
    };
    const kept: Span = {
      ...span,
      attributes: redactSecrets(span.attributes),
      inputHash: keepBody(bodies.input, span.inputHash),
      outputHash: keepBody(bodies.output, span.outputHash),
    };
    statements.push(this.#setSpan(rowOf(kept)));
    for (const sample of new Set(kept.sampleIds))
      statements.push(this.#addSample({ sample_id: sample, span_id: kept.id }));
    this.#waiting.push(...statements);
    this.#waitingSpans += 1;
  }

  #lose(spans: number, error: unknown): void {
    this.#lost += spans;
    this.#logger.warn(`${spans} traced steps could not be written`, { lost: this.#lost, error });
  }
}

function rowOf(span: Span): SpanRow {
  const number = (name: string): number | null => {
    const value = span.attributes[name];
    return typeof value === "number" && Number.isFinite(value) ? value : null;
  };
  const model = span.attributes["gen_ai.request.model"];
  return {
    id: span.id,
    operation: span.operation,
    agent: span.agent ?? "",
    started_at: span.startedAt,
    duration_ms: span.durationMs,
    status: span.status,
    model: typeof model === "string" ? model : "",
    input_tokens: number("gen_ai.usage.input_tokens"),
    output_tokens: number("gen_ai.usage.output_tokens"),
    cached: span.attributes["datawright.cached"] === true ? 1 : 0,
    cost_usd: number("datawright.cost_usd"),
    record: JSON.stringify(span),
  };
}
