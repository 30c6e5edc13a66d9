import { wilsonInterval } from "../../base/statistics/intervals.js";
import { mean, quantile, standardDeviation } from "../../base/statistics/mean.js";
import { Random } from "../../base/statistics/random.js";
import { mcNemar } from "../evaluation/downstream/arm-scores.js";
import type { AnsweredRow, AnswerForm } from "./contract.js";

/** One figure of a benchmark. */
export interface BenchmarkFigure {
  /** Mean over the trainings where there are several; null where no row has a part in it. */
  readonly value: number | null;
  /** Lower end of the 95 % interval over the rows: Wilson's for shares of rows, else a bootstrap's. */
  readonly low: number | null;
  /** Upper end of it. */
  readonly high: number | null;
  /** Standard deviation over the trainings; null for one. */
  readonly scatter: number | null;
  /** Rows that it rests on. */
  readonly rows: number;
}

/** A difference of one figure between two models on the same rows. */
export interface PairedDifference {
  /** The metric that stands for the benchmark. */
  readonly metric: string;
  /** The first model's figure less the second's. */
  readonly value: number;
  /** Lower end of the 95 % interval of a paired bootstrap over the rows (Efron 1979). */
  readonly low: number;
  /** Upper end of it. */
  readonly high: number;
  /** Rows that both answered. */
  readonly rows: number;
  /**
   * Rows that only the first, and only the second, gets right (by majority over trainings), with the
   * exact p-value of McNemar's test on them (McNemar 1947); null where an answer is not just right or
   * wrong.
   */
  readonly mcNemar: {
    /** Rows that only the first gets right. */
    readonly onlyFirst: number;
    /** Rows that only the second gets right. */
    readonly onlySecond: number;
    /** Two-sided p-value. */
    readonly probability: number;
  } | null;
}

/** Answers to the same rows, once for each training. */
export type AnswerRuns = readonly (readonly AnsweredRow[])[];

const RESAMPLES = 1000;
/** Rows times resamples of figures that are counted anew for each resample. */
const COUNTED = 1_000_000;

/** Every figure of a form on the answers, by metric. */
export function benchmarkFigures(
  form: AnswerForm,
  runs: AnswerRuns,
  seed: number,
): Record<string, BenchmarkFigure> {
  return Object.fromEntries(
    form.metrics.map((metric) => [metric, figureOf(form, metric, { runs, seed })]),
  );
}

function figureOf(
  form: AnswerForm,
  metric: string,
  { runs, seed }: { readonly runs: AnswerRuns; readonly seed: number },
): BenchmarkFigure {
  const none = { value: null, low: null, high: null, scatter: null, rows: 0 };
  const kept = partakers(form, metric, runs);
  if (kept.rows === 0) return none;
  const values = kept.runs.map((run) => kept.figure(run));
  const value = mean(values);
  const scatter = values.length > 1 ? standardDeviation(values) : null;
  const rest = { value, scatter, rows: kept.rows };
  if (kept.isShare) {
    const { lower, upper } = wilsonInterval(Math.min(value, 1) * kept.rows, kept.rows);
    return { ...rest, low: lower, high: upper };
  }
  const drawn = resampled(kept, seed, (figures) => mean(figures));
  return { ...rest, low: quantile(drawn, 0.025), high: quantile(drawn, 0.975) };
}

/** The first figure of a form for one model less that for another, paired over the rows. */
export function pairedDifference(
  form: AnswerForm,
  [one, other]: readonly [AnswerRuns, AnswerRuns],
  seed: number,
): PairedDifference | null {
  const [metric] = form.metrics;
  const both = partakers(form, metric!, [...one, ...other]);
  if (both.rows === 0) return null;
  const difference = (figures: readonly number[]): number =>
    mean(figures.slice(0, one.length)) - mean(figures.slice(one.length));
  const drawn = resampled(both, seed, difference);
  return {
    metric: metric!,
    value: difference(both.runs.map((run) => both.figure(run))),
    low: quantile(drawn, 0.025),
    high: quantile(drawn, 0.975),
    rows: both.rows,
    mcNemar: both.isShare ? oneSided(both, one.length) : null,
  };
}

/** Rows that only one of two models gets right. @param runs of the first model */
function oneSided({ runs, rows }: Partakers, first: number): PairedDifference["mcNemar"] {
  const isRight = (of: readonly Float64Array[], row: number): boolean =>
    2 * of.filter((run) => run[row] === 1).length > of.length;
  const [a, b] = [runs.slice(0, first), runs.slice(first)];
  let [onlyFirst, onlySecond] = [0, 0];
  for (let row = 0; row < rows; row++) {
    const [one, other] = [isRight(a, row), isRight(b, row)];
    if (one && !other) onlyFirst++;
    if (other && !one) onlySecond++;
  }
  return { onlyFirst, onlySecond, probability: mcNemar(onlyFirst, onlySecond) };
}

interface Partakers {
  readonly rows: number;
  /** What each run says of each row: its score, or its place in a count. */
  readonly runs: readonly Float64Array[];
  /** Whether every score is 0 or 1. */
  readonly isShare: boolean;
  /** Whether the figure is counted anew from all rows. */
  readonly isPooled: boolean;
  figure(run: Float64Array): number;
}

/** The rows that have a part in a metric. */
function partakers(form: AnswerForm, metric: string, runs: AnswerRuns): Partakers {
  const pooled = form.pooled?.[metric];
  if (pooled) {
    // A number stands for an answered row, run after run, so that a resample is a list of numbers.
    const all = runs.flat();
    const size = runs[0]?.length ?? 0;
    return {
      rows: size,
      runs: runs.map((_run, nth) =>
        Float64Array.from({ length: size }, (_, at) => nth * size + at),
      ),
      isShare: false,
      isPooled: true,
      figure: (run) => pooled(Array.from(run, (place) => all[place]!)),
    };
  }
  const scores = runs.map((run) => run.map((answered) => form.scores(answered)[metric]));
  const has = (scores[0] ?? []).flatMap((score, at) => (score === undefined ? [] : [at]));
  const kept = scores.map((run) => Float64Array.from(has, (at) => run[at] ?? 0));
  return {
    rows: has.length,
    runs: kept,
    isShare: kept.every((run) => run.every((score) => score === 0 || score === 1)),
    isPooled: false,
    figure: (run) => mean(run),
  };
}

/** What a statistic of the runs' figures is on resamples of the rows, the same rows for each run. */
function resampled(
  { runs, rows, figure, isPooled }: Partakers,
  seed: number,
  statistic: (figures: readonly number[]) => number,
): Float64Array {
  const random = new Random(seed).derive("benchmark-interval");
  const times = isPooled
    ? Math.max(100, Math.min(RESAMPLES, Math.floor(COUNTED / (rows * runs.length))))
    : RESAMPLES;
  const drawn = new Int32Array(rows);
  return Float64Array.from({ length: times }, () => {
    for (let at = 0; at < rows; at++) drawn[at] = random.integer(rows);
    return statistic(runs.map((run) => figure(Float64Array.from(drawn, (at) => run[at]!))));
  });
}
