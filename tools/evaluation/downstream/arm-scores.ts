import { binomialBelow } from "../../../base/statistics/binomial.js";
import { bootstrapIntervalInSlices } from "../../../base/statistics/bootstrap-interval.js";
import { wilsonInterval } from "../../../base/statistics/intervals.js";
import { mean, standardDeviation } from "../../../base/statistics/mean.js";

/** The predictions of one arm: for each seed a label key for each test row. */
export interface ArmPredictions {
  /** Rows trained on. */
  readonly size: number;
  readonly bySeed: readonly (readonly string[])[];
}

/** How a class fares. */
export interface ClassScore {
  readonly precision: number | null;
  readonly recall: number | null;
  readonly f1: number | null;
  /** Test rows that have it. */
  readonly rows: number;
}

/** How well an arm does on the test rows. */
export interface ArmScore {
  /** Share of the test rows with the right label (all labels right, where there are several). */
  readonly accuracy: number;
  /** 95 % interval (Wilson) over the test rows. */
  readonly low: number;
  readonly high: number;
  /** Mean of F1 over the classes that test rows have. */
  readonly macroF1: number;
  /** Standard deviation of the accuracy over the seeds; null for one. */
  readonly betweenSeeds: number | null;
  readonly trainSize: number;
  readonly seeds: number;
  readonly byClass: Readonly<Record<string, ClassScore>>;
}

/** The score of an arm, the mean over its seeds. */
export function armScore(
  { size, bySeed }: ArmPredictions,
  truth: readonly string[],
  labelsOf: (key: string) => readonly string[],
): ArmScore {
  const accuracies = bySeed.map(
    (predicted) => truth.filter((key, row) => predicted[row] === key).length / truth.length,
  );
  const accuracy = mean(accuracies);
  const { lower, upper } = wilsonInterval(accuracy * truth.length, truth.length);
  const byClass = classScores(bySeed, truth, labelsOf);
  const tested = Object.values(byClass).filter(({ rows }) => rows > 0);
  return {
    accuracy,
    low: lower,
    high: upper,
    macroF1: mean(tested.map(({ f1 }) => f1 ?? 0)),
    betweenSeeds: bySeed.length < 2 ? null : standardDeviation(accuracies),
    trainSize: size,
    seeds: bySeed.length,
    byClass,
  };
}

function classScores(
  bySeed: ArmPredictions["bySeed"],
  truth: readonly string[],
  labelsOf: (key: string) => readonly string[],
): Record<string, ClassScore> {
  const counts = new Map<string, { right: number; given: number; rows: number }>();
  const of = (name: string) => {
    const known = counts.get(name) ?? { right: 0, given: 0, rows: 0 };
    counts.set(name, known);
    return known;
  };
  for (const predicted of bySeed)
    truth.forEach((key, row) => {
      const [real, said] = [labelsOf(key), labelsOf(predicted[row]!)];
      for (const name of real) of(name).rows++;
      for (const name of said) of(name).given++;
      for (const name of said) if (real.includes(name)) of(name).right++;
    });
  const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);
  return Object.fromEntries(
    [...counts]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, { right, given, rows }]) => [
        name,
        {
          precision: share(right, given),
          recall: share(right, rows),
          f1: share(2 * right, given + rows),
          rows: rows / bySeed.length,
        },
      ]),
  );
}

/** What one arm gains over another on the same test rows. */
export interface ArmDifference {
  /** Difference of the accuracies: 0.01 is a point. */
  readonly difference: number;
  /** 95 % interval of the paired bootstrap over the test rows. */
  readonly low: number;
  readonly high: number;
  /** Test rows that only the one, and only the other, gets right, by majority over the seeds. */
  readonly onlyFirst: number;
  readonly onlySecond: number;
  /** Exact p-value of McNemar's test on these. */
  readonly probability: number;
}

/** Compares two arms row by row: paired bootstrap (Efron 1979), exact McNemar test (1947). */
export async function armDifference(
  first: ArmPredictions,
  second: ArmPredictions,
  { truth, seed }: { readonly truth: readonly string[]; readonly seed: number },
): Promise<ArmDifference> {
  const differences = truth.map(
    (key, row) => rightShare(first, key, row) - rightShare(second, key, row),
  );
  const { lower, upper } = await bootstrapIntervalInSlices(differences, { seed });
  const [a, b] = [votedLabels(first), votedLabels(second)];
  let [onlyFirst, onlySecond] = [0, 0];
  truth.forEach((key, row) => {
    if (a[row] === key && b[row] !== key) onlyFirst++;
    if (a[row] !== key && b[row] === key) onlySecond++;
  });
  return {
    difference: mean(differences),
    low: lower,
    high: upper,
    onlyFirst,
    onlySecond,
    probability: mcNemar(onlyFirst, onlySecond),
  };
}

function rightShare({ bySeed }: ArmPredictions, key: string, row: number): number {
  return bySeed.filter((predicted) => predicted[row] === key).length / bySeed.length;
}

/** Exact two-sided p-value of McNemar's test for the rows on which two models differ. */
export function mcNemar(onlyFirst: number, onlySecond: number): number {
  const trials = onlyFirst + onlySecond;
  if (trials === 0) return 1;
  const fewer = Math.min(onlyFirst, onlySecond);
  return Math.min(1, 2 * binomialBelow(fewer + 1, { trials, probability: 0.5 }));
}

/** The label that most seeds give each row; of equally many the one of the earliest seed. */
export function votedLabels({ bySeed }: ArmPredictions): string[] {
  return bySeed[0]!.map((_, row) => {
    const votes = new Map<string, number>();
    for (const predicted of bySeed)
      votes.set(predicted[row]!, (votes.get(predicted[row]!) ?? 0) + 1);
    return [...votes].reduce((best, vote) => (vote[1] > best[1] ? vote : best))[0];
  });
}
