import type { ShiftRows } from "./shift-rows.js";

const STEPS = 1000;
const TOLERANCE = 1e-7;

/**
 * The label shares q under which the target rows are most likely, by expectation maximisation: q_j <-
 * mean of (q_j / p_j) f_j(x) / sum over c of (q_c / p_c) f_c(x) (Saerens, Latinne and Decaestecker
 * 2002). A class without labelled rows keeps none.
 */
export function maximumLikelihoodShift({ target, source }: ShiftRows): Float64Array {
  const k = source.length;
  const ratios = target.map((row) =>
    Float64Array.from({ length: k }, (_, c) => (source[c]! > 0 ? row[c]! / source[c]! : 0)),
  );
  let shares = source.slice();
  const next = new Float64Array(k);
  for (let step = 0; step < STEPS; step++) {
    next.fill(0);
    let used = 0;
    for (const row of ratios) {
      let sum = 0;
      for (let c = 0; c < k; c++) sum += shares[c]! * row[c]!;
      // A row that no class of the labelled rows explains says nothing of their shares.
      if (!(sum > 0)) continue;
      used += 1;
      for (let c = 0; c < k; c++) next[c] = next[c]! + (shares[c]! * row[c]!) / sum;
    }
    if (used === 0) return shares;
    let moved = 0;
    for (let c = 0; c < k; c++) moved = Math.max(moved, Math.abs(next[c]! / used - shares[c]!));
    shares = next.map((value) => value / used);
    if (moved < TOLERANCE) break;
  }
  return shares;
}
