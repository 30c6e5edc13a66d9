import { DatawrightError } from "../../../base/errors.js";
import { encodedVotes, largest, type EncodedVotes, type Votes } from "./encoded-votes.js";

/** What several annotators and a classifier say. */
export interface CrowdlabOptions {
  /** n rows of m labels, null where an annotator did not label the row. */
  readonly votes: Votes;
  /** The columns of `probabilities`. */
  readonly classes: readonly string[];
  /** Out-of-sample probabilities of a classifier: n rows of k, each sums to 1. */
  readonly probabilities: readonly ArrayLike<number>[];
}

/** How good an annotator is. */
export interface AnnotatorQuality {
  /** How far his labels can be trusted, 0 to 1; NaN where he labelled no row. */
  readonly quality: number;
  /** What a vote of his counts beside the classifier's opinion and the others. */
  readonly weight: number;
  /** Share of his labels that are the consensus; NaN where he labelled no row. */
  readonly agreement: number;
  /** Rows that he labelled. */
  readonly rows: number;
}

/** What they mean together. */
export interface CrowdlabResult {
  /** The columns of `probabilities`. */
  readonly classes: readonly string[];
  /** The consensus of each row; the classifier's best class for a row without votes. */
  readonly labels: string[];
  /** How likely the consensus is right, 0 to 1. */
  readonly quality: Float64Array;
  /** n rows of k: votes and classifier together. */
  readonly probabilities: Float64Array[];
  /** In the order of the votes. */
  readonly annotators: AnnotatorQuality[];
  /** What the classifier's opinion counts. */
  readonly modelWeight: number;
}

const LEAST_WEIGHT = 1e-6;

/**
 * Consensus labels of several annotators with the help of a classifier (CROWDLAB, Goh, Tkachenko and
 * Mueller 2022; as cleanlab's "best_quality" consensus has it).
 *
 * A row's probabilities are the weighted mean of the classifier's and of one distribution for each
 * vote: L on the label named, (1 - L) / (k - 1) on the others, L being the mean agreement with the
 * consensus. Weights: an annotator's is 1 - (disagreement with other annotators) / A, the classifier's
 * 1 - (its disagreement with the consensus) / A times the root of the mean number of votes, where A is
 * the error of always answering the most frequent consensus. The consensus is the majority first (ties
 * by the classifier), then the best class of these probabilities, which are computed once more.
 *
 * @throws SHAPE if counts differ, a vote names no class, there are fewer than two classes, or no row
 *         has two votes
 */
export function crowdlab({
  votes: given,
  classes,
  probabilities,
}: CrowdlabOptions): CrowdlabResult {
  const votes = encodedVotes(given, classes);
  checkProbabilities(votes, probabilities);
  if (!votes.ofRow.some((row) => row.length > 1))
    throw new DatawrightError({
      code: "SHAPE",
      message: "no row has two votes, so annotators cannot be compared",
    });
  const peers = agreementWithOthers(votes);
  const majority = votes.ofRow.map((_row, at) => majorityOf(votes, at, probabilities[at]!));
  const first = combined(votes, probabilities, { consensus: majority, peers });
  const consensus = first.posterior.map((row, at) => {
    const best = largest(row);
    return row.some((value, c) => c !== best && value === row[best]) ? majority[at]! : best;
  });
  const { posterior, weights, modelWeight } = combined(votes, probabilities, { consensus, peers });
  return {
    classes: votes.classes,
    labels: consensus.map((c) => votes.classes[c]!),
    quality: Float64Array.from(consensus, (c, at) => posterior[at]![c]!),
    probabilities: posterior,
    annotators: annotatorQualities(votes, { consensus, posterior, weights, modelWeight }),
    modelWeight,
  };
}

function checkProbabilities(
  { classes, ofRow }: EncodedVotes,
  probabilities: readonly ArrayLike<number>[],
): void {
  const wrong =
    probabilities.length === ofRow.length
      ? probabilities.findIndex(
          (row) =>
            row.length !== classes.length ||
            !(Math.abs(Array.from(row).reduce((sum, value) => sum + value, 0) - 1) < 1e-3),
        )
      : 0;
  if (probabilities.length !== ofRow.length)
    throw new DatawrightError({
      code: "SHAPE",
      message: `${probabilities.length} rows of probabilities but ${ofRow.length} rows of votes`,
    });
  if (wrong >= 0)
    throw new DatawrightError({
      code: "SHAPE",
      message: `row ${wrong} is not ${classes.length} probabilities that sum to 1`,
      details: { row: wrong },
    });
}

/** The class with most votes; of equal ones the classifier's best, then the first. */
function majorityOf(
  { classes, ofRow }: EncodedVotes,
  row: number,
  probabilities: ArrayLike<number>,
): number {
  const counts = new Float64Array(classes.length);
  for (const [, label] of ofRow[row]!) counts[label] = counts[label]! + 1;
  const most = counts[largest(counts)]!;
  return largest(counts.map((count, c) => (count === most ? probabilities[c]! : -1)));
}

