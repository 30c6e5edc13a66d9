import { words } from "../../../base/text/words.js";

const PAIR = 0.6;
const SINGLE = 0.35;
const BEFORE_FIRST = "\u0001";

/**
 * Word n-gram counts per class (interpolated pairs, single words and a uniform floor) for p(text |
 * class).
 */
export class ClassNgrams {
  readonly #pairs: Map<string, Float64Array> = new Map();
  readonly #singles: Map<string, Float64Array> = new Map();
  readonly #totals: Float64Array;
  readonly #classes: number;

  /** @param labels class per text, integers in [0, classes) */
  constructor(texts: readonly string[], labels: ArrayLike<number>, classes: number) {
    this.#classes = classes;
    this.#totals = new Float64Array(classes);
    texts.forEach((text, row) => {
      const given = labels[row]!;
      eachPair(text, (before, word) => {
        this.#count(this.#singles, word, given);
        this.#count(this.#pairs, `${before}\u0000${word}`, given);
        this.#totals[given] = this.#totals[given]! + 1;
      });
      this.#count(this.#singles, BEFORE_FIRST, given);
    });
  }

  /**
   * log p(word | words before, class) - log sum of the same over all classes, the mean over the
   * words of a text, for its class.
   *
   * @param own true where the text was counted: its own counts are then taken out, or every text
   *         would fit its own class
   */
  logShare(text: string, given: number, own: boolean): number {
    const inText = new Map<string, number>();
    if (own) {
      inText.set(BEFORE_FIRST, 1);
      eachPair(text, (before, word) => {
        inText.set(word, (inText.get(word) ?? 0) + 1);
        inText.set(`${before}\u0000${word}`, (inText.get(`${before}\u0000${word}`) ?? 0) + 1);
      });
    }
    const length = [...inText].reduce(
      (sum, [key, count]) => sum + (key.includes("\u0000") ? count : 0),
      0,
    );
    const vocabulary = this.#singles.size;
    let sum = 0;
    let count = 0;
    eachPair(text, (before, word) => {
      let all = 0;
      let mine = 0;
      for (let c = 0; c < this.#classes; c++) {
        const left = (map: Map<string, Float64Array>, key: string): number =>
          (map.get(key)?.[c] ?? 0) - (c === given ? (inText.get(key) ?? 0) : 0);
        const total = this.#totals[c]! - (c === given ? length : 0);
        const context = left(this.#singles, before);
        const single = total > 0 ? left(this.#singles, word) / total : 0;
        const pair = context > 0 ? left(this.#pairs, `${before}\u0000${word}`) / context : single;
        const probability = PAIR * pair + SINGLE * single + (1 - PAIR - SINGLE) / (vocabulary + 1);
        all += probability;
        if (c === given) mine = probability;
      }
      sum += Math.log(mine / all);
      count += 1;
    });
    return count === 0 ? -Math.log(this.#classes) : sum / count;
  }

  #count(map: Map<string, Float64Array>, key: string, given: number): void {
    let counts = map.get(key);
    if (counts === undefined) map.set(key, (counts = new Float64Array(this.#classes)));
    counts[given] = counts[given]! + 1;
  }
}

function eachPair(text: string, visit: (before: string, word: string) => void): void {
  let before = BEFORE_FIRST;
  for (const word of words(text)) {
    visit(before, word);
    before = word;
  }
}
