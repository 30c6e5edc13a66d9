import { unseenMass } from "../../../base/statistics/good-turing.js";
import { mean, quantile } from "../../../base/statistics/mean.js";
import { labelKey } from "../../../schema/label.js";
import type { MeasuredSample, Metric } from "../contract.js";
import { chao1 } from "../distributions/chao1.js";
import { gini } from "../distributions/gini.js";
import { metricTokens } from "../lexical/metric-tokens.js";
import { measureInWorker } from "../work/measure-in-worker.js";

/** How unevenly samples spread over labels. */
export const labelGiniMetric: Metric = {
  name: "label-gini",
  measure: (samples, { labels }) => {
    const counts = new Map(labels.map((name) => [name, 0]));
    for (const { label } of samples)
      if (label !== null) counts.set(labelKey(label), (counts.get(labelKey(label)) ?? 0) + 1);
    return counts.size < 2 || samples.length === 0 ? null : gini([...counts.values()]);
  },
};

/** How much of the plan there is, and how unevenly its cells are filled. */
export const plannedCoverageMetric: Metric = {
  name: "planned-coverage",
  measure: (_samples, { cells = [] }) => {
    const wanted = cells.filter(({ quota }) => quota > 0);
    return wanted.length === 0
      ? null
      : {
          covered: wanted.filter(({ accepted }) => accepted > 0).length / wanted.length,
          gini: gini(wanted.map(({ accepted }) => accepted)),
          cells: wanted.length,
        };
  },
};

/** Samples equal to an earlier one, and samples near to others. */
export const duplicatesMetric: Metric = {
  name: "duplicates",
  measure: async (samples, { signal }) => {
    const found = await duplicatesOf(samples, signal);
    return found === null ? null : { exact: found.exact, near: found.near };
  },
};

/** What further samples would bring, by how often texts repeat. */
export const unseenMassMetric: Metric = {
  name: "unseen-mass",
  measure: async (samples, { signal }) => {
    const found = await duplicatesOf(samples, signal);
    // Where every text is different nothing tells how many more there are.
    return found === null || found.exact === 0
      ? null
      : { mass: unseenMass(found.counts), textsAtLeast: chao1(found.counts) };
  },
};

/** Lengths of the samples in tokens. */
export const tokenLengthsMetric: Metric = {
  name: "token-lengths",
  measure: (samples) => {
    if (samples.length === 0) return null;
    const lengths = samples.map(({ text }) => metricTokens(text).length);
    return {
      mean: mean(lengths),
      median: quantile(lengths, 0.5),
      shortest: quantile(lengths, 0),
      longest: quantile(lengths, 1),
    };
  },
};

async function duplicatesOf(samples: readonly MeasuredSample[], signal: AbortSignal | undefined) {
  if (samples.length === 0) return null;
  const texts = samples.map(({ text }) => text);
  return measureInWorker({ name: "duplicates", texts }, { signal });
}
