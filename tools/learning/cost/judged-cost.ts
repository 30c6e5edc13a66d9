import {
  classOffsets,
  sharpnessWithOffsets,
  withoutOwnShare,
} from "../classifiers/class-offsets.js";
import { decisionLosses } from "./decision-losses.js";
import type { Exactness, InnerPart } from "./inner-parts.js";
import { linearScores } from "../classifiers/linear-classifier.js";

/** Offsets and sharpness hang on each other: so often they are told anew, at most. */
const MOST_TURNS = 3;
/** Until the sharpness changes by less than this part. */
const SETTLED = 0.1;
/** Standard errors by which offsets of classes with fewer rows must lower the loss of held-out rows. */
const SURE = 1;
const ENOUGH_ROWS = 100;

/** What a candidate for C does on rows that were held out. */
export interface Judged {
  readonly cost: number;
  readonly exactness: Exactness;
  /** The loss of each held-out row. */
  readonly losses: Float64Array;
  /** Of the curve that suits the held-out rows best. */
  readonly sharpness: number;
  /** Whether that curve has the offsets of classes. */
  readonly hasOffsets: boolean;
}

/** Whether the rows of the parts are enough to tell offsets of their classes. */
export function tellOffsets(parts: readonly InnerPart[]): boolean {
  return parts.every(({ probed }) => probed.rows.length > 0);
}

/**
 * The log loss of each held-out row under the one curve that suits all of them best, with the
 * classes' offsets of the fitted rows as in the classifier that comes of it. Of many classes with few
 * rows each there are no offsets, and a wrong answer adds 1: without them the log loss alone leans
 * towards large C where labels are wrong.
 */
export function judgedCost(
  parts: readonly InnerPart[],
  cost: number,
  exactness: Exactness = "coarse",
): Judged {
  const k = parts[0]!.trainSet.space.classes.length;
  const fitted = parts.map((part) => scoresOf(part, { cost, exactness }, k));
  const set = heldSet(parts);
  const raw = new Float64Array(k * set.ofRow.length);
  fitted.reduce((at, { held }) => (raw.set(held, at), at + held.length), 0);
  const hasFew = tellOffsets(parts);
  const judged = (scores: Float64Array, hasOffsets: boolean): Judged => {
    const { logLoss, wrong, scaling } = decisionLosses(scores, k, set);
    const losses = hasFew ? logLoss : logLoss.map((loss, row) => loss + wrong[row]!);
    return { cost, exactness, losses, sharpness: scaling.sharpness, hasOffsets };
  };
  const plain = judged(raw, false);
  if (!hasFew) return plain;
  const labels = set.ofRow.map((classes) => classes[0]!);
  const weights = set.weights.map((weight, row) => weight * set.classWeights[labels[row]!]!);
  let sharpness = sharpnessWithOffsets(
    { scores: raw, labels, weights, classes: k },
    plain.sharpness,
  );
  let moved = plain;
  for (let turn = 0; turn < MOST_TURNS; turn++) {
    const before = sharpness;
    moved = judged(shifted(raw, parts, fitted, k, before), true);
    ({ sharpness } = moved);
    if (Math.abs(Math.log(sharpness / before)) < SETTLED) break;
  }
  const rows = parts.reduce((sum, { probed }) => sum + probed.rows.length, 0);
  const isTold = rows >= ENOUGH_ROWS * k * parts.length;
  return isTold || advantage(moved, plain) > SURE ? moved : plain;
}

/** By how many standard errors of the paired differences one loses less than another. */
export function advantage({ losses }: Judged, than: Judged): number {
  const differences = losses.map((loss, row) => than.losses[row]! - loss);
  const mean = differences.reduce((sum, value) => sum + value, 0) / differences.length;
  const spread =
    differences.reduce((sum, value) => sum + (value - mean) ** 2, 0) / differences.length;
  return spread === 0 ? 0 : mean / Math.sqrt(spread / differences.length);
}

interface PartScores {
  readonly held: Float64Array;
  /** Of the probed rows, as if each had not been fitted. */
  readonly probed: Float64Array;
}

function scoresOf(
  part: InnerPart,
  { cost, exactness }: { readonly cost: number; readonly exactness: Exactness },
  k: number,
): PartScores {
  const { weights, ownShare, probedScores } = part.fitAt(cost, exactness);
  const { present } = part.trainSet;
  const known = (scores: Float64Array): Float64Array => {
    // A class that no fitted row has is not known.
    for (let f = 0; f < scores.length; f++) if (!present[f % k]) scores[f] = -Infinity;
    return scores;
  };
  return {
    held: known(linearScores(part.held, weights, k)),
    probed: known(
      withoutOwnShare(probedScores ?? linearScores(part.probed.matrix(), weights, k), ownShare),
    ),
  };
}

/** The scores of the held-out rows with the offsets of each part's fit at this sharpness. */
function shifted(
  raw: Float64Array,
  parts: readonly InnerPart[],
  fitted: readonly PartScores[],
  k: number,
  sharpness: number,
): Float64Array {
  const scores = raw.slice();
  let at = 0;
  parts.forEach(({ trainSet, probed: { rows } }, number) => {
    const { held, probed } = fitted[number]!;
    const offsets = classOffsets({ scores: probed, set: trainSet, rows }, sharpness);
    for (const end = at + held.length; at < end; at++) scores[at] = scores[at]! + offsets[at % k]!;
  });
  return scores;
}

function heldSet(parts: readonly InnerPart[]) {
  return {
    weights: Float64Array.from(parts.flatMap(({ heldSet }) => [...heldSet.weights])),
    classWeights: parts[0]!.heldSet.classWeights,
    ofRow: parts.flatMap(({ heldSet }) => heldSet.space.ofRow),
    multiLabel: parts[0]!.heldSet.space.multiLabel,
  };
}
