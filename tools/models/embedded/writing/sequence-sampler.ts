import type { Random } from "../../../../base/statistics/random.js";
import {
  END,
  GROWS_TOGETHER,
  LONGEST_CONTEXT,
  SPACED,
  START,
  type TokenIndex,
} from "../token-index.js";

export interface SamplingOptions {
  /** Weight per row of the index, >= 0: how much its continuations count. */
  readonly rowWeights: Float64Array;
  /** Weight per position of the index: how much it counts as a continuation; null for all alike. */
  readonly tokenWeights: Float64Array | null;
  readonly temperature: number;
  readonly topP: number;
  /** Wanted length in pieces; continuations whose rest fits it count more. */
  readonly length: number;
  /** Longest stretch taken from one row before its own continuation nearly stops counting. */
  readonly longestRun: number;
  readonly random: Random;
}

export interface SampledSequence {
  /** Positions in the index, one a piece; END is not among them. */
  readonly positions: number[];
  /** Natural log-probability of each piece, END included. */
  readonly logProbabilities: number[];
}

/**
 * Draws one sequence from the interpolated n-gram model: each context's counts are mixed with those
 * of the next shorter one by Witten and Bell's rule, lambda = c(h) / (c(h) + distinct(h)), down to
 * classes of pieces.
 */
export function sampleSequence(index: TokenIndex, options: SamplingOptions): SampledSequence {
  const context = [START];
  const positions: number[] = [];
  const logProbabilities: number[] = [];
  let last = -1;
  let run = 0;
  let limit = 1 + options.random.integer(options.longestRun);
  const longest = Math.ceil(options.length * 1.6) + 4;
  for (let step = 0; step <= longest; step++) {
    const favoured = run >= limit ? -1 : last + 1;
    const held = run >= limit ? last + 1 : -1;
    const choices = distribution(index, context, last, step, held, options);
    if (choices.size === 0) break;
    const surface = draw(choices, options);
    const chosen = choices.get(surface) as Choice;
    logProbabilities.push(Math.log(chosen.share));
    const position =
      favoured > 0 && chosen.positions.includes(favoured)
        ? favoured
        : pickPosition(chosen, options.random);
    if (surface === END) break;
    if (position === last + 1) run++;
    else [run, limit] = [1, 1 + options.random.integer(options.longestRun)];
    last = position;
    positions.push(position);
    context.push(index.folded[position] as number);
  }
  return { positions, logProbabilities };
}

const LIKE_OWN = 3;

interface Choice {
  share: number;
  readonly positions: number[];
  readonly weights: number[];
}

/** Probability of each surface that can stand next. */
function distribution(
  index: TokenIndex,
  context: readonly number[],
  last: number,
  step: number,
  held: number,
  options: SamplingOptions,
): Map<number, Choice> {
  const choices = new Map<number, Choice>();
  let rest = 1;
  for (let order = Math.min(LONGEST_CONTEXT, context.length); order >= 1; order--) {
    rest = addLevel(index, index.after(context, order), rest, last, step, held, options, choices);
  }
  if (last >= 1)
    rest = addLevel(
      index,
      index.afterClasses(index.classes[last - 1] as number, index.classes[last] as number),
      rest * 0.5,
      last,
      step,
      held,
      options,
      choices,
    );
  let total = 0;
  for (const choice of choices.values()) total += choice.share;
  for (const choice of choices.values()) choice.share /= total;
  return choices;
}

function addLevel(
  index: TokenIndex,
  found: readonly number[],
  rest: number,
  last: number,
  step: number,
  held: number,
  options: SamplingOptions,
  choices: Map<number, Choice>,
): number {
  if (found.length === 0) return rest;
  const weights = new Float64Array(found.length);
  const distinct = new Set<number>();
  let total = 0;
  for (let at = 0; at < found.length; at++) {
    const position = found[at] as number;
    const off = Math.abs(step + (index.remaining[position] as number) - options.length);
    const fit = Math.max(0.03, Math.exp(-off / (0.25 * options.length + 1.5)));
    if (position !== last + 1 && last >= 0 && growsTogether(index, last, position)) continue;
    // A crossing to another row reads better where the piece there could have stood here: the class
    // that this row goes on with.
    const crossing =
      last >= 0 && position !== last + 1 && index.classes[position] === index.classes[last + 1]
        ? LIKE_OWN
        : 1;
    weights[at] =
      (options.rowWeights[index.rowOf[position] as number] as number) *
      (options.tokenWeights?.[position] ?? 1) *
      fit *
      crossing *
      (position === held ? 0.01 : 1);
    total += weights[at] as number;
    distinct.add(index.surface[position] as number);
  }
  if (total <= 0) return rest;
  const kinds = Math.min(distinct.size, total);
  const given = (rest * total) / (total + kinds);
  for (let at = 0; at < found.length; at++) {
    const position = found[at] as number;
    const share = (given * (weights[at] as number)) / total;
    if (share === 0) continue;
    const surface = index.surface[position] as number;
    const choice = choices.get(surface);
    if (choice === undefined)
      choices.set(surface, { share, positions: [position], weights: [share] });
    else {
      choice.share += share;
      choice.positions.push(position);
      choice.weights.push(share);
    }
  }
  return rest - given;
}

function growsTogether(index: TokenIndex, last: number, position: number): boolean {
  const form = index.formAt(position);
  return (form & SPACED) === 0 && (form & index.formAt(last) & GROWS_TOGETHER) !== 0;
}

/** One surface by temperature and nucleus (top-p) sampling. */
function draw(choices: ReadonlyMap<number, Choice>, options: SamplingOptions): number {
  const sorted = [...choices].sort((a, b) => b[1].share - a[1].share || a[0] - b[0]);
  const power = 1 / Math.max(0.05, options.temperature);
  const weights: number[] = [];
  let mass = 0;
  for (const [, choice] of sorted) {
    weights.push(choice.share ** power);
    mass += choice.share;
    if (mass >= options.topP) break;
  }
  if (weights[0] === 0) weights[0] = 1;
  return (sorted[options.random.weighted(weights)] as [number, Choice])[0];
}

function pickPosition(choice: Choice, random: Random): number {
  return choice.positions[random.weighted(choice.weights)] as number;
}
