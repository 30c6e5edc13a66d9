import { clopperPearson } from "../../base/statistics/clopper-pearson.js";
import { checkFinite, shapeError } from "../agreement/rated.js";

/** A row that a person looked at. */
export interface AuditedRow {
  /** The judge's score, higher for better; null where it has none. */
  readonly score: number | null;
  /** What the person found. */
  readonly faithful: boolean;
}

/** What of a set of rows is kept, and how faithful that is for certain. */
export interface ThresholdBound {
  /** Least score of a row that is kept; null keeps all. */
  readonly threshold: number | null;
  /** Audited rows among those that are kept. */
  readonly audited: number;
  /** Those of them that are faithful. */
  readonly faithful: number;
  /** Share of all rows that is kept, 0 to 1. */
  readonly kept: number;
  /** At least this share of what is kept is faithful, at the confidence for all thresholds at once. */
  readonly low: number;
}

/** How a threshold is looked for. */
export interface ThresholdOptions {
  /** Rows drawn at random from the set, with what people found. */
  readonly audits: readonly AuditedRow[];
  /** Scores of all rows of the set, the audited ones too; null where the judge has none. */
  readonly scores: readonly (number | null)[];
  /** Least share of faithful rows that is wanted, above 0 and below 1. */
  readonly faithfulness: number;
  /** How sure the guarantee is, 0.5 to below 1. Default: 0.9. */
  readonly confidence?: number;
  /**
   * True where audited rows that are not faithful are taken out, and the guarantee is about what is
   * left. Default: false.
   */
  readonly takesOut?: boolean;
  /** Shares of the rows to leave out, lowest scores first, that are tried. Default: 0 to 0.75. */
  readonly leaveOut?: readonly number[];
}

/** What the audits allow. */
export interface CertifiedThreshold {
  /** The threshold that holds and keeps most; null where none holds. */
  readonly chosen: ThresholdBound | null;
  /** Every threshold that was tried, that which keeps most first. */
  readonly tried: readonly ThresholdBound[];
}

const LEAVE_OUT = [0, 0.1, 0.25, 0.5, 0.75];

/**
 * The lowest threshold of a judge's score above which at least the wanted share of rows is faithful,
 * with a guarantee whatever the judge is worth (learn then test, Angelopoulos et al. 2021): the
 * candidates are fixed by the scores alone, each is tested exactly (Clopper-Pearson), and half of
 * the error goes to keeping all, the rest in equal parts to the others (Bonferroni).
 *
 * @throws SHAPE if a share or the confidence is not above 0 and below 1, a score is not finite, or
 *         there are more audits than rows
 */
export function certifiedThreshold(options: ThresholdOptions): CertifiedThreshold {
  const { audits, scores, faithfulness, confidence = 0.9, leaveOut = LEAVE_OUT } = options;
  const { takesOut = false } = options;
  check(options);
  const thresholds = candidates(scores, leaveOut);
  const error = 1 - confidence;
  const tried = thresholds.map((threshold): ThresholdBound => {
    const keeps = (score: number | null): boolean =>
      threshold === null || (score !== null && score >= threshold);
    const within = audits.filter(({ score }) => keeps(score));
    const faithful = within.filter((audit) => audit.faithful).length;
    const share =
      thresholds.length === 1
        ? error
        : threshold === null
          ? error / 2
          : error / (2 * (thresholds.length - 1));
    const all = scores.filter(keeps).length;
    const bound = clopperPearson({
      successes: faithful,
      trials: within.length,
      confidence: 1 - 2 * share,
    }).low;
    // Where people looked at all of it nothing is left to chance.
    const low = within.length === all && all > 0 ? faithful / all : bound;
    const left = takesOut ? all - (within.length - faithful) : all;
    return {
      threshold,
      audited: within.length,
      faithful,
      kept: scores.length === 0 ? 0 : all / scores.length,
      low: left === 0 ? 0 : Math.min(1, (low * all) / left),
    };
  });
  return { chosen: tried.find(({ low, kept }) => low >= faithfulness && kept > 0) ?? null, tried };
}

/** Thresholds that the scores alone name, so that testing them costs no more than their number. */
function candidates(
  scores: readonly (number | null)[],
  leaveOut: readonly number[],
): readonly (number | null)[] {
  const ascending = scores.filter((score): score is number => score !== null).sort((a, b) => a - b);
  const unscored = scores.length - ascending.length;
  const found: (number | null)[] = [null];
  for (const share of [...leaveOut].sort((a, b) => a - b)) {
    const at = Math.floor(share * scores.length) - unscored;
    const threshold = ascending[Math.max(0, at)];
    const isMore =
      threshold !== undefined && share > 0 && (threshold > ascending[0]! || unscored > 0);
    if (isMore && !found.includes(threshold)) found.push(threshold);
  }
  return found;
}

function check({
  audits,
  scores,
  faithfulness,
  confidence = 0.9,
  leaveOut = LEAVE_OUT,
}: ThresholdOptions): void {
  const what = "certifiedThreshold";
  if (!(faithfulness > 0 && faithfulness < 1) || !(confidence >= 0.5 && confidence < 1))
    throw shapeError(
      `${what}: a faithfulness of ${faithfulness} at a confidence of ${confidence}`,
      "No finite number of audits shows that all rows are faithful: name a share above 0 and below 1, " +
        "and a confidence from 0.5 to below 1.",
    );
  if (leaveOut.some((share) => !(share >= 0 && share < 1)))
    throw shapeError(`${what}: leaveOut ${leaveOut.join(", ")}`, "Shares lie from 0 to below 1.");
  checkFinite(
    [...scores, ...audits.map(({ score }) => score)].filter((score) => score !== null),
    { what },
  );
  if (audits.length > scores.length)
    throw shapeError(
      `${what}: ${audits.length} audits of ${scores.length} rows`,
      "Give the score of every row of the set, the audited ones too.",
    );
}
