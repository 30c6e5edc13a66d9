import { hash } from "node:crypto";
import { LRUCache } from "lru-cache";
import type { Span } from "../schema/span.js";
import type { CompiledStatement, ModelUse, SpanQuery, TraceStore } from "./contract.js";
import type { RunDatabase } from "./database/run-database.js";
import { silentLogger, type Logger } from "./logger-contract.js";
import { redactSecrets } from "../base/redact-secrets.js";
import {
  TraceBlockReader,
  TraceBlockWriter,
  type BlockPlace,
  type TraceBlock,
} from "./trace-blocks.js";
import { parseStored } from "./database/parse-stored.js";
import { placeOfBody, spanStatements, type SpanStatements } from "./database/span-statements.js";
import { briefRows, spansMatching } from "./database/span-query.js";
import { agentOperations } from "./read/span-kinds.js";
import { modelUse } from "./read/model-use.js";
import { packedSpan, storedSpan } from "./database/stored-span.js";

export interface TraceStoreOptions {
  readonly logger?: Logger;
  /** Spans that wait at most before they are put into a block. Default: 100. */
  readonly flushSize?: number;
  /** Milliseconds that a span waits at most, for its block to be full. Default: 500. */
  readonly flushMilliseconds?: number;
}

/**
 * What one agent asked of one model. `calls`, tokens and cost are of answers that came from the
 * model (calls that a budget, a limit or a failure kept from one do not count); `cached` counts
 * those from the cache.
 */
export type UsageRow = Awaited<ReturnType<TraceStore["usage"]>>[number];

/** Bodies that are known to be written already, by hash. */
const MOST_KNOWN = 5000;

/** A span that waits to be written, with the bodies that nobody had before. */
interface Waiting {
  readonly span: Span;
  readonly bodies: readonly { readonly hash: string; readonly json: string }[];
}

/** Rows of a span or a body, with the block that it stands in. */
interface Held {
  readonly block: string;
  readonly statements: readonly CompiledStatement[];
  readonly isSpan: boolean;
}

/**
 * Spans of one run in its database, written in batches and compressed in blocks; secrets are
 * redacted before anything is kept.
 */
export class DatabaseTraceStore implements TraceStore {
  readonly #database: RunDatabase;
  readonly #logger: Logger;
  readonly #flushSize: number;
  readonly #flushMilliseconds: number;
  readonly #make: SpanStatements;
  readonly #packed: TraceBlockWriter;
  readonly #blocks: TraceBlockReader;
  readonly #known = new LRUCache<string, true>({ max: MOST_KNOWN });
  #waiting: Waiting[] = [];
  /** Rows whose block is not full yet: it is packed once, unless they have waited long enough. */
  #held: Held[] = [];
  #lost = 0;
  /** Resolves when what was to be written is. */
  #writing: Promise<void> | null = null;
  #timer: NodeJS.Timeout | undefined;

  constructor(database: RunDatabase, options: TraceStoreOptions = {}) {
    this.#database = database;
    this.#logger = options.logger ?? silentLogger;
    this.#flushSize = options.flushSize ?? 100;
    this.#flushMilliseconds = options.flushMilliseconds ?? 500;
    this.#packed = new TraceBlockWriter(database);
    this.#blocks = new TraceBlockReader(database);
    this.#make = spanStatements(database.query);
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
    if (this.#waiting.length >= this.#flushSize) void this.#inTurn(() => this.#write(false));
    this.#timer ??= setTimeout(() => void this.flush(), this.#flushMilliseconds).unref();
  }

  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.#inTurn(() => this.#write(true));
  }

  /** One behind the other: a block that is written again must not be overtaken by what it was. */
  async #inTurn(write: () => Promise<void>): Promise<void> {
    const writing = this.#writing;
    const own = writing === null ? write() : writing.then(write);
    this.#writing = own;
    await own;
    if (this.#writing === own) this.#writing = null;
  }

