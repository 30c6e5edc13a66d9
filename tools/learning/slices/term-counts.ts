import { words } from "../../../base/text/words.js";
import type { TextInput } from "../contract.js";
import { plainInput } from "../features/plain-input.js";
import { append } from "../../../base/values/append.js";

const TELLING = 4;
/** A prior of this many texts keeps rare words from looking telling (Monroe et al. 2008). */
const PRIOR = 10;

/** Which texts hold which words. */
export class TermCounts {
  readonly #rows = new Map<string, number[]>();
  readonly #texts: number;

  constructor(texts: readonly TextInput[]) {
    this.#texts = texts.length;
    texts.forEach((text, row) => {
      for (const word of new Set([plainInput(text)].flat().flatMap(words))) {
        if (!/[\p{L}\p{N}]/u.test(word)) continue;
        append(this.#rows, word, row);
      }
    });
  }

  /** The words that stand in `least` to `most` texts, with these. */
  frequent(least: number, most: number): { readonly term: string; readonly rows: number[] }[] {
    return [...this.#rows].flatMap(([term, rows]) =>
      rows.length >= least && rows.length <= most ? [{ term, rows }] : [],
    );
  }

  /**
   * The words that are most over-represented in these texts, by the z-score of the log-odds ratio
   * against the others with an informative Dirichlet prior (Monroe, Colaresi and Quinn 2008).
   */
  telling(rows: readonly number[]): string[] {
    const inside = new Set(rows);
    const outside = this.#texts - inside.size;
    const scored: { term: string; score: number }[] = [];
    for (const [term, all] of this.#rows) {
      const here = all.filter((row) => inside.has(row)).length;
      if (here < 2) continue;
      const prior = (PRIOR * all.length) / this.#texts;
      const odds = (count: number, total: number): number =>
        Math.log((count + prior) / (total + PRIOR - count - prior));
      const spread = Math.sqrt(1 / (here + prior) + 1 / (all.length - here + prior));
      const score = (odds(here, inside.size) - odds(all.length - here, outside)) / spread;
      if (score > 0 && Number.isFinite(score)) scored.push({ term, score });
    }
    return scored
      .sort((a, b) => b.score - a.score || (a.term < b.term ? -1 : 1))
      .slice(0, TELLING)
      .map(({ term }) => term);
  }
}
