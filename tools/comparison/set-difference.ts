import { Random } from "../../base/statistics/random.js";
import { variance } from "../../base/statistics/mean.js";
import type { Difference } from "./difference.js";
import { differenceOf } from "./mean-difference.js";

/** Halves that the scatter of a figure is taken from. */
const HALVES = 100;

/**
 * The difference of a figure of whole sets, such as the share of different pairs of words, of equally
 * many rows of both. Its scatter is that over random halves without replacement (McCarthy 1969): a
 * bootstrap would repeat rows, and repeated rows are what such a figure counts.
 *
 * @param figure of the rows with these places
 * @returns null for fewer than twenty rows
 */
export function setDifference(
  sizes: readonly [first: number, second: number],
  figure: (set: 0 | 1, rows: readonly number[]) => number,
  { seed, most }: { readonly seed: string | number; readonly most: number },
): (Difference & { readonly rows: number }) | null {
  const rows = Math.min(...sizes, most);
  if (rows < FEWEST) return null;
  const random = new Random(seed).derive("halves");
  const estimate = (set: 0 | 1) => {
    const own = random.derive(set);
    const drawn = own.sample(
      Array.from({ length: sizes[set] }, (_, at) => at),
      rows,
    );
    const halves = Array.from({ length: HALVES }, () =>
      figure(set, own.sample(drawn, Math.floor(rows / 2))),
    );
    return { value: figure(set, drawn), variance: variance(halves) };
  };
  return {
    ...differenceOf(estimate(0), estimate(1), { degrees: rows - 1, method: "random halves" }),
    rows,
  };
}

const FEWEST = 20;
