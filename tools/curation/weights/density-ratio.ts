import { z } from "zod";
import { numberSetting } from "../../../base/slots/number-setting.js";
import { configurable } from "../../../base/slots/configurable.js";
import type { Reweighter } from "../contract.js";
import { isDatawrightError } from "../../../base/errors.js";
import { crossValidatedProbabilitiesInWorker } from "../../learning/learning-in-worker.js";
import { crossFitSettings } from "../filters/measures/given-probabilities.js";
import { referenceTexts } from "./reference-texts.js";
import { scaledReweighter } from "./scaled-reweighter.js";
import { inputOf, withInputs } from "../learning-inputs.js";

const settings = z.strictObject({
  reference: z
    .array(z.string().min(1))
    .default([])
    .describe("Texts whose distribution is wanted. Default: the trusted rows of the task."),
  clip: numberSetting(
    { from: 1, usual: 10 },
    "No ratio above this or below its inverse. Default: 10.",
  ),
  power: numberSetting(
    { from: 0, to: 1, usual: 1 },
    "Ratios to this power: 0 = no change. Default: 1.",
  ),
  folds: crossFitSettings("logistic-regression").folds,
});

/** What it is for is another distribution, of which the rows' own labels say nothing. */
const NOT_GATED = { gated: false };

const OURS = "rows";
const WANTED = "reference";

/**
 * Importance weights toward a reference set (Bickel et al. 2007): w = p(reference | x) / p(rows |
 * x) by a probabilistic classifier that tells the two sets apart with equal priors, each row judged
 * by a model that did not see it; clipped, because one row in a gap of the data could otherwise
 * outweigh all others.
 *
 * @throws TRAINING_DATA if there is no reference text
 */
export const densityRatio = configurable({
  settings,
  make: ({ reference, clip, power, folds }): Reweighter =>
    scaledReweighter(
      "density-ratio",
      async (rows, context) => {
        const wanted = await referenceTexts("density-ratio", { reference, test: false }, context);
        const used = rows.flatMap((row, index) => (row.text.trim() === "" ? [] : [index]));
        if (used.length === 0) return { notApplied: "no row has a text" };
        const read = await withInputs(rows, context);
        const texts = [...used.map((index) => inputOf(read[index]!)), ...wanted];
        const labels = texts.map((_text, index) => (index < used.length ? OURS : WANTED));
        const weights = new Float64Array(rows.length).fill(NaN);
        try {
          context.progress("density ratio", 0);
          const { probabilities, classes } = await crossValidatedProbabilitiesInWorker(
            {
              texts,
              labels,
              classes: [OURS, WANTED],
              classWeights: "balanced",
              algorithm: "logistic-regression",
              seed: context.seed,
              folds,
            },
            context.signal ? { signal: context.signal } : {},
          );
          const column = classes.indexOf(WANTED);
          let clipped = 0;
          used.forEach((index, at) => {
            const share = probabilities[at]![column]!;
            const ratio = share / (1 - share);
            const bounded = Math.min(clip, Math.max(1 / clip, ratio));
            if (bounded !== ratio) clipped += 1;
            weights[index] = bounded ** power;
          });
          context.progress("density ratio", 1);
          return { weights, figures: { reference: wanted.length, clipped } };
        } catch (error) {
          if (isDatawrightError(error) && error.code === "TRAINING_DATA")
            return { notApplied: error.message, figures: { reference: wanted.length } };
          throw error;
        }
      },
      NOT_GATED,
    ),
});
