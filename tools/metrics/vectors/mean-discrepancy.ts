import { DatawrightError } from "../../../base/errors.js";
import { quantile } from "../../../base/statistics/mean.js";
import { Random } from "../../../base/statistics/random.js";
import { rowProduct, type UnitRows } from "./unit-rows.js";

/** Maximum mean discrepancy of two sets, and how often chance alone gives as much. */
export interface MeanDiscrepancy {
  /** Unbiased estimate of the squared discrepancy; about 0, below it too, for equal distributions. */
  readonly squared: number;
  /** p-value of the permutation test, at least 1 / (permutations + 1). */
  readonly probability: number;
}

/**
 * Maximum mean discrepancy (Gretton et al. 2012) with a Gaussian kernel of the median distance, and
 * its permutation test: O((n + m)^2) for the kernel and for each permutation.
 *
 * @throws SHAPE if a set has fewer than two vectors
 */
export function meanDiscrepancy(
  first: UnitRows,
  second: UnitRows,
  { permutations = 200, seed = 0 }: { readonly permutations?: number; readonly seed?: number } = {},
): MeanDiscrepancy {
  if (first.rows < 2 || second.rows < 2 || first.dimension !== second.dimension)
    throw new DatawrightError({
      code: "SHAPE",
      message: "a mean discrepancy needs two vectors of one dimension in each set",
    });
  const kernel = gaussianKernel(first, second);
  const all = first.rows + second.rows;
  const side = new Uint8Array(all);
  side.fill(1, first.rows);
  const squared = discrepancy(kernel, side, first.rows);
  const random = new Random(seed).derive("permutations");
  let atLeast = 0;
  for (let permutation = 0; permutation < permutations; permutation++) {
    shuffle(side, random);
    if (discrepancy(kernel, side, first.rows) >= squared - 1e-12) atLeast++;
  }
  return { squared, probability: (1 + atLeast) / (1 + permutations) };
}

function shuffle(side: Uint8Array, random: Random): void {
  for (let at = side.length - 1; at > 0; at--) {
    const other = random.integer(at + 1);
    [side[at], side[other]] = [side[other]!, side[at]!];
  }
}

/** Kernel values of all pairs, row by row. */
function gaussianKernel(first: UnitRows, second: UnitRows): Float64Array {
  const all = first.rows + second.rows;
  const squares = new Float64Array(all * all);
  const pick = (row: number): readonly [UnitRows, number] =>
    row < first.rows ? [first, row] : [second, row - first.rows];
  const distances: number[] = [];
  for (let i = 0; i < all; i++)
    for (let j = i + 1; j < all; j++) {
      const [a, at] = pick(i);
      const [b, to] = pick(j);
      const square = Math.max(0, 2 - 2 * rowProduct(a, at, b, to));
      squares[i * all + j] = squares[j * all + i] = square;
      distances.push(square);
    }
  const width = quantile(distances, 0.5) || 1;
  for (let at = 0; at < squares.length; at++) squares[at] = Math.exp(-squares[at]! / width);
  return squares;
}

function discrepancy(kernel: Float64Array, side: Uint8Array, n: number): number {
  const all = side.length;
  const m = all - n;
  let [own, others, between] = [0, 0, 0];
  for (let i = 0; i < all; i++)
    for (let j = i + 1; j < all; j++) {
      const value = kernel[i * all + j]!;
      if (side[i] !== side[j]) between += value;
      else if (side[i] === 0) own += value;
      else others += value;
    }
  return (2 * own) / (n * (n - 1)) + (2 * others) / (m * (m - 1)) - (2 * between) / (n * m);
}
