import type { Random } from "../../base/statistics/random.js";
import type { TimeSlices } from "../../base/workers/time-slices.js";
import type { PairTable } from "./pair-table.js";
import type { RowSpace } from "./row-space.js";

/** Chance that a step which opens n pairs more than it closes is taken all the same; none above. */
const UPHILL = [1, 0.19, 0.035, 0.007];
/** Share of the possible steps that are looked at: the best of all would go in circles. */
const LOOKED_AT = 0.4;

/**
 * Takes rows out of a covering and changes single values of the others until every pair is held
 * again (annealing with a fixed temperature, after Nayeri et al. 2013), as long as that succeeds
 * within `steps` changes a row.
 *
 * @param table counts the rows as they are; it counts those that are returned afterwards
 */
export async function fewerRows(
  rows: readonly Int32Array[],
  options: {
    readonly space: RowSpace;
    readonly table: PairTable;
    readonly steps: number;
    readonly random: Random;
    readonly slices: TimeSlices;
  },
): Promise<Int32Array[]> {
  const { table } = options;
  let best = rows.map((row) => row.slice());
  for (;;) {
    const current = best.map((row) => row.slice());
    if (current.length < 2) return best;
    const weakest = current.reduce(
      (least, row, index) => {
        const alone = table.pairsHeldBy(row, 1);
        return alone < least.alone ? { alone, index } : least;
      },
      { alone: Infinity, index: 0 },
    ).index;
    const [removed] = current.splice(weakest, 1);
    table.changeRow(removed!, -1);
    if (!(await closeAll(current, removed!, options))) {
      for (const row of current) table.changeRow(row, -1);
      for (const row of best) table.changeRow(row, 1);
      return best;
    }
    best = current;
  }
}

interface Step {
  readonly row: number;
  readonly dimension: number;
  readonly value: number;
  readonly worse: number;
}

async function closeAll(
  rows: Int32Array[],
  removed: Int32Array,
  { space, table, steps, random, slices }: Parameters<typeof fewerRows>[1],
): Promise<boolean> {
  const missing = new MissingPairs(table);
  missing.addRow(removed);
  for (let step = 0; step < steps && missing.size > 0; step++) {
    if (slices.over) await slices.turn();
    const chosen = bestStep(rows, missing.pick(random), space, table, random);
    if (chosen === null || random.next() >= (UPHILL[Math.max(0, chosen.worse)] ?? 0)) continue;
    const row = rows[chosen.row]!;
    for (let other = 0; other < row.length; other++) {
      if (other === chosen.dimension || row[other]! < 0) continue;
      table.change(chosen.dimension, row[chosen.dimension]!, other, row[other]!, -1);
      missing.update(chosen.dimension, row[chosen.dimension]!, other, row[other]!);
      table.change(chosen.dimension, chosen.value, other, row[other]!, 1);
      missing.update(chosen.dimension, chosen.value, other, row[other]!);
    }
    row[chosen.dimension] = chosen.value;
  }
  return missing.size === 0;
}

/** Of the changes of one value that close the pair, the one that opens fewest others. */
function bestStep(
  rows: readonly Int32Array[],
  [first, a, second, b]: readonly [number, number, number, number],
  space: RowSpace,
  table: PairTable,
  random: Random,
): Step | null {
  let best: Step | null = null;
  for (const [index, row] of rows.entries()) {
    for (const [kept, value, dimension, wanted] of [
      [first, a, second, b],
      [second, b, first, a],
    ] as const) {
      // The label of a row stays: other values may depend on it.
      if (
        dimension === 0 ||
        row[kept] !== value ||
        row[dimension]! < 0 ||
        random.next() > LOOKED_AT ||
        !space.can(row[0]!, dimension, wanted)
      )
        continue;
      let worse = 0;
      for (let other = 0; other < row.length; other++) {
        if (other === dimension || row[other]! < 0) continue;
        if (table.count(dimension, row[dimension]!, other, row[other]!) === 1) worse++;
        if (table.isOpen(dimension, wanted, other, row[other]!)) worse--;
      }
      if ((best !== null && worse >= best.worse) || worse >= UPHILL.length) continue;
      const before = row[dimension]!;
      row[dimension] = wanted;
      if (space.isPossible(row, dimension)) best = { row: index, dimension, value: wanted, worse };
      row[dimension] = before;
    }
  }
  return best;
}

/** The open pairs, to be drawn from and kept up to date in constant time. */
class MissingPairs {
  readonly #table: PairTable;
  readonly #pairs: (readonly [number, number, number, number])[] = [];
  readonly #places = new Map<string, number>();

  constructor(table: PairTable) {
    this.#table = table;
  }

  get size(): number {
    return this.#pairs.length;
  }

  pick(random: Random): readonly [number, number, number, number] {
    return random.pick(this.#pairs);
  }

  addRow(row: ArrayLike<number>): void {
    for (let first = 0; first < row.length; first++) {
      for (let second = first + 1; second < row.length; second++)
        if (row[first]! >= 0 && row[second]! >= 0)
          this.update(first, row[first]!, second, row[second]!);
    }
  }

  update(x: number, p: number, y: number, q: number): void {
    const [first, a, second, b] = x < y ? [x, p, y, q] : [y, q, x, p];
    const key = `${first},${a},${second},${b}`;
    const place = this.#places.get(key);
    const isOpen = this.#table.isOpen(first, a, second, b);
    if (isOpen && place === undefined) {
      this.#places.set(key, this.#pairs.length);
      this.#pairs.push([first, a, second, b]);
    } else if (!isOpen && place !== undefined) {
      const last = this.#pairs.pop()!;
      this.#places.delete(key);
      if (place < this.#pairs.length) {
        this.#pairs[place] = last;
        this.#places.set(last.join(","), place);
      }
    }
  }
}
