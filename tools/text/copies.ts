import type { Notation } from "../../base/text/notation.js";
import { normalizeText } from "../../base/text/normalize.js";
import { NoveltyIndex } from "../novelty/novelty-index.js";
import { TokenTable } from "../novelty/token-table.js";
import { longestCommonRun } from "./longest-common-run.js";
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
  /** What a near copy has in common with the row beside its words; "ignore" by default. */
  readonly notation?: Notation;
}

/** Finds drafts that copy rows of the support data, through an index of the rows' word n-grams. */
export class CopyIndex {
  readonly #span: number;
  readonly #coverage: number;
  readonly #tokens = new TokenTable();
  readonly #rows: Int32Array[] = [];
  readonly #byText = new Map<string, number>();
  /** The rows that hold an n-gram, in order, by its tokens. */
  readonly #rowsWith = new Map<string, number[]>();
  readonly #near: NoveltyIndex;

  constructor(rows: readonly string[], options: CopyOptions = {}) {
    this.#span = options.span ?? 8;
    this.#coverage = options.coverage ?? 0.6;
    this.#near = new NoveltyIndex({
      maxRougeL: options.maxRougeL ?? 0.7,
      notation: options.notation,
    });
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
      const rows = this.#rowsWith.get(key);
      if (rows === undefined) this.#rowsWith.set(key, [row]);
      else if (rows.at(-1) !== row) rows.push(row);
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
    let best: { row: number; coverage: number; run: number } | null = null;
    for (const [row, { covered, longestRun }] of this.#spans(draft)) {
      const coverage = covered / draft.length;
      if (coverage < this.#coverage || (best !== null && coverage <= best.coverage)) continue;
      best = { row, coverage, run: longestRun };
    }
    if (best === null) return null;
    const { row, coverage, run } = best;
    const bounds = { least: this.#span, most: run };
    const longest = longestCommonRun(draft, this.#rows[row] as Int32Array, bounds);
    return { row, kind: "span", coverage, longest };
  }

  /** The most similar row above the ROUGE-L threshold; null for none. */
  near(text: string): NearCopy | null {
    const nearest = this.#near.nearest(text);
    return nearest === null ? null : { row: Number(nearest.id), rougeL: nearest.rougeL };
  }

  /**
   * For each row that shares a span with the draft: how many draft words stand in n-grams that the
   * row has, and the longest run of such words, which no shared span is longer than.
   */
  #spans(draft: Int32Array): Map<number, { covered: number; longestRun: number }> {
    const found = new Map<
      number,
      { covered: number; longestRun: number; end: number; run: number }
    >();
    let known = 0;
    for (let end = 1; end <= draft.length; end++) {
      // No row has an n-gram with a word that no row has.
      known = draft[end - 1] === -1 ? 0 : known + 1;
      if (known < this.#span) continue;
      const start = end - this.#span;
      for (const row of this.#rowsWith.get(gramKey(draft, start, this.#span)) ?? []) {
        let sofar = found.get(row);
        if (sofar === undefined)
          found.set(row, (sofar = { covered: 0, longestRun: 0, end: 0, run: 0 }));
        sofar.covered += end - Math.max(start, sofar.end);
        sofar.run = sofar.end === end - 1 ? sofar.run + 1 : this.#span;
        sofar.longestRun = Math.max(sofar.longestRun, sofar.run);
        sofar.end = end;
      }
    }
    return found;
  }
}

function gramKey(tokens: Int32Array, start: number, size: number): string {
  return tokens.subarray(start, start + size).join(",");
}
