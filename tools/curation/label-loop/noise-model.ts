import { setImmediate as nextTurn } from "node:timers/promises";

/**
 * What a language model said of each row: a class, or -1 where it was not asked or could not be
 * read.
 */
export interface Answers {
  readonly first: Int32Array;
  /** 1 where the first question came with demonstrations. */
  readonly shown: Uint8Array;
  /** The answer to the repeated question. */
  readonly second: Int32Array;
}

/**
 * How a language model answers, as far as it can be told without a true label. All are shares from
 * 0 to 1.
 */
export interface AnswerRates {
  /** First answers without demonstrations that are wrong. */
  readonly blind: number;
  /** First answers with demonstrations that are wrong. */
  readonly shown: number;
  /** Wrong first answers that a repeated question puts right. */
  readonly corrected: number;
  /** Right first answers that a repeated question spoils. */
  readonly spoilt: number;
}

export interface NoiseEstimate {
  /** Probability of each class for each row, all evidence together; rows sum to 1. */
  readonly posterior: readonly Float64Array[];
  readonly rates: AnswerRates;
  /** Exponent that the small model's probabilities needed to fit. */
  readonly sharpness: number;
}

const STEPS = 30;
/** Each rate before anything is seen, and the weight of that in answers. */
const PRIOR: AnswerRates = { blind: 0.1, shown: 0.1, corrected: 0.5, spoilt: 0.02 };
const PRIOR_ANSWERS = 20;
/** Share of the answered rows, surest first, on which the share of wrong answers is counted. */
const SUREST = 0.2;
/** Share of the wrong first answers that stay wrong but change. */
const WANDERS = 0.05;
/** A class that the small model never saw must stay possible, or no answer could ever name it. */
const LEAST = 1e-6;
const CELLS_A_TURN = 1 << 17;

/**
 * Weighs a language model's answers against a small model that did not see them: expectation
 * maximisation over a model in which a share of the answers is wrong (after Dawid and Skene 1979,
 * with one rate for all classes) and the small model's probabilities are sharpened or softened
 * until the answers fit (it learned from wrong answers too, so it gives them room). A confusion
 * between classes is not estimated: it would take the small model's own confusions for the language
 * model's (on BANKING77 that cost six times the errors).
 *
 * The share of wrong first answers is not left to the likelihood, which cannot tell a wrong answer
 * from a small model that is wrong and sure of it: it is counted where the small model is surest,
 * and held. If easy rows are answered better than others, that errs on the side of the language
 * model.
 *
 * @param prior out-of-sample probabilities of the small model, n rows of k that sum to 1
 */
export async function estimateNoise(
  prior: readonly Float64Array[],
  answers: Answers,
  classes: number,
): Promise<NoiseEstimate> {
  const logarithms = prior.map((row) => row.map((value) => Math.log(Math.max(value, LEAST))));
  const posterior = prior.map((row) => row.slice());
  const asked = [...prior.keys()].filter((row) => answers.first[row]! >= 0);
  const pause = Math.max(1, Math.floor(CELLS_A_TURN / classes));
  const held = {
    blind: disagreement(prior, answers, asked, 0),
    shown: disagreement(prior, answers, asked, 1),
  };
  let model: AnswerModel = { rates: { ...PRIOR, ...held }, sharpness: 1 };
  for (let step = 0; step < STEPS; step++) {
    const sums = new Sums();
    for (const [at, row] of asked.entries()) {
      weigh(logarithms[row]!, answers, row, model, posterior[row]!, sums);
      sums.add(answers, row, posterior[row]!);
      if (at % pause === pause - 1) await nextTurn();
    }
    model = sums.next(model);
  }
  for (const [row, values] of posterior.entries()) {
    weigh(logarithms[row]!, answers, row, model, values, null);
    if (row % pause === pause - 1) await nextTurn();
  }
  return { posterior, rates: model.rates, sharpness: model.sharpness };
}

/** Probabilities of a small model by an exponent, as those of a row without an answer are weighed. */
export function sharpened(probabilities: Float64Array, sharpness: number): Float64Array {
  const top = Math.log(probabilities.reduce((most, value) => Math.max(most, value), LEAST));
  const powers = probabilities.map((value) =>
    Math.exp(sharpness * (Math.log(Math.max(value, LEAST)) - top)),
  );
  const total = powers.reduce((sum, value) => sum + value, 0);
  return powers.map((value) => value / total);
}

