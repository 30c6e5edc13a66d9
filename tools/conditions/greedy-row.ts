import type { Random } from "../../base/statistics/random.js";
import type { PairTable } from "./pair-table.js";
import type { RowSpace } from "./row-space.js";

/**
 * A row that holds many pairs that no row has yet (AETG, Cohen et al. 1997): it starts from an open
 * pair of the value with the most of them; the other dimensions follow in random order, each with
 * the value that closes most pairs with what is chosen, draws by lot.
 *
 * @returns the row, and how many open pairs it holds; null where no allowed row with that pair was
 *         found
 */
export function greedyRow(
  space: RowSpace,
  table: PairTable,
  used: ArrayLike<number>,
  random: Random,
): { readonly row: Int32Array; readonly gain: number } | null {
  const [first, a] = fullest(table, random);
  const partners = openPartners(table, first, a);
  if (partners.length === 0) return null;
  const [second, b] = random.pick(partners);
  const row = new Int32Array(table.sizes.length).fill(-1);
  row[first] = a;
  row[second] = b;
  if (row[0]! < 0) {
    const label = bestLabel(
      space,
      table,
      used,
      [
        [first, a],
        [second, b],
      ],
      random,
    );
    if (label < 0) return null;
    row[0] = label;
  }
  const chosen = [0, ...[first, second].filter((dimension) => dimension !== 0)];
  const rest = table.sizes
    .map((_size, dimension) => dimension)
    .filter((dimension) => row[dimension]! < 0 && space.has(row[0]!, dimension));
  for (const dimension of random.shuffle(rest)) {
    if (!choose(space, table, row, { dimension, chosen }, random)) return null;
    chosen.push(dimension);
  }
  return { row, gain: table.pairsHeldBy(row, 0) };
}

/** A value with the most open pairs. */
function fullest(table: PairTable, random: Random): [number, number] {
  let best: [number, number][] = [];
  let most = 0;
  table.open.forEach((values, dimension) => {
    values.forEach((open, value) => {
      if (open > most) [best, most] = [[], open];
      if (open === most && open > 0) best.push([dimension, value]);
    });
  });
  return random.pick(best);
}

function openPartners(table: PairTable, dimension: number, value: number): [number, number][] {
  const partners: [number, number][] = [];
  table.sizes.forEach((size, other) => {
    if (other === dimension) return;
    for (let candidate = 0; candidate < size; candidate++)
      if (table.isOpen(dimension, value, other, candidate)) partners.push([other, candidate]);
  });
  return partners;
}

/**
 * Of the labels under which the pair can occur, the one that closes most pairs with it; then the
 * one with the fewest rows.
 */
function bestLabel(
  space: RowSpace,
  table: PairTable,
  used: ArrayLike<number>,
  [[first, a], [second, b]]: readonly [readonly [number, number], readonly [number, number]],
  random: Random,
): number {
  let best: number[] = [];
  let most = -Infinity;
  for (let label = 0; label < space.labels.length; label++) {
    if (!space.canMeet(label, first, a, second, b)) continue;
    const worth =
      Number(table.isOpen(0, label, first, a)) +
      Number(table.isOpen(0, label, second, b)) -
      used[label]! / 1e6;
    if (worth > most) [best, most] = [[], worth];
    if (worth === most) best.push(label);
  }
  return best.length === 0 ? -1 : random.pick(best);
}

/**
 * Sets the value that closes most pairs and is allowed beside the chosen ones; false where none is.
 */
function choose(
  space: RowSpace,
  table: PairTable,
  row: Int32Array,
  { dimension, chosen }: { readonly dimension: number; readonly chosen: readonly number[] },
  random: Random,
): boolean {
  const refused = new Set<number>();
  for (;;) {
    let best = -1;
    let most = -1;
    let ties = 0;
    for (let value = 0; value < table.sizes[dimension]!; value++) {
      if (refused.has(value) || !space.can(row[0]!, dimension, value)) continue;
      let gain = 0;
      for (const other of chosen) if (table.isOpen(dimension, value, other, row[other]!)) gain++;
      if (gain > most) [best, most, ties] = [value, gain, 1];
      else if (gain === most && random.integer(++ties) === 0) best = value;
    }
    if (best < 0) return false;
    row[dimension] = best;
    if (space.isPossible(row, dimension)) return true;
    row[dimension] = -1;
    refused.add(best);
  }
}
