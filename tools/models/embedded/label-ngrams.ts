import { END, START, type TokenIndex } from "./token-index.js";

/** Shares of pairs, single words and a uniform floor in a probability. */
const PAIR = 0.6;
const SINGLE = 0.35;
const FLOOR = 1 - PAIR - SINGLE;
/** No word counts more than so many times another. */
const MOST_WEIGHT = 8;
const SHIFT = 2 ** 21;

/** How probable words are of each label: interpolated n-grams of an index, every word with a weight. */
export class LabelNgrams {
  readonly #index: TokenIndex;
  readonly #labels: readonly (number | null)[];
  readonly #classes: number;
  readonly #pairs = new Map<number, Float64Array>();
  readonly #singles = new Map<number, Float64Array>();
  /** Per label: how much was counted, and how much of it behind each word. */
  readonly #totals: Float64Array;
  readonly #before = new Map<number, Float64Array>();
  readonly #weights: Float64Array | null;

  /**
   * @param labels  class of each row, integers in [0, classes); null for rows that do not count
   * @param weights weight of each position of the index. Default: 1
   */
  constructor(
    index: TokenIndex,
    labels: readonly (number | null)[],
    {
      classes,
      weights = null,
    }: { readonly classes: number; readonly weights?: Float64Array | null },
  ) {
    this.#index = index;
    this.#labels = labels;
    this.#classes = classes;
    this.#weights = weights;
    this.#totals = new Float64Array(classes);
    for (let row = 0; row < labels.length; row++) this.#add(row);
  }

  /**
   * Weights of the words of the rows: exp(strength * log p(word | before, label) / mean of the same over
   * the labels), at most 8, their mean in a row 1; what a row itself counts is taken out. So words that
   * tell the labels apart count more (the discriminative weights of Meng et al. 2023, by their
   * likelihoods in place of a meta-learned network).
   */
  discriminativeWeights(strength: number): Float64Array {
    const index = this.#index;
    const weights = new Float64Array(index.folded.length).fill(1);
    const shares = new Float64Array(this.#classes);
    for (let row = 0; row < this.#labels.length; row++) {
      const label = this.#labels[row];
      if (label == null || strength === 0) continue;
      const [from, to] = [index.rowStart[row]! + 1, index.rowStart[row + 1]!];
      const own = this.#countsOf(row);
      let sum = 0;
      for (let at = from; at < to; at++) {
        this.#probabilities(index.folded[at - 1]!, index.folded[at]!, { own, label }, shares);
        const mean = shares.reduce((total, share) => total + share, 0) / this.#classes;
        const weight = Math.exp(strength * Math.log(shares[label]! / mean));
        weights[at] = Math.min(MOST_WEIGHT, Math.max(1 / MOST_WEIGHT, weight));
        sum += weights[at]!;
      }
      const scale = (to - from) / sum;
      for (let at = from; at < to; at++) weights[at] = weights[at]! * scale;
    }
    return weights;
  }

  /** Natural logarithm of the probability of folded ids (-1: never seen), by label; END is counted. */
  logProbabilities(ids: ArrayLike<number>): Float64Array {
    const sums = new Float64Array(this.#classes);
    const shares = new Float64Array(this.#classes);
    let before = START;
    for (let at = 0; at <= ids.length; at++) {
      const id = at < ids.length ? ids[at]! : END;
      this.#probabilities(before, id, null, shares);
      for (let label = 0; label < this.#classes; label++)
        sums[label] = sums[label]! + Math.log(shares[label]!);
      before = id;
    }
    return sums;
  }

  #probabilities(
    before: number,
    id: number,
    without: { readonly own: OwnCounts; readonly label: number } | null,
    out: Float64Array,
  ): void {
    const vocabulary = this.#index.vocabulary;
    const key = before < 0 || id < 0 ? -1 : before * SHIFT + id;
    for (let label = 0; label < this.#classes; label++) {
      const own = without?.label === label ? without.own : null;
      const left = (counts: Float64Array | undefined, taken: number | undefined): number =>
        Math.max(0, (counts?.[label] ?? 0) - (taken ?? 0));
      const total = this.#totals[label]! - (own?.total ?? 0);
      const behind = left(this.#before.get(before), own?.before.get(before));
      const single = total > 0 ? left(this.#singles.get(id), own?.singles.get(id)) / total : 0;
      const pair = behind > 0 ? left(this.#pairs.get(key), own?.pairs.get(key)) / behind : single;
      out[label] = PAIR * pair + SINGLE * single + FLOOR / (vocabulary + 1);
    }
  }

  #add(row: number): void {
    const label = this.#labels[row];
    if (label == null) return;
    const counts = this.#countsOf(row);
    const into = (map: Map<number, Float64Array>, own: ReadonlyMap<number, number>): void => {
      for (const [key, value] of own) {
        let all = map.get(key);
        if (all === undefined) map.set(key, (all = new Float64Array(this.#classes)));
        all[label] = all[label]! + value;
      }
    };
    into(this.#pairs, counts.pairs);
    into(this.#singles, counts.singles);
    into(this.#before, counts.before);
    this.#totals[label] = this.#totals[label]! + counts.total;
  }

  #countsOf(row: number): OwnCounts {
    const { folded, rowStart } = this.#index;
    const counts = { pairs: new Map(), singles: new Map(), before: new Map(), total: 0 } as {
      readonly pairs: Map<number, number>;
      readonly singles: Map<number, number>;
      readonly before: Map<number, number>;
      total: number;
    };
    for (let at = rowStart[row]! + 1; at < rowStart[row + 1]!; at++) {
      const [before, id] = [folded[at - 1]!, folded[at]!];
      const weight = this.#weights?.[at] ?? 1;
      const add = (map: Map<number, number>, key: number): void =>
        void map.set(key, (map.get(key) ?? 0) + weight);
      add(counts.pairs, before * SHIFT + id);
      add(counts.singles, id);
      add(counts.before, before);
      counts.total += weight;
    }
    return counts;
  }
}

interface OwnCounts {
  readonly pairs: ReadonlyMap<number, number>;
  readonly singles: ReadonlyMap<number, number>;
  readonly before: ReadonlyMap<number, number>;
  readonly total: number;
}
