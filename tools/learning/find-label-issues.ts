import { DatawrightError } from "../../base/errors.js";
import { BOOLEAN, checkOptions, LIST, shown } from "../../base/settings/check-options.js";
import { roundPreservingSum } from "./round-preserving-sum.js";

const METHODS = ["rank", "prune-by-class", "prune-by-noise-rate", "both"] as const;
type LabelIssueMethod = (typeof METHODS)[number];
const ORDERS = ["normalized-margin", "self-confidence"] as const;
type LabelIssueOrder = (typeof ORDERS)[number];

export interface LabelIssueOptions {
  /** Out-of-sample class probabilities: n rows of k, each sums to 1. */
  readonly probabilities: readonly ArrayLike<number>[];
  /** Given labels: n integers in [0, k). */
  readonly labels: ArrayLike<number>;
  /**
   * "rank" returns every row in order; the prunes only the suspected errors. Default:
   * "prune-by-noise-rate".
   */
  readonly method?: LabelIssueMethod;
  /** Default: "normalized-margin". */
  readonly rankBy?: LabelIssueOrder;
  /**
   * Rounds the confident joint as cleanlab does (`round_preserving_row_totals`): to whole rows whose
   * sum is the number of rows given a class. False rounds each entry of a prune by itself. Default:
   * false.
   */
  readonly roundPreservingRowTotals?: boolean;
  /**
   * Leaves out rows whose most probable class is their label, as cleanlab's `find_label_issues` does
   * at its end. Default: false.
   */
  readonly excludeGivenEqualsPredicted?: boolean;
}

export interface LabelIssues {
  /** Row indices, most suspicious first. */
  readonly indices: number[];
  /** Estimated joint of given label (row) and true label (column), k by k, sums to 1. */
  readonly joint: Float64Array[];
  /** The mass of the joint off its diagonal. */
  readonly noiseRate: number;
}

/**
 * Finds rows whose given label is likely wrong (confident learning, Northcutt et al. 2021).
 *
 * A row counts as truly j when p_j is the largest of the probabilities that reach their class
 * threshold t_j = mean of p_j over the rows given j; the counts, scaled to the class sizes,
 * estimate the joint. Prune by class takes from each class as many rows of lowest p_given as it has
 * mass off the diagonal; prune by noise rate takes for each pair i, j as many rows given i of
 * largest p_j - p_i; both takes the rows that both take. Order: normalized margin p_given - max
 * p_other, or self-confidence p_given. Ties go to the lower row index; where the given class ties
 * for the largest probability the row counts as right. A class without a row has no
 * threshold and is never the estimated true label.
 *
 * @throws SHAPE if an option is unknown or has an unknown value, counts differ, a label is out of range, or a row is not finite, not within 0 and
 *         1 or does not sum to 1
 */
export function findLabelIssues(options: LabelIssueOptions): LabelIssues {
  checkOptions(options, {
    of: "findLabelIssues",
    rules: {
      probabilities: LIST,
      labels: LIST,
      method: METHODS,
      rankBy: ORDERS,
      roundPreservingRowTotals: BOOLEAN,
      excludeGivenEqualsPredicted: BOOLEAN,
    },
    needed: ["probabilities", "labels"],
  });
  const {
    probabilities,
    labels,
    method = "prune-by-noise-rate",
    rankBy = "normalized-margin",
    roundPreservingRowTotals = false,
    excludeGivenEqualsPredicted = false,
  } = options;
  const k = checked(probabilities, labels);
  const sizes = new Float64Array(k);
  for (let i = 0; i < labels.length; i++) sizes[labels[i]!]!++;
  const exact = confidentCounts(probabilities, labels, k, sizes);
  const counts = roundPreservingRowTotals ? exact.map(roundPreservingSum) : exact;
  const joint = counts.map((row) => row.map((count) => count / labels.length));
  let noiseRate = 0;
  joint.forEach((row, i) => row.forEach((mass, j) => (noiseRate += i === j ? 0 : mass)));
  const order = suspicion(probabilities, labels, rankBy);
  const isIssue = (row: number): boolean =>
    !excludeGivenEqualsPredicted || predicted(probabilities[row]!) !== labels[row];
  const ranked = (rows: readonly number[]): number[] =>
    rows.filter(isIssue).sort((a, b) => order[a]! - order[b]! || a - b);
  if (method === "rank") return { indices: ranked([...order.keys()]), joint, noiseRate };
  const byClass =
    method === "prune-by-noise-rate" ? null : pruneByClass(probabilities, labels, counts);
  const byRate =
    method === "prune-by-class" ? null : pruneByNoiseRate(probabilities, labels, counts);
  const chosen =
    byRate === null
      ? byClass!
      : byClass === null
        ? byRate
        : new Set([...byRate].filter((row) => byClass.has(row)));
  return { indices: ranked([...chosen]), joint, noiseRate };
}

/** The first of the most probable classes. */
function predicted(row: ArrayLike<number>): number {
  let best = 0;
  for (let c = 1; c < row.length; c++) if (row[c]! > row[best]!) best = c;
  return best;
}

