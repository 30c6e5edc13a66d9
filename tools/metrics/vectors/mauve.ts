import { kMeans } from "./k-means.js";
import { principalComponents } from "./principal-components.js";
import type { UnitRows } from "./unit-rows.js";

/** Share of the variance that the components explain before clustering, as in the authors' code. */
const EXPLAINED = 0.9;
/** Scale of the divergences, and points of the curve, as in the paper. */
const SCALE = 5;
const POINTS = 25;
/** Rows of a cluster on average, as in the authors' code. */
const ROWS_A_CLUSTER = 10;

/**
 * MAUVE (Pillutla et al. 2021): both sets are clustered together (k-means on the principal components
 * with 90 % of the variance, a tenth as many clusters as the smaller set has rows, at most 500), and
 * the area under the divergence curve of the two histograms is taken. 1 for equal distributions,
 * towards 0 for sets that share no cluster. Comparable only for one embedding model and one size.
 */
export function mauve(first: UnitRows, second: UnitRows, seed: number | string = 0): number {
  const clusters = Math.min(
    500,
    Math.max(2, Math.round(Math.min(first.rows, second.rows) / ROWS_A_CLUSTER)),
  );
  const found = kMeans(principalComponents([first, second], EXPLAINED), clusters, seed);
  const p = new Float64Array(clusters);
  const q = new Float64Array(clusters);
  found.forEach((cluster, row) => {
    if (row < first.rows) p[cluster]! += 1 / first.rows;
    else q[cluster]! += 1 / second.rows;
  });
  return divergenceArea(p, q);
}

/** The area under the divergence curve of two histograms, from 0 to 1. */
export function divergenceArea(p: Float64Array, q: Float64Array): number {
  const curve = Array.from({ length: POINTS }, (_, point) => {
    const weight = 1e-6 + ((1 - 2e-6) * point) / (POINTS - 1);
    const mixture = p.map((share, at) => weight * share + (1 - weight) * q[at]!);
    return {
      x: Math.exp(-SCALE * divergence(q, mixture)),
      y: Math.exp(-SCALE * divergence(p, mixture)),
    };
  });
  curve.push({ x: 1, y: 0 }, { x: 0, y: 1 });
  return (area(curve) + area(curve.map(({ x, y }) => ({ x: y, y: x })))) / 2;
}

function divergence(p: Float64Array, q: Float64Array): number {
  let sum = 0;
  p.forEach((share, at) => {
    if (share > 0) sum += share * Math.log(share / q[at]!);
  });
  return sum;
}

/** The area under points by trapezoids, from left to right. */
function area(points: readonly { readonly x: number; readonly y: number }[]): number {
  const sorted = [...points].sort((a, b) => a.x - b.x || b.y - a.y);
  let sum = 0;
  for (let at = 1; at < sorted.length; at++)
    sum += ((sorted[at]!.x - sorted[at - 1]!.x) * (sorted[at]!.y + sorted[at - 1]!.y)) / 2;
  return sum;
}
