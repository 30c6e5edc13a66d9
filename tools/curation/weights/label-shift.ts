import { z } from "zod";
import { numberSetting } from "../../../base/slots/number-setting.js";
import { configurable } from "../../../base/slots/configurable.js";
import { estimateLabelShift } from "../../learning/label-shift/estimate-label-shift.js";
import { trainTextClassifierInWorker } from "../../learning/learning-in-worker.js";
import { decidingOptions } from "../../learning/out-of-sample.js";
import type { Reweighter } from "../contract.js";
import { crossFitSettings, givenProbabilities } from "../filters/measures/given-probabilities.js";
import { referenceTexts } from "./reference-texts.js";
import { scaledReweighter } from "./scaled-reweighter.js";

const settings = z.strictObject({
  reference: z
    .array(z.string().min(1))
    .default([])
    .describe(
      "Texts, without labels, whose mix of labels is wanted. Default: those of the test file (their " +
        "labels are not read), else the trusted rows of the task.",
    ),
  method: z
    .enum(["maximum-likelihood", "black-box"])
    .default("maximum-likelihood")
    .describe(
      "How their label shares are estimated: by the small model's probabilities (Saerens et al. " +
        "2002) or by its confusions (Lipton et al. 2018). Default: maximum-likelihood.",
    ),
  clip: numberSetting(
    { from: 1, usual: 10 },
    "No weight above this or below its inverse. Default: 10.",
  ),
  ...crossFitSettings("logistic-regression"),
});

// What it gains shows on the reference texts only, whose labels are not known.
const NOT_GATED = { gated: false };

/**
 * Weighs the rows so that their labels are as frequent as in reference texts that have none (label
 * shift): a row counts (estimated share of its label there) / (share here).
 *
 * @throws TRAINING_DATA if there is no reference text
 */
export const labelShift = configurable({
  settings,
  make: ({ reference, method, clip, folds, algorithm }): Reweighter =>
    scaledReweighter(
      "label-shift",
      async (rows, context) => {
        const wanted = await referenceTexts("label-shift", { reference, test: true }, context);
        if (context.multiLabel)
          return {
            notApplied: "label shift is defined for one label per row; these are multi-label",
          };
        const { found, ...failed } = await givenProbabilities(rows, context, { folds, algorithm });
        if (found === null) return { notApplied: failed.note! };
        const { labelled, classes, all } = found;
        const classifier = await trainTextClassifierInWorker(
          {
            ...decidingOptions(labelled.texts.length),
            texts: labelled.texts,
            labels: labelled.labels,
            weights: labelled.weights,
            classes,
            algorithm,
            seed: context.seed,
          },
          context.signal ? { signal: context.signal } : {},
        );
        const shift = estimateLabelShift({
          probabilities: all,
          labels: labelled.keys.map((name) => classes.indexOf(name)),
          target: classifier.predict(wanted).map(({ probabilities }) => probabilities),
          method,
          seed: context.seed,
        });
        const weights = new Float64Array(rows.length).fill(NaN);
        let clipped = 0;
        labelled.indices.forEach((index, at) => {
          const weight = shift.weights[classes.indexOf(labelled.keys[at]!)]!;
          weights[index] = Math.min(clip, Math.max(1 / clip, weight));
          if (weights[index] !== weight) clipped += 1;
        });
        return {
          weights,
          figures: {
            reference: wanted.length,
            clipped,
            shares: Object.fromEntries(
              classes.map((name, c) => [
                name,
                { here: shift.source[c]!, there: shift.target[c]!, ...shift.intervals![c]! },
              ]),
            ),
          },
        };
      },
      NOT_GATED,
    ),
});
