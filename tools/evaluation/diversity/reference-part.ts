import { distributionDistance } from "../../metrics/distributions/distribution-distance.js";
import { lengthDistance } from "../../metrics/distributions/length-distance.js";
import { measureInWorker } from "../../metrics/work/measure-in-worker.js";
import type { MeasuringResults } from "../../metrics/work/measuring-tasks.js";
import { wilsonInterval } from "../../../base/statistics/intervals.js";
import type { EvaluationContext, Figure } from "../contract.js";
import { measured, unmeasured } from "../figure.js";
import type { RowSet } from "./diversity-inputs.js";
import { labelCounts } from "./space-part.js";

/** Names of the figures that need a reference. */
export const REFERENCE_FIGURES = [
  "precision",
  "recall",
  "density",
  "coverage",
  "mauve",
  "mmd",
  "mmdProbability",
  "lengthDistance",
  "lengthDistanceShare",
  "labelDistance",
  "labelDivergence",
] as const;
type Name = (typeof REFERENCE_FIGURES)[number];

/** Rows below which neighbourhoods, and clusters, of a set say nothing. */
const FEWEST = { neighbours: 20, mauve: 50, kernel: 10 };
/** Rows below which MAUVE scatters, by its authors. */
const STEADY_MAUVE = 1000;

/** How near the dataset comes to the reference. */
export async function referencePart(
  data: RowSet,
  reference: RowSet,
  {
    context,
    lengths,
  }: {
    readonly context: EvaluationContext;
    /** Tokens of each row. */
    readonly lengths: { readonly data: Int32Array; readonly reference: Int32Array };
  },
): Promise<Record<Name, Figure>> {
  const sets = [data.units, reference.units] as const;
  const { seed, signal } = context;
  const least = Math.min(data.rows.length, reference.rows.length);
  const [neighbours, mauve, kernel] = await Promise.all([
    least < FEWEST.neighbours
      ? null
      : measureInWorker({ name: "neighbours", sets, seed }, { signal }),
    least < FEWEST.mauve ? null : measureInWorker({ name: "mauve", sets, seed }, { signal }),
    least < FEWEST.kernel ? null : measureInWorker({ name: "discrepancy", sets, seed }, { signal }),
  ]);
  const few = (needed: number): Figure =>
    unmeasured(`needs ${needed} rows of each, there are ${least}`, data.rows.length);
  const length = lengthDistance(lengths.data, lengths.reference);
  return {
    ...neighbourFigures(neighbours, { data, few }),
    mauve:
      mauve === null
        ? few(FEWEST.mauve)
        : measured(mauve.value, mauve.rows, {
            of: data.rows.length,
            ...(mauve.rows < STEADY_MAUVE
              ? { note: `scatters below ${STEADY_MAUVE} rows of each` }
              : {}),
          }),
    mmd:
      kernel === null
        ? few(FEWEST.kernel)
        : measured(kernel.squared, kernel.rows[0], { of: data.rows.length }),
    mmdProbability:
      kernel === null
        ? few(FEWEST.kernel)
        : measured(kernel.probability, kernel.rows[0], { of: data.rows.length }),
    lengthDistance: measured(length?.wasserstein ?? null, data.rows.length),
    lengthDistanceShare: measured(length?.kolmogorovSmirnov ?? null, data.rows.length),
    ...labelFigures(data, reference),
  };
}

function neighbourFigures(
  found: MeasuringResults["neighbours"] | null,
  { data, few }: { readonly data: RowSet; readonly few: (needed: number) => Figure },
): Record<"precision" | "recall" | "density" | "coverage", Figure> {
  if (found === null) {
    const figure = few(FEWEST.neighbours);
    return { precision: figure, recall: figure, density: figure, coverage: figure };
  }
  const [own, others] = found.rows;
  const share = (value: number, rows: number): Figure => {
    const { lower, upper } = wilsonInterval(value * rows, rows);
    return measured(value, rows, { of: data.rows.length, low: lower, high: upper });
  };
  return {
    precision: share(found.precision, own),
    recall: share(found.recall, others),
    density: measured(found.density, own, { of: data.rows.length }),
    coverage: share(found.coverage, others),
  };
}

function labelFigures(
  data: RowSet,
  reference: RowSet,
): Record<"labelDistance" | "labelDivergence", Figure> {
  const n = data.rows.length;
  const [own, real] = [labelCounts(data.rows), labelCounts(reference.rows)];
  const distance = distributionDistance(own, real);
  if (distance === null) {
    const none = unmeasured(
      `${own.size === 0 ? "the rows" : "the reference rows"} have no labels`,
      n,
    );
    return { labelDistance: none, labelDivergence: none };
  }
  const only = [...own.keys()].filter((name) => !real.has(name)).length;
  const missing = [...real.keys()].filter((name) => !own.has(name)).length;
  const note =
    only + missing === 0
      ? {}
      : { note: `${only} labels only here, ${missing} only in the reference` };
  return {
    labelDistance: measured(distance.totalVariation, n, note),
    labelDivergence: measured(distance.jensenShannon, n, note),
  };
}
