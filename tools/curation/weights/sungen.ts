import { z } from "zod";
import { countSetting, numberSetting } from "../../../base/slots/number-setting.js";
import { configurable } from "../../../base/slots/configurable.js";
import type { Reweighter } from "../contract.js";
import { Random } from "../../../base/statistics/random.js";
import { Adam } from "./adam.js";
import { LastGoodRound } from "./last-good-round.js";
import { yieldToEventLoop } from "./yield-to-event-loop.js";
import { scaledReweighter } from "./scaled-reweighter.js";
import { rowMatrix } from "./row-matrix.js";
import { StepwiseSoftmax } from "./stepwise-softmax.js";

const settings = z.strictObject({
  rounds: countSetting({ from: 1, to: 1000, usual: 30 }, "Outer rounds at most. Default: 30."),
  outerRate: numberSetting(
    { above: 0, usual: 0.25 },
    "Step size of the weights (Adam). Default: 0.25.",
  ),
  innerRate: numberSetting(
    { above: 0, usual: 1 },
    "Step size of the classifier (stochastic gradient descent on vectors of length 1). " +
      "Default: 1.",
  ),
  innerPasses: z
    .number()
    .int()
    .min(1)
    .max(200)
    .nullable()
    .default(null)
    .describe(
      "Passes of the classifier per round, each round from nothing. Default: 4, and with " +
        "few rows as many as make 4,000 steps, or 200 for each class.",
    ),
  keep: numberSetting(
    { from: 0.1, to: 1, usual: 0.9 },
    "Share of the highest weights whose rows may judge in a round. Default: 0.9.",
  ),
  perClass: z
    .boolean()
    .default(true)
    .describe(
      "Scale the weights of every class to the mean 1, as a bounded loss favours classes " +
        "that are easy to tell. Default: true.",
    ),
});

/** A classifier of fewer steps knows too little to judge. */
const LEAST_STEPS = 4000;
/** Of 77 bank intents on 1,500 rows right ones weigh more in .74 of all cases with as many, in .68 with a third. */
const STEPS_PER_CLASS = 200;
const LEAST_PASSES = 4;
/** Parts of the rows of which each is judged by a classifier of the others. */
const PARTS = 4;
/** Rounds with a smaller mean change of the weights end the search. */
const SETTLED = 1e-3;

/**
 * Weights learnt without gold labels by bilevel optimisation (SunGen, Gao et al. 2023): w_i =
 * sigmoid(theta_i); inside, a classifier is trained on the w-weighted cross-entropy; outside, theta
 * lowers the reverse cross-entropy -sum_k p(k|x) log q(k) of the classifier on rows of the same
 * set, a loss that wrong labels cannot dominate.
 *
 * The gradient by w_i is that of one unrolled step, -rate * <gradient of row i, outer gradient>.
 * Differences that the linear classifier calls for: each round draws four parts, of which each
 * judges a classifier of the others, so that no row judges itself (a sparse row would explain its own
 * features); the step size fits vectors of length 1. The classifier has no bias: a constant that all
 * rows share would dominate the inner products of sparse rows, and weigh classes instead of rows.
 *
 * The weights go on parting after they have told wrong labels from right ones, and then take hard
 * rows out, so those of the last round are taken whose classifiers label the rows that they did not
 * see about as well as those of any round; the search ends when no more such round comes, or when
 * the weights rest.
 */
export const sungen = configurable({
  settings,
  make: ({ rounds, outerRate, innerRate, innerPasses, keep, perClass }): Reweighter =>
    scaledReweighter("sungen", async (rows, context) => {
      const { found, note } = await rowMatrix(rows, context);
      if (found === null) return { notApplied: note };
      const { labelled, matrix, labels } = found;
      const count = labels.length;
      const steps = Math.max(LEAST_STEPS, STEPS_PER_CLASS * labelled.classes.length);
      const passes = innerPasses ?? Math.min(50, Math.max(LEAST_PASSES, Math.ceil(steps / count)));
      const random = new Random(context.seed).derive("sungen");
      const model = new StepwiseSoftmax(matrix, labels, labelled.classes.length, { bias: false });
      const theta = new Float64Array(count);
      const weights = new Float64Array(count).fill(0.5);
      const adam = new Adam(count, outerRate);
      const hypergradient = new Float64Array(count);
      const parts = Math.min(PARTS, count);
      const good = new LastGoodRound(count);
      let used = 0;
      for (let change = Infinity; used < rounds && change > SETTLED; used++) {
        await yieldToEventLoop(context, "bilevel weights", used / rounds);
        const order = random.shuffle(Array.from({ length: count }, (_, row) => row));
        change = 0;
        hypergradient.fill(0);
        let right = 0;
        for (let part = 0; part < parts; part++) {
          const train = order.filter((_row, at) => at % parts !== part);
          const held = order.filter((_row, at) => at % parts === part);
          model.reset();
          for (let pass = 0; pass < passes; pass++) model.pass(train, weights, innerRate);
          right += model.right(held);
          const judge = highest(held, weights, keep);
          const direction = model.gradient(judge, "reverse-cross-entropy");
          for (const row of train)
            hypergradient[row] =
              hypergradient[row]! - (innerRate * model.along(row, direction)) / judge.length;
        }
        good.see(right / count, weights);
        if (good.isOver) break;
        adam.step(theta, hypergradient);
        for (let row = 0; row < count; row++) {
          const next = 1 / (1 + Math.exp(-theta[row]!));
          change += Math.abs(next - weights[row]!) / count;
          weights[row] = next;
        }
      }
      weights.set(good.kept ?? weights);
      const result = new Float64Array(rows.length).fill(NaN);
      const sums = new Float64Array(labelled.classes.length).fill(perClass ? 0 : 1);
      const sizes = new Float64Array(labelled.classes.length).fill(perClass ? 0 : 1);
      if (perClass)
        labels.forEach((label, row) => ((sums[label]! += weights[row]!), (sizes[label]! += 1)));
      labelled.indices.forEach(
        (index, row) =>
          (result[index] = (weights[row]! * sizes[labels[row]!]!) / sums[labels[row]!]!),
      );
      return {
        weights: result,
        figures: {
          rounds: used,
          roundTaken: good.round,
          innerPasses: passes,
          leftOut: labelled.leftOut,
        },
      };
    }),
});

function highest(rows: readonly number[], weights: Float64Array, share: number): number[] {
  return [...rows]
    .sort((a, b) => weights[b]! - weights[a]! || a - b)
    .slice(0, Math.max(1, Math.ceil(share * rows.length)));
}
