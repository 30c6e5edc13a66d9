import type { Random } from "../../../../base/statistics/random.js";
import { isFunctionWord } from "../function-words.js";
import { END, START, type TokenIndex } from "../token-index.js";

export interface ExchangeOptions {
  readonly rowWeights: Float64Array;
  /** Probability that a content piece is exchanged where a piece fits. */
  readonly rate: number;
  /** True where a piece that never followed the piece before may stand too, if its class fits. */
  readonly anywhere?: boolean;
  /**
   * True where a word that is too frequent to be a word of the subject may be exchanged too, for
   * one that stood between the same two pieces: where rows are few and alike, every word is
   * frequent.
   */
  readonly between?: boolean;
  readonly random: Random;
  /** Rows whose figures and names may be used; null where all may. */
  readonly factRows: ReadonlySet<number> | null;
}

/**
 * Exchanges content words and figures of a sequence for others that stood in the same slot
 * elsewhere: after the same piece, of the same class, and better still before the same piece
 * (distributional similarity).
 */
export function exchangeSlots(
  index: TokenIndex,
  positions: readonly number[],
  options: ExchangeOptions,
): number[] {
  const result = [...positions];
  for (let at = 0; at < result.length; at++) {
    const position = result[at] as number;
    const isTopic = isContent(index, position);
    if (
      (!isTopic && (options.between !== true || !isWord(index, position))) ||
      options.random.next() >= options.rate
    )
      continue;
    const before = at === 0 ? START : (index.folded[result[at - 1] as number] as number);
    const after =
      at + 1 === result.length ? END : (index.folded[result[at + 1] as number] as number);
    const fitting: number[] = [];
    const weights: number[] = [];
    const followers = index.after([before], 1);
    const anywhere = options.anywhere === true;
    if (!isTopic) {
      const others = followers.filter(
        (other) =>
          index.folded[other + 1] === after &&
          index.folded[other] !== index.folded[position] &&
          index.formAt(other) === index.formAt(position) &&
          isWord(index, other),
      );
      if (others.length > 0)
        result[at] = others[
          options.random.weighted(
            others.map((other) => options.rowWeights[index.rowOf[other] as number] as number),
          )
        ] as number;
      continue;
    }
    for (const other of anywhere ? index.ofClass(index.classes[position] as number) : followers) {
      if (
        index.folded[other] === index.folded[position] ||
        index.classes[other] !== index.classes[position]
      )
        continue;
      if (index.formAt(other) !== index.formAt(position)) continue;
      if (options.factRows !== null && !options.factRows.has(index.rowOf[other] as number))
        continue;
      const sameAfter = index.folded[other + 1] === after;
      const sameClassAfter =
        other + 1 < index.classes.length &&
        at + 1 < result.length &&
        index.classes[other + 1] === index.classes[result[at + 1] as number];
      const weight =
        (options.rowWeights[index.rowOf[other] as number] as number) *
        (sameAfter ? 6 : sameClassAfter ? 2 : 0.3) *
        (anywhere && index.folded[other - 1] !== before ? OTHER_BEFORE : 1);
      if (weight <= 0) continue;
      fitting.push(other);
      weights.push(weight);
    }
    if (fitting.length > 0) result[at] = fitting[options.random.weighted(weights)] as number;
  }
  return result;
}

/** How much a piece counts that stood after another piece, beside one that stood after the same. */
const OTHER_BEFORE = 0.15;

/** Short words of Latin scripts are mostly grammar. */
const SHORT_LATIN = /^\p{Script=Latin}{1,3}$/u;

/** A word that carries more than grammar, however frequent it is. */
function isWord(index: TokenIndex, position: number): boolean {
  const word = index.surfaceAt(position).trim().toLowerCase();
  return index.kindAt(position) === "word" && !SHORT_LATIN.test(word) && !isFunctionWord(word);
}

function isContent(index: TokenIndex, position: number): boolean {
  const kind = index.kindAt(position);
  return (
    kind === "number" ||
    (kind === "word" && !index.isFrequent(index.surfaceAt(position).trim().toLowerCase()))
  );
}
