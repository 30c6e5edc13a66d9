import { z } from "zod";
import { countSetting, numberSetting } from "../../../base/slots/number-setting.js";
import { configurable } from "../../../base/slots/configurable.js";
import type { Reweighter } from "../contract.js";
import { DatawrightError } from "../../../base/errors.js";
import { Random } from "../../../base/statistics/random.js";
import { yieldToEventLoop } from "./yield-to-event-loop.js";
import { scaledReweighter } from "./scaled-reweighter.js";
import { rowMatrix } from "./row-matrix.js";
import { StepwiseSoftmax } from "./stepwise-softmax.js";

const settings = z.strictObject({
  rounds: countSetting(
    { from: 1, to: 200, usual: 20 },
    "Passes over the rows, each followed by new weights. Default: 20.",
  ),
  rate: numberSetting(
    { above: 0, usual: 0.1 },
    "Step size of the classifier on vectors of length 1. Default: 0.1.",
  ),
});

/**
 * Weights from trusted rows (LLMaAA, Zhang et al. 2023, after Ren et al. 2018): w_i is proportional
 * to max(0, -dL/dw_i) = max(0, rate * <gradient of row i, gradient of the loss L on the trusted
 * rows>), the mean over the rounds in which a classifier learns under the weights so far. Gradients
 * of rows are taken at length 1 in the scores (without it, the weights of wrong rows grew above
 * those of right ones once the trusted rows were learnt).
 *
 * @throws TRAINING_DATA if there is no trusted row with a label of the rows
 */
export const goldGradient = configurable({
  settings,
  make: ({ rounds, rate }): Reweighter =>
    scaledReweighter("gold-gradient", async (rows, context) => {
      const { found, note } = await rowMatrix(rows, context, context.support);
      if (found === null) return { notApplied: note };
      const { labelled, matrix, labels, extra } = found;
      if (extra.length === 0) throw needsTrusted("gold-gradient");
      const count = labelled.indices.length;
      const random = new Random(context.seed).derive("gold-gradient");
      const model = new StepwiseSoftmax(matrix, labels, labelled.classes.length);
      const own = Array.from({ length: count }, (_, row) => row);
      const weights = new Float64Array(labels.length).fill(1);
      const gains = new Float64Array(count);
      for (let round = 0; round < rounds; round++) {
        await yieldToEventLoop(context, "gradients", round / rounds);
        const direction = model.gradient(extra);
        for (const row of own) {
          // A row that the classifier contradicts has the longest gradient, so without its length
          // wrong rows would drown the rest.
          const length = Math.hypot(...model.residual(row));
          if (length > 0)
            gains[row] = gains[row]! + model.along(row, direction) / length / extra.length;
        }
        const positive = gains.reduce((sum, gain) => sum + Math.max(0, gain), 0);
        if (positive > 0)
          for (const row of own) weights[row] = (Math.max(0, gains[row]!) * count) / positive;
        // A row of very large weight would throw the classifier off in one step.
        model.pass(
          random.shuffle(own),
          weights.map((weight) => Math.min(weight, 4)),
          rate,
        );
      }
      const result = new Float64Array(rows.length).fill(NaN);
      labelled.indices.forEach((index, row) => (result[index] = Math.max(0, gains[row]!)));
      return {
        weights: result,
        figures: {
          trusted: extra.length,
          withoutGain: gains.filter((gain) => gain <= 0).length,
          leftOut: labelled.leftOut,
        },
      };
    }),
});

export function needsTrusted(name: string): DatawrightError {
  return new DatawrightError({
    code: "TRAINING_DATA",
    message: `${name} weights need trusted rows with a label of the rows; there are none`,
    hint: "give a few real rows with trusted labels, or use `sungen`, which needs none",
  });
}
