import { labelKey, type LabelValue } from "../../../schema/label.js";
import type { MeasuredSample, Metric, MetricContext } from "../contract.js";
import { distributionDistance } from "../distributions/distribution-distance.js";
import { lengthDistance } from "../distributions/length-distance.js";
import { metricTokens } from "../lexical/metric-tokens.js";
import type { UnitRows } from "../vectors/unit-rows.js";
import { embeddedRows } from "../work/embedded-rows.js";
import { measureInWorker } from "../work/measure-in-worker.js";

/** Fewer samples or real rows give no figure. */
const FEWEST = { neighbours: 20, mauve: 50, kernel: 10 };

/** Precision, recall, density and coverage against the real rows. */
export const neighbourCoverageMetric: Metric = {
  name: "neighbour-coverage",
  async measure(samples, context) {
    const sets = await bothSets(samples, context, FEWEST.neighbours);
    if (sets === null) return null;
    const { seed, signal } = context;
    const { rows, ...figures } = await measureInWorker(
      { name: "neighbours", sets, seed },
      { signal },
    );
    return { ...figures, samples: rows[0], realRows: rows[1] };
  },
};

/** MAUVE against the real rows. */
export const mauveMetric: Metric = {
  name: "mauve",
  async measure(samples, context) {
    const sets = await bothSets(samples, context, FEWEST.mauve);
    if (sets === null) return null;
    const { seed, signal } = context;
    const { value, rows } = await measureInWorker({ name: "mauve", sets, seed }, { signal });
    return { mauve: value, rows };
  },
};

/** Maximum mean discrepancy to the real rows, with its permutation test. */
export const meanDiscrepancyMetric: Metric = {
  name: "mmd",
  async measure(samples, context) {
    const sets = await bothSets(samples, context, FEWEST.kernel);
    if (sets === null) return null;
    const { seed, signal } = context;
    const found = await measureInWorker({ name: "discrepancy", sets, seed }, { signal });
    return { squared: found.squared, probability: found.probability, samples: found.rows[0] };
  },
};

/** How far the lengths in tokens are from those of the real rows. */
export const lengthDistanceMetric: Metric = {
  name: "length-distance",
  measure(samples, { support }) {
    const found = lengthDistance(
      samples.map(({ text }) => metricTokens(text).length),
      support.map((text) => metricTokens(text).length),
    );
    return found === null ? null : { ...found };
  },
};

/** How far the shares of the labels are from those of the real rows. */
export const labelDistanceMetric: Metric = {
  name: "label-distance",
  measure(samples, { supportLabels = [] }) {
    const found = distributionDistance(
      counted(samples.map(({ label }) => label)),
      counted(supportLabels),
    );
    return found === null ? null : { ...found };
  },
};

function counted(labels: readonly LabelValue[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const label of labels)
    if (label !== null) counts.set(labelKey(label), (counts.get(labelKey(label)) ?? 0) + 1);
  return counts;
}

async function bothSets(
  samples: readonly MeasuredSample[],
  { support, embed }: Pick<MetricContext, "support" | "embed">,
  fewest: number,
): Promise<readonly [UnitRows, UnitRows] | null> {
  if (Math.min(samples.length, support.length) < fewest) return null;
  const own = await embeddedRows(
    samples.map(({ text }) => text),
    embed,
  );
  const real = await embeddedRows(support, embed);
  return own === null || real === null ? null : [own, real];
}
