import { words } from "../../../base/text/words.js";

const BOUNDARY = "\u0000";

/**
 * How odd the order of common words is, measured by pairs of neighbours that real rows never show
 * although both words are common.
 *
 * The oddness of a text is the sum, over its pairs that no other row has, of how often the pair
 * would be expected if words came in any order: count(a) count(b) / total. Fluent text has hardly
 * any such pair; shuffled text has many. A text end counts as a word, so a text that stops after
 * "the" is odd too. Needs no dictionary and no list of words.
 *
 * Words that real rows never combine, because they are few or all alike, make fluent text look odd
 * as well; so the oddness is also compared with what the text's own words would have in random
 * order.
 */
export class WordOrder {
  readonly #single = new Map<string, number>();
  readonly #pairs = new Map<string, number>();
  #total = 0;
  /** The oddness of each real row against all others, ascending. */
  readonly ofRows: Float64Array;

  constructor(texts: readonly string[]) {
    const sequences = texts.map(sequenceOf);
    for (const sequence of sequences) this.#count(sequence, 1);
    this.ofRows = Float64Array.from(sequences, (sequence) => {
      this.#count(sequence, -1);
      const oddness = this.#oddness(sequence).value;
      this.#count(sequence, 1);
      return oddness;
    }).sort();
  }

  /**
   * The oddness of a new text, its share of what the same words have in random order, and its
   * oddest pair of words.
   */
  oddness(text: string): {
    readonly value: number;
    readonly ofRandom: number;
    readonly pair: string;
  } {
    const sequence = sequenceOf(text);
    const { value, pair } = this.#oddness(sequence);
    const inRandomOrder = (): number => this.#inRandomOrder(sequence);
    return {
      value,
      pair,
      // Asked for of odd texts alone: it takes far longer than the rest.
      get ofRandom() {
        const random = inRandomOrder();
        return random === 0 ? 0 : value / random;
      },
    };
  }

  /**
   * Mean oddness over all orders of the words: every ordered pair stands side by side in 1 of n
   * orders.
   */
  #inRandomOrder(sequence: readonly string[]): number {
    const counted = sequence.map((word) => this.#single.get(word) ?? 0);
    let sum = 0;
    for (const [left, word] of sequence.entries()) {
      if (counted[left] === 0) continue;
      for (const [right, other] of sequence.entries()) {
        if (
          left !== right &&
          counted[right] !== 0 &&
          !((this.#pairs.get(`${word} ${other}`) ?? 0) > 0)
        )
          sum += counted[left]! * counted[right]!;
      }
    }
    return sum / Math.max(1, this.#total) / Math.max(1, sequence.length);
  }

  #oddness(sequence: readonly string[]): { value: number; pair: string } {
    let value = 0;
    let most = 0;
    let pair = "";
    for (let index = 1; index < sequence.length; index++) {
      const left = sequence[index - 1]!;
      const right = sequence[index]!;
      if ((this.#pairs.get(`${left} ${right}`) ?? 0) > 0) continue;
      const expected =
        ((this.#single.get(left) ?? 0) * (this.#single.get(right) ?? 0)) / Math.max(1, this.#total);
      value += expected;
      if (expected > most) {
        most = expected;
        pair = `${left} ${right}`.replaceAll(BOUNDARY, "(end)");
      }
    }
    return { value, pair };
  }

  #count(sequence: readonly string[], by: 1 | -1): void {
    for (let index = 0; index < sequence.length; index++) {
      add(this.#single, sequence[index]!, by);
      this.#total += by;
      if (index > 0) add(this.#pairs, `${sequence[index - 1]} ${sequence[index]}`, by);
    }
  }
}

/**
 * The words of a text with a boundary at both ends and at every punctuation mark that parts
 * phrases.
 */
function sequenceOf(text: string): string[] {
  const parts = text
    .split(/[.!?;:,…()"。！？、，]+(?=\s|$)/u)
    .map(words)
    .filter((part) => part.length > 0);
  return [BOUNDARY, ...parts.flatMap((part) => [...part, BOUNDARY])];
}

function add(counts: Map<string, number>, key: string, by: number): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}