/** Share of first answers that differ from the small model's where it is surest. */
function disagreement(
  prior: readonly Float64Array[],
  { first, shown }: Answers,
  asked: readonly number[],
  kind: number,
): number {
  const largest = (row: number): number =>
    prior[row]!.reduce((most, value) => Math.max(most, value), 0);
  const sure = asked
    .filter((row) => shown[row] === kind)
    .map((row) => ({ row, confidence: largest(row) }))
    .sort((a, b) => b.confidence - a.confidence || a.row - b.row);
  const counted = sure.slice(0, Math.ceil(SUREST * sure.length));
  const differ = counted.filter(
    ({ row, confidence }) => prior[row]![first[row]!]! < confidence,
  ).length;
  return (differ + PRIOR.blind * PRIOR_ANSWERS) / (counted.length + PRIOR_ANSWERS);
}

interface AnswerModel {
  readonly rates: AnswerRates;
  readonly sharpness: number;
}

/** Posterior of one row; on the way, what the slope of the likelihood over the sharpness needs. */
function weigh(
  logarithms: Float64Array,
  { first, shown, second }: Answers,
  row: number,
  model: AnswerModel,
  into: Float64Array,
  sums: Sums | null,
): void {
  const classes = logarithms.length;
  const { rates, sharpness } = model;
  const one = first[row]!;
  const two = second[row]!;
  const wrong = shown[row] === 1 ? rates.shown : rates.blind;
  let top = -Infinity;
  for (let y = 0; y < classes; y++) top = Math.max(top, logarithms[y]!);
  let total = 0;
  let mean = 0;
  let square = 0;
  for (let y = 0; y < classes; y++) {
    const centred = logarithms[y]! - top;
    into[y] = Math.exp(sharpness * centred);
    total += into[y]!;
    mean += into[y]! * centred;
    square += into[y]! * centred * centred;
  }
  mean /= total;
  let mass = 0;
  for (let y = 0; y < classes; y++) {
    if (one >= 0) into[y]! *= y === one ? 1 - wrong : wrong / (classes - 1);
    if (one >= 0 && two >= 0) into[y]! *= secondLikelihood(y, one, two, rates, classes);
    mass += into[y]!;
  }
  let expected = 0;
  for (let y = 0; y < classes; y++) {
    into[y]! /= mass;
    expected += into[y]! * (logarithms[y]! - top);
  }
  sums?.slope(expected - mean, square / total - mean * mean);
}

function secondLikelihood(
  y: number,
  one: number,
  two: number,
  rates: AnswerRates,
  classes: number,
): number {
  if (one === y) return two === y ? 1 - rates.spoilt : rates.spoilt / (classes - 1);
  if (two === y) return rates.corrected * (1 - WANDERS);
  return two === one ? (1 - rates.corrected) * (1 - WANDERS) : WANDERS / Math.max(1, classes - 2);
}

/** What one pass over the rows adds up for the next model. */
class Sums {
  readonly #hits = { corrected: 0, spoilt: 0 };
  readonly #seen = { corrected: 0, spoilt: 0 };
  #slope = 0;
  #curvature = 0;

  slope(slope: number, curvature: number): void {
    this.#slope += slope;
    this.#curvature += curvature;
  }

  add({ first, second }: Answers, row: number, posterior: Float64Array): void {
    const one = first[row]!;
    const two = second[row]!;
    const right = posterior[one]!;
    if (two < 0) return;
    this.#seen.spoilt += right;
    this.#seen.corrected += 1 - right;
    if (two === one) return;
    this.#hits.spoilt += right;
    this.#hits.corrected += posterior[two]!;
  }

  next(before: AnswerModel): AnswerModel {
    const rate = (name: "corrected" | "spoilt"): number =>
      (this.#hits[name] + PRIOR[name] * PRIOR_ANSWERS) / (this.#seen[name] + PRIOR_ANSWERS);
    // One Newton step, held to at most a factor of 1.5 so that a flat start cannot throw it far.
    const step = this.#curvature > 1e-9 ? this.#slope / this.#curvature : 0;
    const sharpness = Math.min(
      before.sharpness * 1.5,
      Math.max(before.sharpness / 1.5, before.sharpness + step),
    );
    return {
      rates: { ...before.rates, corrected: rate("corrected"), spoilt: rate("spoilt") },
      sharpness,
    };
  }
}
