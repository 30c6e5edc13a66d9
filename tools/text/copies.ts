import { normalizeText } from "../../base/text/normalize.js";
import { NoveltyIndex } from "../novelty/novelty-index.js";
import { TokenTable } from "../novelty/token-table.js";
import { words } from "../../base/text/words.js";

/** A draft that repeats a support row word for word. */
export interface VerbatimCopy {
  /** Index of the row. */
  readonly row: number;
  /** Equal after normalisation, or a long enough span of the row. */
  readonly kind: "equal" | "span";
  /** Share of the draft's words that stand in copied spans, in (0, 1]. */
  readonly coverage: number;
  /** Words of the longest copied span. */
  readonly longest: number;
}

/** A draft that is close to a support row by ROUGE-L. */
export interface NearCopy {
  readonly row: number;
  readonly rougeL: number;
}

/** What counts as a copy. */
export interface CopyOptions {
  /** Fewest consecutive words of a copied span; 8 by default. */
  readonly span?: number;
  /** Smallest share of the draft that the spans of one row cover; 0.6 by default. */
  readonly coverage?: number;
  /** A ROUGE-L F above this is a near copy; 0.7 by default. */
  readonly maxRougeL?: number;
}

/** Finds drafts that copy rows of the support data, through an index of the rows' word n-grams. */
export class CopyIndex {
  readonly #span: number;
  readonly #coverage: number;
  readonly #tokens = new TokenTable();
  readonly #rows: Int32Array[] = [];
  readonly #byText = new Map<string, number>();
  /** The places (row, position) where an n-gram starts, by its tokens. */
  readonly #places = new Map<string, number[]>();
  readonly #near: NoveltyIndex;

  constructor(rows: readonly string[], options: CopyOptions = {}) {
    this.#span = options.span ?? 8;
    this.#coverage = options.coverage ?? 0.6;
    this.#near = new NoveltyIndex({ maxRougeL: options.maxRougeL ?? 0.7 });
    for (const row of rows) this.add(row);
  }

  /** How many rows are indexed. */
  get size(): number {
    return this.#rows.length;
  }

  /** Adds a row and returns its index. */
  add(text: string): number {
    const row = this.#rows.length;
    const tokens = this.#tokens.intern(words(text));
    this.#rows.push(tokens);
    const normal = normalizeText(text);
    if (normal !== "" && !this.#byText.has(normal)) this.#byText.set(normal, row);
    for (let start = 0; start + this.#span <= tokens.length; start++) {
      const key = gramKey(tokens, start, this.#span);
      const places = this.#places.get(key);
      if (places === undefined) this.#places.set(key, [row, start]);
      else if (places.at(-2 * MOST_PLACES) !== row) places.push(row, start);
    }
    this.#near.add(String(row), text);
    return row;
  }

  /**
   * The row that a draft copies word for word: equal after normalisation, else the row whose long
   * spans cover most of it; null for none.
   */
  verbatim(text: string): VerbatimCopy | null {
    const draft = this.#tokens.find(words(text));
    const equal = this.#byText.get(normalizeText(text));
    if (equal !== undefined)
      return { row: equal, kind: "equal", coverage: 1, longest: draft.length };
    const spans = this.#spans(draft);
    let best: VerbatimCopy | null = null;
    for (const [row, { covered, longest }] of spans) {
      const coverage = covered / draft.length;
      if (coverage < this.#coverage || (best !== null && coverage <= best.coverage)) continue;
      best = { row, kind: "span", coverage, longest };
    }
    return best;
  }

  /** The most similar row above the ROUGE-L threshold; null for none. */
  near(text: string): NearCopy | null {
    const nearest = this.#near.nearest(text);
    return nearest === null ? null : { row: Number(nearest.id), rougeL: nearest.rougeL };
  }

  /**
   * For each row that shares a span with the draft: how many draft words its spans cover, and the
   * longest.
   */
  #spans(draft: Int32Array): Map<number, { covered: number; longest: number }> {
    const found = new Map<number, { covered: number; longest: number; end: number }>();
    /** Where the last match of a row and diagonal ends: a match inside it ends there too. */
    const ends = new Map<number, number>();
    for (let start = 0; start + this.#span <= draft.length; start++) {
      const places = this.#places.get(gramKey(draft, start, this.#span)) ?? [];
      for (let index = 0; index < places.length; index += 2) {
        const row = places[index] as number;
        const position = places[index + 1] as number;
        const diagonal = row * 2 ** 32 + position - start;
        const known = ends.get(diagonal) ?? 0;
        const length =
          known > start
            ? known - start
            : this.#matchLength(draft, start, this.#rows[row] as Int32Array, position);
        ends.set(diagonal, start + length);
        const sofar = found.get(row) ?? { covered: 0, longest: 0, end: 0 };
        const end = start + length;
        sofar.covered += Math.max(0, end - Math.max(start, sofar.end));
        sofar.longest = Math.max(sofar.longest, length);
        sofar.end = Math.max(sofar.end, end);
        found.set(row, sofar);
      }
    }
    return found;
  }

  #matchLength(draft: Int32Array, start: number, row: Int32Array, position: number): number {
    let length = this.#span;
    while (start + length < draft.length && draft[start + length] === row[position + length])
      length++;
    return length;
  }
}

/** Places of one n-gram in one row that are kept: a row that repeats itself has no end of them. */
const MOST_PLACES = 16;

function gramKey(tokens: Int32Array, start: number, size: number): string {
  return tokens.subarray(start, start + size).join(",");
}
