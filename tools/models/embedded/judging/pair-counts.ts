const SHIFT = 2 ** 24;

/** Counts of symbols and of neighbouring symbols over rows, from which one row can be left out. */
export class PairCounts {
  readonly #pairs = new Map<number, number>();
  readonly #singles = new Map<number, number>();
  readonly #ownPairs: Map<number, number>[] = [];
  readonly #ownSingles: Map<number, number>[] = [];
  readonly #lengths: number[] = [];
  #total = 0;

  add(symbols: ArrayLike<number>): void {
    const pairs = new Map<number, number>();
    const singles = new Map<number, number>();
    for (let at = 0; at < symbols.length; at++) {
      bump(singles, symbols[at] as number, 1);
      if (at > 0) bump(pairs, (symbols[at - 1] as number) * SHIFT + (symbols[at] as number), 1);
    }
    for (const [key, count] of pairs) bump(this.#pairs, key, count);
    for (const [key, count] of singles) bump(this.#singles, key, count);
    this.#ownPairs.push(pairs);
    this.#ownSingles.push(singles);
    this.#lengths.push(symbols.length);
    this.#total += symbols.length;
  }

  /**
   * How much more often b follows a than chance has it, P(b | a) / P(b), without row `without` (-1:
   * with all); 0 for unseen pairs.
   */
  ratio(a: number, b: number, without: number): number {
    if (a < 0 || b < 0) return 0;
    const key = a * SHIFT + b;
    const pair = (this.#pairs.get(key) ?? 0) - (this.#ownPairs[without]?.get(key) ?? 0);
    if (pair <= 0) return 0;
    return (
      (pair * (this.#total - (this.#lengths[without] ?? 0))) /
      (this.count(a, without) * this.count(b, without))
    );
  }

  /** How often a symbol stands in the rows, without row `without`. */
  count(symbol: number, without: number): number {
    return (this.#singles.get(symbol) ?? 0) - (this.#ownSingles[without]?.get(symbol) ?? 0);
  }
}

function bump(counts: Map<number, number>, key: number, by: number): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}
