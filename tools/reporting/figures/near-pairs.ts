import { innerProduct } from "../../../base/statistics/inner-product.js";
import { TimeSlices } from "../../../base/workers/time-slices.js";
import type { ReportFigures } from "../../../schema/report-figures.js";
import type { ShownSample } from "./shown-sample.js";

/** Samples that are compared at most, each with every other. */
export const MOST_COMPARED = 600;
const MOST_PAIRS = 8;
/** Cosine from which two texts say the same in almost the same words. */
const TWIN = 0.95;

/**
 * The pairs of samples whose vectors are nearest, each sample in one pair at most.
 *
 * @param vectors unit vectors, one for each sample
 * @param of      samples that these were drawn from
 */
export async function nearPairs(
  samples: readonly ShownSample[],
  vectors: readonly Float32Array[],
  of: number,
): Promise<ReportFigures["nearPairs"]> {
  if (samples.length < 2) return null;
  const nearest = samples.map(() => ({ at: -1, similarity: -Infinity }));
  const found: { first: number; second: number; similarity: number }[] = [];
  const slices = new TimeSlices();
  for (let first = 0; first < samples.length; first++) {
    if (slices.over) await slices.turn();
    for (let second = first + 1; second < samples.length; second++) {
      const similarity = innerProduct(vectors[first]!, vectors[second]!);
      if (similarity > nearest[first]!.similarity) nearest[first] = { at: second, similarity };
      if (similarity > nearest[second]!.similarity) nearest[second] = { at: first, similarity };
    }
  }
  nearest.forEach(({ at, similarity }, first) => {
    if (at >= 0)
      found.push({ first: Math.min(first, at), second: Math.max(first, at), similarity });
  });
  found.sort((a, b) => b.similarity - a.similarity || a.first - b.first || a.second - b.second);
  const used = new Set<number>();
  const pairs: NonNullable<ReportFigures["nearPairs"]>["pairs"] = [];
  for (const { first, second, similarity } of found) {
    if (pairs.length === MOST_PAIRS) break;
    if (used.has(first) || used.has(second)) continue;
    used.add(first).add(second);
    pairs.push({
      similarity: Math.min(1, similarity),
      first: samples[first]!,
      second: samples[second]!,
    });
  }
  return {
    looked: samples.length,
    of,
    twins: nearest.filter(({ similarity }) => similarity >= TWIN).length,
    pairs,
  };
}
