import { z } from "zod";
import { countSetting, numberSetting } from "../../../base/slots/number-setting.js";
import { configurable } from "../../../base/slots/configurable.js";
import type { Relabeler } from "../contract.js";
import { trainTextClassifierInWorker } from "../../learning/learning-in-worker.js";
import { stratifiedFolds } from "../../learning/stratified-folds.js";
import { joinedText } from "../../learning/features/plain-input.js";
import { labelledRows, untrainable } from "../../learning/scores/labelled-rows.js";
import { yieldToEventLoop } from "../weights/yield-to-event-loop.js";
import { RelabelReport } from "./relabel-report.js";
import { withInputs } from "../learning-inputs.js";

const settings = z.strictObject({
  stages: countSetting(
    { from: 1, to: 10, usual: 3 },
    "Rounds in which the halves relabel each other. Default: 3.",
  ),
  sureFrom: numberSetting(
    { from: 0, to: 1, usual: 0.5 },
    "A label changes only to one of at least this probability; 0 = always, as in the " +
      "paper. Default: 0.5.",
  ),
  algorithm: z
    .enum(["logistic-regression", "linear-svm", "naive-bayes", "ensemble"])
    .default("ensemble")
    .describe("The small model. Default: ensemble."),
});

/**
 * Multistage collaborative relabelling (MCKD, Zhao et al. 2024): the rows are split into two
 * halves; a student of each half relabels the other, never its own, and the next stage starts from
 * the new labels. Ends early when no label changes.
 */
export const mckd = configurable({
  settings,
  make: ({ stages, sureFrom, algorithm }): Relabeler => ({
    name: "mckd",
    gated: true,
    async relabel(rows, context) {
      const report = new RelabelReport(rows);
      if (context.multiLabel)
        return report.notApplied(
          "mckd",
          "the method needs one label per row; these rows have sets of labels",
        );
      const labelled = labelledRows(await withInputs(rows, context), context);
      const note = untrainable(labelled, false);
      const numbers = new Map(labelled.classes.map((name, index) => [name, index]));
      if (note !== null || new Set(labelled.texts.map(joinedText)).size < 2)
        return report.notApplied("mckd", note ?? "all texts are the same", {
          leftOut: labelled.leftOut,
        });
      const labels = labelled.labels.map(String);
      const confidences = new Float64Array(labels.length);
      const half = stratifiedFolds(
        labelled.texts,
        labels.map((label) => numbers.get(label)!),
        2,
        context.seed,
      );
      const sides = [0, 1].map((side) => [...labels.keys()].filter((at) => half[at] === side));
      const changes: number[] = [];
      for (let stage = 0; stage < stages && changes.at(-1) !== 0; stage++) {
        await yieldToEventLoop(context, "halves relabel each other", stage / stages);
        const before = [...labels];
        let changed = 0;
        for (const [own, other] of [
          [sides[0]!, sides[1]!],
          [sides[1]!, sides[0]!],
        ] as const) {
          const known = own.map((at) => before[at]!);
          if (new Set(known).size < 2)
            return report.notApplied("mckd", "one half has rows of one class only", {
              leftOut: labelled.leftOut,
            });
          const student = await trainTextClassifierInWorker(
            {
              texts: own.map((at) => labelled.texts[at]!),
              labels: known,
              weights: own.map((at) => labelled.weights[at]!),
              classes: labelled.classes,
              seed: context.seed,
              algorithm,
            },
            context.signal ? { signal: context.signal } : {},
          );
          student
            .predict(other.map((at) => labelled.texts[at]!))
            .forEach(({ label, probabilities }, position) => {
              const at = other[position]!;
              const probability = probabilities[numbers.get(label)!]!;
              if (label !== before[at] && probability >= sureFrom) {
                labels[at] = label;
                changed += 1;
              }
              confidences[at] = probabilities[numbers.get(labels[at]!)!]!;
            });
        }
        changes.push(changed);
      }
      labelled.indices.forEach((index, at) => {
        report.confidence(index, confidences[at]!);
        if (labels[at] !== labelled.labels[at])
          report.decide(index, "student", {
            label: labels[at]!,
            note:
              `the student of the other half says "${labels[at]}" instead of ` +
              `"${labelled.keys[at]}"`,
          });
      });
      return report.outcome("mckd", { changesPerStage: changes, leftOut: labelled.leftOut });
    },
  }),
});
