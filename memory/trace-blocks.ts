import { randomBytes } from "node:crypto";
import { promisify } from "node:util";
import { brotliCompress, brotliDecompressSync, constants } from "node:zlib";
import { LRUCache } from "lru-cache";
import { DatawrightError } from "../base/errors.js";
import { redactKeys } from "../base/redact-secrets.js";
import type { CompiledStatement } from "./contract.js";
import type { RunDatabase } from "./database/run-database.js";
import { DAMAGED_HINT } from "./database/parse-stored.js";
import { statementTemplate } from "./database/statement-template.js";
import type { RunTables } from "./database/tables.js";

/** Where a piece of JSON stands: in which block, and in which line of it from 0. */
export interface BlockPlace {
  readonly block: string;
  readonly line: number;
}

/**
 * Characters after which a block is closed: requests of an agent differ in little, so that many
 * together take a tenth of each alone; one is read by unpacking its block, a millisecond.
 */
const FULL = 256 * 1024;
/** A fifth more than the best takes on disk, in a third of the time. */
const QUALITY = 4;
const MOST_BYTES = 2 ** 30;
const BLOCKS_AT_HAND = 8;

const compress = promisify(brotliCompress);

/** A block whose lines are all there, or as far as they are. */
export interface TraceBlock {
  readonly id: string;
  readonly text: string;
}

/** Packs pieces of JSON, a line each, into compressed blocks of a run's database. */
export class TraceBlockWriter {
  readonly #set: (row: RunTables["trace_blocks"]) => CompiledStatement;
  #id = newId();
  #lines: string[] = [];
  #size = 0;
  #isChanged = false;

  constructor({ query }: Pick<RunDatabase, "query">) {
    this.#set = statementTemplate<RunTables["trace_blocks"]>((slot) =>
      query
        .insertInto("trace_blocks")
        .values({ id: slot("id"), data: slot("data") })
        .onConflict((conflict) =>
          conflict.column("id").doUpdateSet((row) => ({ data: row.ref("excluded.data") })),
        ),
    );
  }

  /** The block that is not full yet. */
  get open(): string {
    return this.#id;
  }

  /** Takes a piece of JSON in; `full` comes to hold the block once it is full. */
  add(json: string, full: TraceBlock[]): BlockPlace {
    const place = { block: this.#id, line: this.#lines.length };
    // No JSON holds a line break outside of a string, nor one that is not escaped inside.
    this.#lines.push(json);
    this.#size += json.length;
    this.#isChanged = true;
    if (this.#size >= FULL) {
      full.push(this.#block());
      this.#id = newId();
      this.#lines = [];
      this.#size = 0;
      this.#isChanged = false;
    }
    return place;
  }

  /** The block that is not full yet, where it has grown; it is given again, with more, until it is. */
  rest(): TraceBlock[] {
    if (!this.#isChanged) return [];
    this.#isChanged = false;
    return [this.#block()];
  }

  /** Writes a block, packed outside of the event loop's thread. */
  async written({ id, text }: TraceBlock): Promise<CompiledStatement> {
    // Bytes are not looked through for keys later.
    const bytes = Buffer.from(redactKeys(text));
    const params = {
      [constants.BROTLI_PARAM_QUALITY]: QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    };
    return this.#set({ id, data: await compress(bytes, { params }) });
  }

  #block(): TraceBlock {
    return { id: this.#id, text: this.#lines.join("\n") };
  }
}

const LINE_BREAK = "\n".codePointAt(0)!;

interface Unpacked {
  readonly bytes: Buffer;
  /** Where each line begins. */
  readonly starts: readonly number[];
}

/** A string of its own: a slice of the block's text would keep all of it in memory. */
function lineOf({ bytes, starts }: Unpacked, line: number): string {
  const next = starts[line + 1];
  return bytes.toString("utf8", starts[line], next === undefined ? bytes.length : next - 1);
}

/** Reads what a TraceBlockWriter packed. */
export class TraceBlockReader {
  readonly #database: RunDatabase;
  readonly #blocks = new LRUCache<string, Unpacked>({ max: BLOCKS_AT_HAND });

  constructor(database: RunDatabase) {
    this.#database = database;
  }

  /**
   * The pieces at these places, in their order; each block is unpacked once.
   * @throws STORE_CORRUPT where one is lost or damaged
   */
  async read(places: readonly BlockPlace[]): Promise<string[]> {
    const found: string[] = Array.from({ length: places.length });
    const byBlock = new Map<string, number[]>();
    for (const [index, { block }] of places.entries()) {
      const own = byBlock.get(block);
      if (own === undefined) byBlock.set(block, [index]);
      else own.push(index);
    }
    for (const [block, indices] of byBlock) {
      const last = indices.reduce((most, at) => Math.max(most, places[at]!.line), 0);
      const unpacked = await this.#unpacked(block, last);
      for (const at of indices) found[at] = lineOf(unpacked, places[at]!.line);
    }
    return found;
  }

  async #unpacked(id: string, last: number): Promise<Unpacked> {
    const known = this.#blocks.get(id);
    // A block that was not full may have grown since.
    if (known !== undefined && last < known.starts.length) return known;
    const [row] = await this.#database.read(
      this.#database.query.selectFrom("trace_blocks").select("data").where("id", "=", id),
    );
    if (row === undefined) throw this.#damaged(`the block ${id} of its trace is lost`);
    const bytes = this.#bytes(id, row.data);
    const starts = [0];
    for (let end = bytes.indexOf(LINE_BREAK); end >= 0; end = bytes.indexOf(LINE_BREAK, end + 1))
      starts.push(end + 1);
    if (last >= starts.length) throw this.#damaged(`the block ${id} of its trace is cut off`);
    const unpacked = { bytes, starts };
    this.#blocks.set(id, unpacked);
    return unpacked;
  }

  #bytes(id: string, data: Uint8Array): Buffer {
    try {
      return brotliDecompressSync(data, { maxOutputLength: MOST_BYTES });
    } catch (cause) {
      throw this.#damaged(`the block ${id} of its trace cannot be unpacked`, cause);
    }
  }

  #damaged(said: string, cause?: unknown): DatawrightError {
    return new DatawrightError({
      code: "STORE_CORRUPT",
      message: `${this.#database.path} is damaged: ${said}.`,
      hint: DAMAGED_HINT,
      details: { path: this.#database.path },
      cause,
    });
  }
}

function newId(): string {
  return randomBytes(8).toString("base64url");
}
