import { DatawrightError } from "../../../base/errors.js";
import { encodedVotes, largest, type EncodedVotes, type Votes } from "./encoded-votes.js";

/** What several annotators say, and how it is read. */
export interface DawidSkeneOptions {
  /** n rows of m labels, null where an annotator did not label the row. */
  readonly votes: Votes;
  /** All classes in the order wanted. Default: the sorted labels of the votes. */
  readonly classes?: readonly string[];
  /**
   * Votes that every cell of a confusion matrix, and every class, is taken to have had beside those
   * seen, >= 0; 0 is maximum likelihood. Default: 0.01.
   */
  readonly smoothing?: number;
  /** Steps at most. Default: 500. */
  readonly maxIterations?: number;
  /** It ends when a step raises the objective by less than this for each vote. Default: 1e-9. */
  readonly tolerance?: number;
}

/** The labels behind the votes, and how good the annotators are. */
export interface DawidSkeneResult {
  /** The columns of `probabilities`. */
  readonly classes: readonly string[];
  /** n rows of k: how probable each class is by all votes; the prior for a row without votes. */
  readonly probabilities: Float64Array[];
  /** The most probable class of each row; null for a row without votes. */
  readonly labels: (string | null)[];
  /** Share of each class. */
  readonly prior: Float64Array;
  /** For each annotator k by k: of rows that are i, the share that he calls j. */
  readonly confusion: Float64Array[][];
  /** For each annotator the share of rows that he labels right, by prior and confusion. */
  readonly accuracy: Float64Array;
  /**
   * After each step the log-likelihood of the votes, with the log-density of the smoothing's prior
   * where there is one; it never falls.
   */
  readonly objective: number[];
  /** False where it ended at `maxIterations`. */
  readonly converged: boolean;
}

/**
 * The true labels behind the votes of several annotators, each with a confusion matrix of his own,
 * by expectation maximisation from the majority vote (Dawid and Skene 1979).
 *
 * P(row i is c | votes) ~ p_c * product over its votes (annotator a said l) of pi_a[c][l]. Smoothing
 * s is a Dirichlet(1 + s) prior on p and on every row of pi, so that an annotator with few votes
 * cannot rule a class out.
 *
 * @throws SHAPE if rows differ in length, a vote names no class, there are fewer than two classes or
 *         no vote, or a setting is out of range
 */
export function dawidSkene(options: DawidSkeneOptions): DawidSkeneResult {
  const { smoothing = 0.01, maxIterations = 500, tolerance = 1e-9 } = options;
  if (!(smoothing >= 0 && smoothing < Infinity) || !(maxIterations >= 1) || !(tolerance >= 0))
    throw new DatawrightError({
      code: "SHAPE",
      message:
        `smoothing ${smoothing} and tolerance ${tolerance} must be numbers >= 0, maxIterations ` +
        `${maxIterations} at least 1`,
    });
  const votes = encodedVotes(options.votes, options.classes);
  const cast = votes.ofRow.reduce((sum, row) => sum + row.length, 0);
  if (cast === 0) throw new DatawrightError({ code: "SHAPE", message: "there is no vote" });
  const probabilities = majorityShares(votes);
  const objective: number[] = [];
  let converged = false;
  let model = maximised(votes, probabilities, smoothing);
  while (!converged && objective.length < maxIterations) {
    objective.push(expected(votes, model, { probabilities, smoothing }));
    model = maximised(votes, probabilities, smoothing);
    const gain = objective.at(-1)! - (objective.at(-2) ?? -Infinity);
    converged = gain <= tolerance * cast;
  }
  return {
    classes: votes.classes,
    probabilities: probabilities.map((row, at) =>
      votes.ofRow[at]!.length === 0 ? model.prior.slice() : row,
    ),
    labels: probabilities.map((row, at) =>
      votes.ofRow[at]!.length === 0 ? null : votes.classes[largest(row)]!,
    ),
    ...model,
    accuracy: Float64Array.from(model.confusion, (of) =>
      of.reduce((sum, row, c) => sum + model.prior[c]! * row[c]!, 0),
    ),
    objective,
    converged,
  };
}

interface VoteModel {
  readonly prior: Float64Array;
  readonly confusion: Float64Array[][];
}

/** The share of each row's votes that each class has. */
function majorityShares({ classes, ofRow }: EncodedVotes): Float64Array[] {
  return ofRow.map((row) => {
    const shares = new Float64Array(classes.length);
    for (const [, label] of row) shares[label] = shares[label]! + 1 / row.length;
    return shares;
  });
}

/** The M-step: shares of classes and confusion matrices from the rows' probabilities. */
function maximised(
  { classes, annotators, ofRow }: EncodedVotes,
  probabilities: readonly Float64Array[],
  smoothing: number,
): VoteModel {
  const k = classes.length;
  const prior = new Float64Array(k).fill(smoothing);
  const confusion = Array.from({ length: annotators }, () =>
    Array.from({ length: k }, () => new Float64Array(k).fill(smoothing)),
  );
  ofRow.forEach((row, at) => {
    if (row.length === 0) return;
    const shares = probabilities[at]!;
    for (let c = 0; c < k; c++) {
      prior[c] = prior[c]! + shares[c]!;
      for (const [annotator, label] of row)
        confusion[annotator]![c]![label] = confusion[annotator]![c]![label]! + shares[c]!;
    }
  });
  return {
    prior: normalised(prior),
    confusion: confusion.map((of) => of.map(normalised)),
  };
}

/** The counts as shares; equal shares where nothing was counted. */
function normalised(counts: Float64Array): Float64Array {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => (total > 0 ? count / total : 1 / counts.length));
}

/** The E-step: fills in the rows' probabilities under the model; the objective of the model. */
function expected(
  { classes, ofRow }: EncodedVotes,
  { prior, confusion }: VoteModel,
  { probabilities, smoothing }: { probabilities: readonly Float64Array[]; smoothing: number },
): number {
  const logPrior = prior.map(Math.log);
  const logConfusion = confusion.map((of) => of.map((row) => row.map(Math.log)));
  const scores = new Float64Array(classes.length);
  let objective = 0;
  ofRow.forEach((row, at) => {
    if (row.length === 0) return;
    for (let c = 0; c < scores.length; c++) {
      let score = logPrior[c]!;
      for (const [annotator, label] of row) score += logConfusion[annotator]![c]![label]!;
      scores[c] = score;
    }
    const top = scores[largest(scores)]!;
    const shares = probabilities[at]!;
    let sum = 0;
    for (let c = 0; c < scores.length; c++) {
      shares[c] = Math.exp(scores[c]! - top);
      sum += shares[c]!;
    }
    for (let c = 0; c < scores.length; c++) shares[c] = shares[c]! / sum;
    objective += top + Math.log(sum);
  });
  if (smoothing === 0) return objective;
  const density = [logPrior, ...logConfusion.flat()].flatMap((row) => [...row]);
  return objective + smoothing * density.reduce((sum, value) => sum + value, 0);
}
