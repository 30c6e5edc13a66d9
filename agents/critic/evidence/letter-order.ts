import { characterNgrams } from "../../../base/text/character-ngrams.js";
import { words } from "../../../base/text/words.js";

/** Words shorter than this are too often abbreviations and names of units. */
const SHORTEST = 4;

/**
 * Which letter runs the words of real rows have, and so how many words of a text look like no word
 * of the language.
 */
export class LetterOrder {
  readonly #rowsOf = new Map<string, number>();
  readonly #known = new Map<string, number>();
  /** Share of strange words of each real row, judged by the others, ascending. */
  readonly ofRows: Float64Array;

  constructor(texts: readonly string[]) {
    const rows = texts.map((text) => [...new Set(words(text))]);
    const count = (row: readonly string[], by: 1 | -1): void => {
      for (const word of row) this.#known.set(word, (this.#known.get(word) ?? 0) + by);
      for (const run of new Set(row.flatMap(letterRuns)))
        this.#rowsOf.set(run, (this.#rowsOf.get(run) ?? 0) + by);
    };
    for (const row of rows) count(row, 1);
    this.ofRows = Float64Array.from(rows, (row) => {
      count(row, -1);
      const share = this.#strange(row).length / Math.max(1, row.length);
      count(row, 1);
      return share;
    }).sort();
  }

  /** True when a real row has this word. */
  knows(word: string): boolean {
    return (this.#known.get(word) ?? 0) > 0;
  }

  /** A longer known word that starts with this one, or null. */
  completionOf(word: string): string | null {
    for (const [known, rows] of this.#known)
      if (rows > 0 && known.length > word.length + 1 && known.startsWith(word)) return known;
    return null;
  }

  /**
   * Words of a text that are unknown and most of whose letter runs no real row has, with their
   * share of its words.
   */
  strangeWords(text: string): { readonly found: readonly string[]; readonly share: number } {
    const row = [...new Set(words(text))];
    const found = this.#strange(row);
    return { found, share: found.length / Math.max(1, row.length) };
  }

  #strange(row: readonly string[]): string[] {
    return row.filter((word) => {
      if (
        this.knows(word) ||
        word.length < SHORTEST ||
        /\d|\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}/u.test(word)
      )
        return false;
      const runs = letterRuns(word);
      return runs.filter((run) => (this.#rowsOf.get(run) ?? 0) === 0).length > runs.length * 0.7;
    });
  }
}

/**
 * Syllables of Hangul are taken apart: there are too many of them for real rows to show how they
 * follow each other.
 */
function letterRuns(word: string): string[] {
  return characterNgrams(` ${word.normalize("NFD")} `, 3);
}