function checked(probabilities: readonly ArrayLike<number>[], labels: ArrayLike<number>): number {
  const fail = (message: string, row?: number): never => {
    throw new DatawrightError({
      code: "SHAPE",
      message,
      details: row === undefined ? {} : { row },
    });
  };
  if (probabilities.length !== labels.length)
    fail(`${probabilities.length} rows of probabilities but ${labels.length} labels`);
  if (labels.length === 0) fail("there are no rows");
  for (let i = 0; i < probabilities.length; i++) {
    const row: unknown = probabilities[i];
    if (!(Array.isArray(row) || ArrayBuffer.isView(row)))
      fail(`row ${i} of the probabilities is ${shown(row)}; it must be an array of numbers`, i);
  }
  const k = probabilities[0]!.length;
  if (k < 2) fail(`rows of ${k} probabilities: at least two classes are needed`);
  for (let i = 0; i < labels.length; i++) {
    const row = probabilities[i]!;
    if (row.length !== k) fail(`row ${i} has ${row.length} probabilities, the first row ${k}`, i);
    let sum = 0;
    for (let c = 0; c < k; c++) {
      if (!(typeof row[c] === "number" && row[c]! >= -1e-4 && row[c]! <= 1 + 1e-4))
        fail(`row ${i} holds the probability ${shown(row[c])} for class ${c}`, i);
      sum += row[c]!;
    }
    if (Math.abs(sum - 1) > 1e-3) fail(`row ${i} of the probabilities sums to ${sum}, not to 1`, i);
    if (!(Number.isInteger(labels[i]) && labels[i]! >= 0 && labels[i]! < k))
      fail(`label ${i} is ${shown(labels[i])}; it must be an integer from 0 to ${k - 1}`, i);
  }
  return k;
}

/** The confident joint in rows, scaled so that the row of class i sums to the rows given i. */
function confidentCounts(
  probabilities: readonly ArrayLike<number>[],
  labels: ArrayLike<number>,
  k: number,
  sizes: Float64Array,
): Float64Array[] {
  const thresholds = new Float64Array(k);
  for (let i = 0; i < labels.length; i++)
    thresholds[labels[i]!] = thresholds[labels[i]!]! + probabilities[i]![labels[i]!]!;
  for (let c = 0; c < k; c++)
    thresholds[c] = sizes[c] === 0 ? Infinity : thresholds[c]! / sizes[c]!;
  const counts = Array.from({ length: k }, () => new Float64Array(k));
  for (let i = 0; i < labels.length; i++) {
    const row = probabilities[i]!;
    let best = -1;
    // Means of equal numbers differ from them by rounding; without the slack such a class would
    // have no confident row.
    for (let c = 0; c < k; c++)
      if (row[c]! >= thresholds[c]! - 1e-12 && (best < 0 || row[c]! > row[best]!)) best = c;
    // Probabilities that do not tell the given class from another say nothing against it.
    const given = labels[i]!;
    if (best >= 0 && row[given]! >= thresholds[given]! - 1e-12 && row[given] === row[best])
      best = given;
    if (best >= 0) counts[labels[i]!]![best]!++;
  }
  return counts.map((row, i) => {
    const total = row.reduce((sum, count) => sum + count, 0);
    if (total === 0) {
      row[i] = sizes[i]!;
      return row;
    }
    return row.map((count) => (count * sizes[i]!) / total);
  });
}

function suspicion(
  probabilities: readonly ArrayLike<number>[],
  labels: ArrayLike<number>,
  rankBy: LabelIssueOrder,
): Float64Array {
  return Float64Array.from({ length: labels.length }, (_, i) => {
    const row = probabilities[i]!;
    const given = row[labels[i]!]!;
    if (rankBy === "self-confidence") return given;
    let other = -Infinity;
    for (let c = 0; c < row.length; c++) if (c !== labels[i] && row[c]! > other) other = row[c]!;
    return given - other;
  });
}

function rowsOfClasses(labels: ArrayLike<number>, k: number): number[][] {
  const rows = Array.from({ length: k }, (): number[] => []);
  for (let i = 0; i < labels.length; i++) rows[labels[i]!]!.push(i);
  return rows;
}

function pruneByClass(
  probabilities: readonly ArrayLike<number>[],
  labels: ArrayLike<number>,
  counts: readonly Float64Array[],
): Set<number> {
  const chosen = new Set<number>();
  rowsOfClasses(labels, counts.length).forEach((rows, c) => {
    const wrong = Math.round(rows.length - counts[c]![c]!);
    rows.sort((a, b) => probabilities[a]![c]! - probabilities[b]![c]! || a - b);
    for (const row of rows.slice(0, wrong)) chosen.add(row);
  });
  return chosen;
}

function pruneByNoiseRate(
  probabilities: readonly ArrayLike<number>[],
  labels: ArrayLike<number>,
  counts: readonly Float64Array[],
): Set<number> {
  const chosen = new Set<number>();
  rowsOfClasses(labels, counts.length).forEach((rows, i) => {
    counts[i]!.forEach((count, j) => {
      const wrong = i === j ? 0 : Math.round(count);
      if (wrong === 0) return;
      const gap = (row: number): number => probabilities[row]![j]! - probabilities[row]![i]!;
      for (const row of [...rows].sort((a, b) => gap(b) - gap(a) || a - b).slice(0, wrong))
        chosen.add(row);
    });
  });
  return chosen;
}
