import type { Pieces } from "../../../../base/workers/interruptible-work.js";
import { surfaceTokens } from "../surface-tokens.js";
import { RatingScale } from "./rating-scale.js";
import { append } from "../../../../base/values/append.js";

/** Pieces of evidence that the usual familiarity counts for beside those of the text itself. */
const PRIOR = 4;
const CHARACTERS = 4;
const NEAREST = 5;

interface Terms {
  readonly words: readonly string[];
  readonly characters: readonly string[];
}

/**
 * How familiar a text's vocabulary is: the share of its words (rare ones count more) and of its
 * character n-grams that the shown texts have, and its cosine with the nearest of them, on the
 * scale of the shown texts, each measured without itself.
 */
export class FamiliarityStatistic {
  readonly #rowsWith = new Map<string, number[]>();
  readonly #charactersWith = new Map<string, number>();
  readonly #rows: number;
  #norms: Float64Array = new Float64Array();
  #scale = new RatingScale([]);
  #usual = { words: 0.5, characters: 0.5 };
  #spread: readonly number[] = [];
  #center: readonly number[] = [];

  private constructor(rows: number) {
    this.#rows = rows;
  }

  static *inPieces(texts: readonly string[]): Pieces<FamiliarityStatistic> {
    const statistic = new FamiliarityStatistic(texts.length);
    yield* statistic.#learn(texts);
    return statistic;
  }

  *#learn(texts: readonly string[]): Pieces<void> {
    const terms: Terms[] = [];
    for (const [row, text] of texts.entries()) {
      const term = termsOf(text);
      terms.push(term);
      for (const word of term.words) append(this.#rowsWith, word, row);
      for (const piece of term.characters)
        this.#charactersWith.set(piece, (this.#charactersWith.get(piece) ?? 0) + 1);
      yield;
    }
    this.#norms = Float64Array.from(terms, ({ words }) =>
      Math.sqrt(words.reduce((sum, word) => sum + this.#weight(word) ** 2, 0)),
    );
    const raw = yield* this.#measuresOf(terms);
    this.#usual = {
      words: mean(raw.map((row) => row[0] as number)),
      characters: mean(raw.map((row) => row[1] as number)),
    };
    const measured = yield* this.#measuresOf(terms);
    this.#center = [0, 1, 2].map((column) => mean(measured.map((row) => row[column] as number)));
    this.#spread = [0, 1, 2].map((column) =>
      Math.max(
        0.02,
        Math.sqrt(
          mean(
            measured.map(
              (row) => ((row[column] as number) - (this.#center[column] as number)) ** 2,
            ),
          ),
        ),
      ),
    );
    this.#scale = new RatingScale(measured.map((row) => this.#combine(row)));
  }

  *#measuresOf(terms: readonly Terms[]): Pieces<number[][]> {
    const rows: number[][] = [];
    for (const [row, term] of terms.entries()) {
      rows.push(this.#measures(term, row));
      yield;
    }
    return rows;
  }

  /** Rating of a text in [0, 1]. */
  rate(text: string): number {
    return this.#scale.rate(this.#combine(this.#measures(termsOf(text), -1)));
  }

  #combine(measures: readonly number[]): number {
    const [words, characters, nearest] = measures.map(
      (value, column) =>
        (value - (this.#center[column] as number)) / (this.#spread[column] as number),
    ) as [number, number, number];
    return words + characters + Math.min(1.5, nearest);
  }

  #measures({ words, characters }: Terms, without: number): number[] {
    if (words.length === 0) return [0, 0, 0];
    let known = this.#usual.words * PRIOR;
    let all = PRIOR;
    const cosines = new Map<number, number>();
    let norm = 0;
    for (const word of words) {
      const rows = this.#rowsWith.get(word) ?? [];
      const others = rows.length - (without >= 0 && rows.includes(without) ? 1 : 0);
      const weight = this.#weight(word);
      norm += weight ** 2;
      const evidence = weight / Math.log(2 + this.#rows);
      all += evidence;
      if (others > 0) known += evidence;
      for (const row of rows)
        if (row !== without) cosines.set(row, (cosines.get(row) ?? 0) + weight ** 2);
    }
    let knownCharacters = this.#usual.characters * PRIOR;
    for (const piece of characters)
      if ((this.#charactersWith.get(piece) ?? 0) > (without >= 0 ? 1 : 0)) knownCharacters++;
    // The five nearest together: one shared word makes one row near, a shared subject makes
    // several.
    const near = [...cosines]
      .map(([row, product]) => product / ((this.#norms[row] as number) * Math.sqrt(norm) + 1))
      .sort((a, b) => b - a);
    const nearest = near.slice(0, NEAREST).reduce((sum, value) => sum + value, 0) / NEAREST;
    return [known / all, knownCharacters / (characters.length + PRIOR), nearest];
  }

  #weight(word: string): number {
    return Math.log((2 + this.#rows) / (1 + (this.#rowsWith.get(word)?.length ?? 0)));
  }
}

function termsOf(text: string): Terms {
  const words = [
    ...new Set(
      surfaceTokens(text)
        .filter((token) => token.kind === "word")
        .map((token) => token.folded),
    ),
  ];
  const characters = new Set<string>();
  for (const word of words) {
    const padded = Array.from(` ${word} `);
    const length = /[\u3040-\ua4cf\uac00-\ud7af]/u.test(word) ? 2 : CHARACTERS;
    for (let at = 0; at + length <= padded.length; at++)
      characters.add(padded.slice(at, at + length).join(""));
  }
  return { words, characters: [...characters] };
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
