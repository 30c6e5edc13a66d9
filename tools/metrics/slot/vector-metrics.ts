import { semanticDuplicates } from "../../dedup/semantic-duplicates.js";
import { labelKey } from "../../../schema/label.js";
import type { MeasuredSample, Metric, MetricContext, MetricValue } from "../contract.js";
import type { UnitRows } from "../vectors/unit-rows.js";
import { embeddedRows } from "../work/embedded-rows.js";
import { measureInWorker } from "../work/measure-in-worker.js";
import type { VectorFigures } from "../work/measuring-tasks.js";
import { classNumbers } from "./class-numbers.js";

export const classSimilarityMetric = ofVectors("class-similarity", ({ intra, inter }) => ({
  intra,
  inter,
}));
export const vendiMetric = ofVectors("vendi", ({ vendi }) => vendi);
export const remoteCliqueMetric = ofVectors("remote-clique", ({ all }) =>
  all === null ? null : 1 - all,
);

/** Mean distance to the nearest other sample, and the share of samples with one that says the same. */
export const chamferMetric: Metric = {
  name: "chamfer",
  async measure(samples, context) {
    const units = await unitsOf(samples, context);
    if (units === null) return null;
    const { seed, signal } = context;
    const found = await measureInWorker({ name: "chamfer", units, seed }, { signal });
    if (found === null) return null;
    const { value, low, high, rows, twins } = found;
    return { distance: value, low, high, samples: rows, twins: twins.share };
  },
};

/** Samples that say the same as one before them. */
export const semanticDuplicatesMetric: Metric = {
  name: "semantic-duplicates",
  async measure(samples, { embed, signal }) {
    if (samples.length === 0) return null;
    const vectors = await embed(samples.map(({ text }) => text));
    return (await semanticDuplicates(vectors, { signal })).duplicates.length;
  },
};

function ofVectors(name: string, figure: (figures: VectorFigures) => MetricValue): Metric {
  return {
    name,
    async measure(samples, context) {
      const units = await unitsOf(samples, context);
      if (units === null) return null;
      const classOf = classNumbers(samples.map(({ label }) => labelKey(label)));
      const { seed, signal } = context;
      return figure(await measureInWorker({ name: "vectors", units, classOf, seed }, { signal }));
    },
  };
}

function unitsOf(
  samples: readonly MeasuredSample[],
  { embed }: Pick<MetricContext, "embed">,
): Promise<UnitRows | null> {
  return embeddedRows(
    samples.map(({ text }) => text),
    embed,
  );
}
