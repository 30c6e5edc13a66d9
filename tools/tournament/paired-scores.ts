import { DatawrightError } from "../../base/errors.js";
import { mean, variance } from "../../base/statistics/mean.js";
import { studentReach } from "../../base/statistics/student.js";
import { OBJECTIVES, type Objective, type RunFigures, type Weights } from "./objectives.js";

/** An estimate with its interval. */
export interface Estimate {
  /** The estimate. */
  readonly value: number;
  /** Lower end of the interval. */
  readonly low: number;
  /** Upper end of it. */
  readonly high: number;
}

/** What scores are taken over, and how sure their intervals are. */
export interface ScoreOptions {
  readonly weights: Weights;
  /** Held-out rows that count, by their place; those of the others are not looked at. */
  readonly rows: readonly number[];
  /** Coverage of the interval. Default: 0.95. */
  readonly confidence?: number;
}

/** A run's score in parts: what does not depend on held-out rows, and what each of them adds. */
interface Parts {
  readonly fixed: number;
  readonly byRow: Float64Array;
}

/** The score of a recipe, the mean over its seeds, with its interval. */
export function recipeScore(runs: readonly RunFigures[], options: ScoreOptions): Estimate {
  const { value, low, high } = estimateOf(
    runs.map((run) => partsOf(run, options)),
    options,
  );
  return { value, low: Math.max(0, low), high: Math.min(1, high) };
}

/**
 * What one recipe's score is above another's, paired: run by run of the same seed, and row by row. The
 * interval is over other seeds and other held-out rows at once, with Student's t for so few seeds.
 *
 * @throws SHAPE where the recipes have other numbers of runs
 */
export function scoreDifference(
  first: readonly RunFigures[],
  second: readonly RunFigures[],
  options: ScoreOptions,
): Estimate {
  if (first.length !== second.length || first.length === 0)
    throw new DatawrightError({
      code: "SHAPE",
      message: `${first.length} and ${second.length} runs cannot be paired by their seeds`,
    });
  const other = second.map((run) => partsOf(run, options));
  return estimateOf(
    first.map((run, at) => {
      const own = partsOf(run, options);
      return {
        fixed: own.fixed - other[at]!.fixed,
        byRow: own.byRow.map((value, row) => value - other[at]!.byRow[row]!),
      };
    }),
    options,
  );
}

/** The mean of one objective over the seeds; null where it was not measured. */
export function objectiveMean(
  runs: readonly RunFigures[],
  name: Objective,
  rows: readonly number[],
): number | null {
  const values = runs.flatMap(({ objectives }) => {
    const figure = objectives[name];
    if (figure === undefined) return [];
    return "value" in figure ? [figure.value] : [mean(rows.map((row) => figure.byRow[row]!))];
  });
  return values.length === 0 ? null : mean(values);
}

function partsOf({ objectives }: RunFigures, { weights, rows }: ScoreOptions): Parts {
  let fixed = 0;
  const byRow = new Float64Array(rows.length);
  for (const name of OBJECTIVES) {
    const [weight, figure] = [weights[name] ?? 0, objectives[name]];
    if (weight === 0 || figure === undefined) continue;
    if ("value" in figure) fixed += weight * figure.value;
    else rows.forEach((row, at) => (byRow[at] = byRow[at]! + weight * figure.byRow[row]!));
  }
  return { fixed, byRow };
}

/**
 * Seeds and held-out rows vary at once. The variance of the mean is that of the seeds and that of the
 * rows, less what both hold of the noise of single answers, which would count twice (crossed random
 * effects; the paired bootstrap over both comes to the first two alone, Owen 2007). Degrees of freedom
 * as Satterthwaite (1946).
 */
function estimateOf(runs: readonly Parts[], { confidence = 0.95 }: ScoreOptions): Estimate {
  const [seeds, rows] = [runs.length, runs[0]!.byRow.length];
  const bySeed = runs.map(({ fixed, byRow }) => fixed + (rows === 0 ? 0 : mean(byRow)));
  const value = mean(bySeed);
  const ofSeeds = variance(bySeed) / seeds;
  const byRow = Float64Array.from({ length: rows }, (_, row) =>
    mean(runs.map((run) => run.byRow[row]!)),
  );
  const ofRows = rows < 2 ? 0 : variance(byRow) / rows;
  const both = seeds < 2 || rows < 2 ? 0 : sharedNoise(runs, byRow) / (seeds * rows);
  const whole = Math.max(ofSeeds, ofRows, ofSeeds + ofRows - both);
  const degrees =
    whole === 0
      ? seeds - 1
      : whole ** 2 / (ofSeeds ** 2 / Math.max(1, seeds - 1) + ofRows ** 2 / Math.max(1, rows - 1));
  const reach =
    studentReach(confidence, Math.max(1, seeds - 1, Math.floor(degrees))) * Math.sqrt(whole);
  return { value, low: value - reach, high: value + reach };
}

/** Variance of what a row is in a run beyond what the row is in all runs and the run on all rows. */
function sharedNoise(runs: readonly Parts[], byRow: Float64Array): number {
  const centre = mean(byRow);
  let sum = 0;
  for (const run of runs) {
    const own = mean(run.byRow);
    run.byRow.forEach((value, row) => {
      sum += (value - own - byRow[row]! + centre) ** 2;
    });
  }
  return sum / ((runs.length - 1) * (byRow.length - 1));
}