/**
 * For each annotator how often the others who labelled the same row said the same, each pair of votes
 * counted once; the mean of the others for one who never met another.
 */
function agreementWithOthers({ annotators, ofRow }: EncodedVotes): Float64Array {
  const same = new Float64Array(annotators);
  const pairs = new Float64Array(annotators);
  for (const row of ofRow)
    for (const [annotator, label] of row) {
      same[annotator] = same[annotator]! + row.filter(([, other]) => other === label).length - 1;
      pairs[annotator] = pairs[annotator]! + row.length - 1;
    }
  const known = same.map((count, a) => count / pairs[a]!);
  const met = known.filter((value) => !Number.isNaN(value));
  const mean = met.reduce((sum, value) => sum + value, 0) / met.length;
  return known.map((value) => (Number.isNaN(value) ? mean : value));
}

function combined(
  { classes, ofRow }: EncodedVotes,
  probabilities: readonly ArrayLike<number>[],
  { consensus, peers }: { readonly consensus: readonly number[]; readonly peers: Float64Array },
): { posterior: Float64Array[]; weights: Float64Array; modelWeight: number } {
  const k = classes.length;
  const several = [...ofRow.keys()].filter((at) => ofRow[at]!.length > 1);
  const share = (of: (row: number) => number): number =>
    several.reduce((sum, row) => sum + of(row), 0) / several.length;
  const agreed = share(
    (row) =>
      ofRow[row]!.filter(([, label]) => label === consensus[row]).length / ofRow[row]!.length,
  );
  const frequency = new Float64Array(k);
  for (const row of several) frequency[consensus[row]!] = frequency[consensus[row]!]! + 1;
  const usual = largest(frequency);
  const baseline = Math.max(
    LEAST_WEIGHT,
    share((row) => Number(consensus[row] !== usual)),
  );
  const weights = peers.map((agreement) => Math.max(LEAST_WEIGHT, 1 - (1 - agreement) / baseline));
  const modelError = share((row) => Number(largest(probabilities[row]!) !== consensus[row]));
  const voted = ofRow.filter((row) => row.length > 0);
  const meanVotes = voted.reduce((sum, row) => sum + row.length, 0) / voted.length;
  const modelWeight = Math.max(LEAST_WEIGHT, 1 - modelError / baseline) * Math.sqrt(meanVotes);
  const other = (1 - agreed) / (k - 1);
  const posterior = ofRow.map((row, at) => {
    const mix = Float64Array.from(probabilities[at]!, (value) => modelWeight * value);
    let total = modelWeight;
    for (const [annotator, label] of row) {
      total += weights[annotator]!;
      for (let c = 0; c < k; c++)
        mix[c] = mix[c]! + weights[annotator]! * (c === label ? agreed : other);
    }
    return mix.map((value) => value / total);
  });
  return { posterior, weights, modelWeight };
}

/**
 * An annotator's quality: the mean probability of his labels, and his agreement with the consensus on
 * rows that others labelled too, mixed by what the classifier counts against the annotators.
 */
function annotatorQualities(
  { annotators, ofRow }: EncodedVotes,
  found: {
    readonly consensus: readonly number[];
    readonly posterior: readonly Float64Array[];
    readonly weights: Float64Array;
    readonly modelWeight: number;
  },
): AnnotatorQuality[] {
  const { consensus, posterior, weights, modelWeight } = found;
  const voted = ofRow.filter((row) => row.length > 0);
  const votesShare = voted.reduce((sum, row) => sum + row.length, 0) / voted.length / annotators;
  const byAnnotators = weights.reduce((sum, weight) => sum + weight, 0) * votesShare;
  const mix = modelWeight / (modelWeight + byAnnotators);
  const counts = Array.from({ length: annotators }, () => ({
    rows: 0,
    agreed: 0,
    shared: 0,
    sharedAgreed: 0,
    probability: 0,
  }));
  ofRow.forEach((row, at) => {
    for (const [annotator, label] of row) {
      const count = counts[annotator]!;
      const agrees = Number(label === consensus[at]);
      count.rows += 1;
      count.agreed += agrees;
      count.probability += posterior[at]![label]!;
      if (row.length > 1) {
        count.shared += 1;
        count.sharedAgreed += agrees;
      }
    }
  });
  const allShared = counts.reduce((sum, { shared }) => sum + shared, 0);
  const allAgreed = counts.reduce((sum, { sharedAgreed }) => sum + sharedAgreed, 0);
  return counts.map(({ rows, agreed, shared, sharedAgreed, probability }, annotator) => ({
    quality:
      rows === 0
        ? NaN
        : (mix * probability) / rows +
          (1 - mix) * (shared > 0 ? sharedAgreed / shared : allAgreed / allShared),
    weight: weights[annotator]!,
    agreement: agreed / rows,
    rows,
  }));
}
