import { Random } from "../../base/statistics/random.js";
import { append } from "../../base/values/append.js";

const PERMUTATIONS = 2000;
/** Values of a set that are looked at: the others say no more. */
const MOST = 5000;

/** How far two distributions of names are apart. */
export interface DistributionDifference {
  /** Half the sum of the differences of the shares, 0 to 1. */
  readonly distance: number;
  /** Share of the random divisions of all values whose distance is as large. */
  readonly probability: number;
  /** The name whose share changed most, with both shares. */
  readonly most: { readonly name: string; readonly first: number; readonly second: number };
}

/** Compares how often names come, by a permutation test. Null where a set is empty. */
export function distributionDifference(
  first: readonly string[],
  second: readonly string[],
  seed: string | number,
): DistributionDifference | null {
  if (first.length === 0 || second.length === 0) return null;
  const random = new Random(seed).derive("permutations");
  const [a, b] = [random.sample(first, MOST), random.sample(second, MOST)];
  const places = new Map<string, number[]>();
  [...a, ...b].forEach((name, at) => append(places, name, at));
  const names = [...places.keys()].sort();
  const codes = new Int32Array(a.length + b.length);
  names.forEach((name, code) => places.get(name)!.forEach((at) => (codes[at] = code)));
  const counts = (order: Int32Array): Float64Array => {
    const found = new Float64Array(names.length);
    for (let at = 0; at < order.length; at++) {
      const share = at < a.length ? 1 / a.length : -1 / b.length;
      found[order[at]!] = found[order[at]!]! + share;
    }
    return found;
  };
  const distanceOf = (shares: Float64Array): number =>
    shares.reduce((sum, share) => sum + Math.abs(share), 0) / 2;
  const observed = counts(codes);
  const distance = distanceOf(observed);
  let asLarge = 0;
  const order = codes.slice();
  for (let round = 0; round < PERMUTATIONS; round++) {
    for (let at = order.length - 1; at > 0; at--) {
      const other = random.integer(at + 1);
      [order[at], order[other]] = [order[other]!, order[at]!];
    }
    if (distanceOf(counts(order)) >= distance - 1e-12) asLarge++;
  }
  const top = observed.reduce(
    (best, share, code) => (Math.abs(share) > Math.abs(observed[best]!) + 1e-12 ? code : best),
    0,
  );
  const shareOf = (set: readonly string[]): number =>
    set.filter((name) => name === names[top]).length / set.length;
  return {
    distance,
    probability: (asLarge + 1) / (PERMUTATIONS + 1),
    most: { name: names[top]!, first: shareOf(a), second: shareOf(b) },
  };
}
