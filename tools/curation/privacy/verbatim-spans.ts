import { TokenTable } from "../../novelty/token-table.js";
import { words } from "../../../base/text/words.js";

/** The longest run of words that a text shares with a private row. */
export interface VerbatimSpan {
  /** Words of the run; 0 for none. */
  readonly length: number;
  /** The private row; -1 for none. */
  readonly row: number;
}

/**
 * Finds the longest verbatim span of a text in a set of rows through a suffix array of their words;
 * memory 8 bytes a word.
 */
export class VerbatimSpans {
  readonly #table = new TokenTable();
  readonly #tokens: Int32Array;
  readonly #rowOf: Int32Array;
  readonly #suffixes: Int32Array;

  constructor(rows: readonly string[]) {
    const lists = rows.map((row) => this.#table.intern(words(row)));
    const total = lists.reduce((sum, list) => sum + list.length + 1, 0);
    this.#tokens = new Int32Array(total);
    this.#rowOf = new Int32Array(total);
    let at = 0;
    lists.forEach((list, row) => {
      this.#tokens.set(list, at);
      this.#rowOf.fill(row, at, at + list.length + 1);
      at += list.length + 1;
      // A separator equals no word, and no other separator decides a comparison: runs end at it.
      this.#tokens[at - 1] = -1;
    });
    const tokens = this.#tokens;
    this.#suffixes = Int32Array.from({ length: total }, (_, index) => index)
      .filter((index) => tokens[index] !== -1)
      .sort((a, b) => {
        for (; ; a++, b++) {
          const [x, y] = [tokens[a]!, tokens[b]!];
          if (x !== y) return x - y;
          if (x === -1) return a - b;
        }
      });
  }

  longest(text: string): VerbatimSpan {
    const found = this.#table.find(words(text));
    let best: VerbatimSpan = { length: 0, row: -1 };
    for (let start = 0; start + best.length < found.length; start++) {
      const { length, row } = this.#longestAt(found, start);
      if (length > best.length) best = { length, row };
    }
    return best;
  }

  /**
   * The longest prefix of found[start…] among the suffixes: it is shared with a neighbour of the
   * place where it would be sorted in.
   */
  #longestAt(found: Int32Array, start: number): VerbatimSpan {
    let low = 0;
    let high = this.#suffixes.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#order(found, start, this.#suffixes[middle]!) > 0) low = middle + 1;
      else high = middle;
    }
    let best: VerbatimSpan = { length: 0, row: -1 };
    for (const place of [low - 1, low]) {
      const suffix = this.#suffixes[place];
      if (suffix === undefined) continue;
      const length = this.#shared(found, start, suffix);
      if (length > best.length) best = { length, row: this.#rowOf[suffix]! };
    }
    return best;
  }

  #shared(found: Int32Array, start: number, suffix: number): number {
    let length = 0;
    while (
      start + length < found.length &&
      found[start + length]! >= 0 &&
      found[start + length] === this.#tokens[suffix + length]
    )
      length++;
    return length;
  }

  #order(found: Int32Array, start: number, suffix: number): number {
    const length = this.#shared(found, start, suffix);
    if (start + length >= found.length) return -1;
    return found[start + length]! - this.#tokens[suffix + length]! || -1;
  }
}
