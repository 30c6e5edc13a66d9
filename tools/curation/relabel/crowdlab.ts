import { z } from "zod";
import { configurable } from "../../../base/slots/configurable.js";
import { crowdlab } from "../../learning/annotators/crowdlab.js";
import { dawidSkene } from "../../learning/annotators/dawid-skene.js";
import { crossFitSettings, givenProbabilities } from "../filters/measures/given-probabilities.js";
import { annotatorsRelabeler } from "./annotators-relabeler.js";
import { annotatorSettings } from "./row-votes.js";

const settings = z.strictObject({
  ...annotatorSettings,
  ...crossFitSettings("logistic-regression"),
});

/**
 * The consensus of several annotators and a small model that is cross-validated on what they say
 * (CROWDLAB, Goh, Tkachenko and Mueller 2022). The small model learns the labels that are most
 * probable by the votes alone (Dawid and Skene 1979).
 */
export const crowdlabRelabeler = configurable({
  settings,
  make: ({ folds, algorithm, ...chosen }) =>
    annotatorsRelabeler("crowdlab", chosen, async (given, rows, context) => {
      const { votes, indices, classes, annotators } = given;
      const first = dawidSkene({ votes, classes }).labels;
      const voted = indices.map((index, at) => ({ ...rows[index]!, label: first[at]! }));
      const { found, ...failed } = await givenProbabilities(voted, context, { folds, algorithm });
      if (found === null) return { notApplied: failed.note! };
      // Rows that the small model could not judge (no text, a class seen once) count the votes
      // alone: it says nothing of them.
      const columns = classes.map((name) => found.classes.indexOf(name));
      const opinion = voted.map(() => Float64Array.from(classes, () => 1 / classes.length));
      found.labelled.indices.forEach((row, at) => {
        opinion[row] = Float64Array.from(columns, (c) => (c < 0 ? 0 : found.all[at]![c]!));
      });
      const result = crowdlab({ votes, classes, probabilities: opinion });
      return {
        probabilities: result.probabilities,
        figures: {
          modelWeight: result.modelWeight,
          notJudgedByModel: voted.length - found.labelled.indices.length,
          quality: Object.fromEntries(
            annotators.map((name, annotator) => [name, result.annotators[annotator]!.quality]),
          ),
        },
      };
    }),
});
