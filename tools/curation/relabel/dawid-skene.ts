import { z } from "zod";
import { numberSetting } from "../../../base/slots/number-setting.js";
import { configurable } from "../../../base/slots/configurable.js";
import { dawidSkene } from "../../learning/annotators/dawid-skene.js";
import { annotatorsRelabeler } from "./annotators-relabeler.js";
import { annotatorSettings } from "./row-votes.js";

const settings = z.strictObject({
  ...annotatorSettings,
  smoothing: numberSetting(
    { from: 0, usual: 0.01 },
    "Votes that every cell of a confusion matrix has beside those seen. Default: 0.01.",
  ),
});

/**
 * The label that is most probable by the votes of several annotators, each with a confusion matrix
 * of his own that is learnt from where they agree and differ (Dawid and Skene 1979).
 */
export const dawidSkeneRelabeler = configurable({
  settings,
  make: ({ smoothing, ...chosen }) =>
    annotatorsRelabeler("dawid-skene", chosen, ({ votes, classes, annotators }) => {
      const found = dawidSkene({ votes, classes, smoothing });
      return Promise.resolve({
        probabilities: found.probabilities,
        figures: {
          steps: found.objective.length,
          converged: found.converged,
          accuracy: Object.fromEntries(
            annotators.map((name, annotator) => [name, found.accuracy[annotator]!]),
          ),
        },
      });
    }),
});
