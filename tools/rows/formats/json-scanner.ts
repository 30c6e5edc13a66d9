/**
 * One top-level value of a list, or of the file itself; `bytes` is null when it is longer than the
 * limit.
 */
export interface JsonPiece {
  readonly bytes: Buffer | null;
  readonly size: number;
  readonly line: number;
  /** Whether it stood in a list (the file's own, or that of the key `data`). */
  readonly listed: boolean;
}

const OPEN = new Set([0x7b, 0x5b]);
const CLOSE = new Set([0x7d, 0x5d]);
const BLANK = new Set([0x20, 0x09, 0x0a, 0x0d]);

/**
 * Cuts JSON into the elements of its list without holding more than one: `[…]`, `{ …, "data": […]
 * }`, or values one after another.
 *
 * It follows strings and brackets only; each piece is parsed, and judged, by who takes it.
 */
export class JsonScanner {
  readonly #limit: number;
  #line = 1;
  #depth = 0;
  /** Depth of a list's elements: 1 in `[…]`, 2 under `data`, 0 for values one after another. */
  #base = 0;
  #inString = false;
  #escaped = false;
  #text = "";
  #key = "";
  #parts: Buffer[] = [];
  #size = 0;
  #startLine = 1;
  #begun = false;
  #first = true;
  /** True after the closing bracket of the file's list: only blanks may follow. */
  #closed = false;
  /** Text after the end of the list, if there is any. */
  trailing = false;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** True when the file ended inside a value or list. */
  get unfinished(): boolean {
    return this.#depth > 0 || this.#begun;
  }

  get line(): number {
    return this.#begun ? this.#startLine : this.#line;
  }

  *feed(chunk: Buffer): Generator<JsonPiece> {
    let from = 0;
    for (let index = 0; index < chunk.length; index++) {
      const byte = chunk[index] as number;
      if (byte === 0x0a) this.#line++;
      if (this.#inString) {
        this.#stringByte(byte);
        continue;
      }
      if (this.#closed) {
        this.trailing ||= !BLANK.has(byte);
        continue;
      }
      const atBase = this.#depth === this.#base;
      if (atBase && this.#base > 0 && (byte === 0x2c || byte === 0x5d)) {
        if (this.#begun || byte === 0x2c) yield this.#cut(chunk.subarray(from, index));
        from = index + 1;
        if (byte === 0x5d) {
          this.#depth--;
          if (this.#base === 1) this.#closed = true;
          this.#base = this.#base === 2 ? -1 : this.#base; // after `data` the rest of the object is passed over
        }
        continue;
      }
      if (this.#base === -1) {
        this.#depth += OPEN.has(byte) ? 1 : CLOSE.has(byte) ? -1 : 0;
        this.#inString = byte === 0x22;
        if (this.#depth === 0) this.#closed = true;
        continue;
      }
      if (!this.#begun) {
        if (BLANK.has(byte) || (this.#first && (byte === 0xef || byte === 0xbb || byte === 0xbf))) {
          from = index + 1;
          continue;
        }
        if (this.#first && byte === 0x5b) {
          this.#first = false;
          this.#base = this.#depth = 1;
          from = index + 1;
          continue;
        }
        this.#begun = true;
        this.#startLine = this.#line;
        from = index;
      }
      if (byte === 0x22) {
        this.#inString = true;
        this.#text = "";
      } else if (byte === 0x3a && this.#depth === 1) {
        this.#key = this.#text;
      } else if (byte === 0x2c && this.#depth === 1) {
        this.#key = "";
      } else if (OPEN.has(byte)) {
        this.#depth++;
        if (
          byte === 0x5b &&
          this.#first &&
          this.#base === 0 &&
          this.#depth === 2 &&
          this.#key === "data"
        ) {
          this.#base = 2;
          this.#first = this.#begun = false;
          this.#parts = [];
          this.#size = 0;
          from = index + 1;
        }
      } else if (CLOSE.has(byte)) {
        this.#depth--;
        if (this.#depth === 0 && this.#base === 0) {
          yield this.#cut(chunk.subarray(from, index + 1));
          from = index + 1;
        }
      }
    }
    if (this.#begun) this.#keep(chunk.subarray(from));
  }

  #stringByte(byte: number): void {
    if (this.#escaped) this.#escaped = false;
    else if (byte === 0x5c) this.#escaped = true;
    else if (byte === 0x22) this.#inString = false;
    else if (this.#depth === 1 && this.#base === 0 && this.#text.length < 8)
      this.#text += String.fromCharCode(byte);
  }

  #keep(part: Buffer): void {
    this.#size += part.length;
    if (this.#size > this.#limit) this.#parts = [];
    else if (part.length > 0) this.#parts.push(part);
  }

  #cut(last: Buffer): JsonPiece {
    this.#keep(last);
    const piece = {
      bytes: this.#size > this.#limit ? null : Buffer.concat(this.#parts),
      size: this.#size,
      line: this.#begun ? this.#startLine : this.#line,
      listed: this.#base > 0,
    };
    this.#parts = [];
    this.#size = 0;
    this.#begun = this.#first = false;
    this.#key = "";
    return piece;
  }
}