  /** @param all true to write also what stands in a block that is not full */
  async #write(all: boolean): Promise<void> {
    const blocks = this.#pack(this.#waiting.splice(0));
    if (all) blocks.push(...this.#packed.rest());
    if (blocks.length === 0) return;
    const isReady = ({ block }: Held): boolean => all || block !== this.#packed.open;
    const ready = this.#held.filter(isReady);
    this.#held = this.#held.filter((held) => !isReady(held));
    try {
      await this.#database.writeBatch([
        ...(await Promise.all(blocks.map((block) => this.#packed.written(block)))),
        ...ready.flatMap(({ statements }) => statements),
      ]);
    } catch (error) {
      // Bodies that were to be written with them are not.
      this.#known.clear();
      this.#lose(ready.filter(({ isSpan }) => isSpan).length, error);
    }
  }

  async spans(query: SpanQuery = {}): Promise<Span[]> {
    await this.flush();
    const { path } = this.#database;
    const rows =
      query.brief === true
        ? await briefRows(this.#database, query)
        : await this.#database.read(spansMatching(this.#database, query).select("spans.record"));
    const found = rows.map((row) => ("id" in row ? row : storedSpan(row.record, path)));
    const packed = await this.#blocks.read(found.filter(isPlace));
    let next = 0;
    return found.map((span) => (isPlace(span) ? packedSpan(packed[next++]!, path) : span));
  }

  /** Every agent with an operation that it did, each pair once. */
  async kinds(): Promise<{ agent: string; operation: string }[]> {
    await this.flush();
    return agentOperations(this.#database);
  }

  async body(hash: string): Promise<unknown> {
    await this.flush();
    const [row] = await this.#database.read(
      this.#database.query.selectFrom("bodies").select("body").where("hash", "=", hash),
    );
    if (row === undefined) return null;
    const place = placeOfBody(row.body);
    const [json] = place === null ? [row.body] : await this.#blocks.read([place]);
    return parseStored<unknown>(json!, this.#database.path);
  }

  /**
   * Sums over the spans of these operations. A cost is null where the price of an answer that was
   * paid for is unknown.
   */
  async usage(operations: readonly string[] = ["chat", "embeddings"]): Promise<ModelUse[]> {
    await this.flush();
    return modelUse(this.#database, operations);
  }

  #keep(span: Span, bodies: { input?: unknown; output?: unknown }): void {
    const added: { hash: string; json: string }[] = [];
    const keepBody = (body: unknown, hash: string | null): string | null => {
      if (body === undefined) return hash;
      const json = JSON.stringify(redactSecrets(body)) ?? "null";
      const key = hashOf(json);
      if (!this.#known.has(key)) added.push({ hash: key, json });
      this.#known.set(key, true);
      return key;
    };
    const kept: Span = {
      ...span,
      attributes: redactSecrets(span.attributes),
      inputHash: keepBody(bodies.input, span.inputHash),
      outputHash: keepBody(bodies.output, span.outputHash),
    };
    this.#waiting.push({ span: kept, bodies: added });
  }

  /** Puts spans and bodies into blocks; returns those that are full. */
  #pack(waiting: readonly Waiting[]): TraceBlock[] {
    const full: TraceBlock[] = [];
    for (const { span, bodies } of waiting) {
      const place = this.#packed.add(JSON.stringify(span), full);
      const statements = this.#make.span(span, place);
      this.#held.push({ block: place.block, statements, isSpan: true });
      for (const { hash, json } of bodies) {
        const at = this.#packed.add(json, full);
        const rows = [this.#make.body(hash, at)];
        this.#held.push({ block: at.block, statements: rows, isSpan: false });
      }
    }
    return full;
  }

  #lose(spans: number, error: unknown): void {
    this.#lost += spans;
    this.#logger.warn(`${spans} traced steps could not be written`, { lost: this.#lost, error });
  }
}

function isPlace(record: Span | BlockPlace): record is BlockPlace {
  return "block" in record;
}

/** 128 bits tell bodies apart. */
function hashOf(json: string): string {
  return hash("sha256", json, "base64url").slice(0, 22);
}
