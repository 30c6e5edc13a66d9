/**
 * Which pairs of values of unlike dimensions can occur, and how often rows hold each. A row has one
 * value for each dimension, or -1.
 */
export class PairTable {
  readonly sizes: readonly number[];
  /** Pairs that can occur and those that cannot. */
  possible = 0;
  impossible = 0;
  /** Possible pairs that no row holds. */
  uncovered = 0;
  /** For each dimension and value, how many of its possible pairs no row holds. */
  readonly open: readonly Int32Array[];
  readonly #starts: readonly number[][];
  /** Rows that hold the pair, in both directions; -1 where it cannot occur. */
  readonly #counts: Int32Array;

  /** @param canOccur called once for each pair, the lower dimension first */
  constructor(
    sizes: readonly number[],
    canOccur: (first: number, a: number, second: number, b: number) => boolean,
  ) {
    this.sizes = sizes;
    this.open = sizes.map((size) => new Int32Array(size));
    let total = 0;
    this.#starts = sizes.map((size, first) =>
      sizes.map((other, second) => {
        const start = total;
        if (first !== second) total += size * other;
        return start;
      }),
    );
    this.#counts = new Int32Array(total);
    for (let first = 0; first < sizes.length; first++) {
      for (let second = first + 1; second < sizes.length; second++) {
        for (let a = 0; a < sizes[first]!; a++)
          for (let b = 0; b < sizes[second]!; b++)
            this.#start(first, a, second, b, canOccur(first, a, second, b));
      }
    }
  }

  isOpen(first: number, a: number, second: number, b: number): boolean {
    return this.#counts[this.#at(first, a, second, b)] === 0;
  }

  /** How many rows hold the pair; -1 where it cannot occur. */
  count(first: number, a: number, second: number, b: number): number {
    return this.#counts[this.#at(first, a, second, b)]!;
  }

  /** Counts the pair in one row more (`by` = 1) or less (-1). */
  change(first: number, a: number, second: number, b: number, by: 1 | -1): void {
    const at = this.#at(first, a, second, b);
    if (this.#counts[at]! < 0) return;
    const after = (this.#counts[at] = this.#counts[at]! + by);
    this.#counts[this.#at(second, b, first, a)] = after;
    const opened = after === 0 ? 1 : after === 1 && by === 1 ? -1 : 0;
    if (opened === 0) return;
    this.uncovered += opened;
    this.open[first]![a] = this.open[first]![a]! + opened;
    this.open[second]![b] = this.open[second]![b]! + opened;
  }

  /** Counts every pair of a row. */
  changeRow(row: ArrayLike<number>, by: 1 | -1): void {
    for (let first = 0; first < row.length; first++) {
      for (let second = first + 1; second < row.length; second++) {
        if (row[first]! >= 0 && row[second]! >= 0)
          this.change(first, row[first]!, second, row[second]!, by);
      }
    }
  }

  /** Pairs of a row that are held by exactly `rows` rows. */
  pairsHeldBy(row: ArrayLike<number>, rows: number): number {
    let held = 0;
    for (let first = 0; first < row.length; first++) {
      for (let second = first + 1; second < row.length; second++) {
        if (
          row[first]! >= 0 &&
          row[second]! >= 0 &&
          this.count(first, row[first]!, second, row[second]!) === rows
        )
          held++;
      }
    }
    return held;
  }

  #start(first: number, a: number, second: number, b: number, can: boolean): void {
    if (can) {
      this.possible++;
      this.uncovered++;
      this.open[first]![a]!++;
      this.open[second]![b]!++;
      return;
    }
    this.impossible++;
    this.#counts[this.#at(first, a, second, b)] = -1;
    this.#counts[this.#at(second, b, first, a)] = -1;
  }

  #at(first: number, a: number, second: number, b: number): number {
    return this.#starts[first]![second]! + a * this.sizes[second]! + b;
  }
}
