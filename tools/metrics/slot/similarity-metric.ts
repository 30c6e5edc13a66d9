import { threadSlices } from "../../../base/workers/time-slices.js";
import { SimilarityAccumulator } from "../vectors/average-pairwise-similarity.js";
import type { MeasuredSample, Metric, MetricContext } from "../contract.js";

/** Texts embedded in one call. */
const BATCH = 256;

/** Mean cosine similarity of all pairs of samples; null for fewer than two. */
export const similarityMetric = {
  name: "average-pairwise-similarity",
  async measure(
    samples: readonly MeasuredSample[],
    { embed }: Pick<MetricContext, "embed">,
  ): Promise<number | null> {
    const similarity = new SimilarityAccumulator();
    for (let start = 0; start < samples.length; start += BATCH) {
      if (threadSlices.over) await threadSlices.turn();
      const texts = samples.slice(start, start + BATCH).map(({ text }) => text);
      for (const vector of await embed(texts)) similarity.add(vector);
    }
    return similarity.result();
  },
} satisfies Metric;
