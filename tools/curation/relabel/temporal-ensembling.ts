import { z } from "zod";
import { countSetting, numberSetting } from "../../../base/slots/number-setting.js";
import { configurable } from "../../../base/slots/configurable.js";
import type { Relabeler } from "../contract.js";
import { Random } from "../../../base/statistics/random.js";
import { joinedText } from "../../learning/features/plain-input.js";
import { stratifiedFolds } from "../../learning/stratified-folds.js";
import { yieldToEventLoop } from "../weights/yield-to-event-loop.js";
import { rowMatrix } from "../weights/row-matrix.js";
import { StepwiseSoftmax } from "../weights/stepwise-softmax.js";
import { RelabelReport } from "./relabel-report.js";

const settings = z.strictObject({
  passes: countSetting(
    { from: 2, to: 100, usual: 10 },
    "Passes over the rows; the ensemble is updated after each. Default: 10.",
  ),
  momentum: numberSetting(
    { from: 0, to: 0.999, usual: 0.8 },
    "Share of the past in the ensemble. Default: 0.8.",
  ),
  threshold: numberSetting(
    { from: 0, to: 1, usual: 0.8 },
    "Least ensemble probability of the given label. Default: 0.8.",
  ),
  fallback: numberSetting(
    { from: 0, to: 1, usual: 0.5 },
    "Where fewer rows of a class pass, its best share of this size stays. Default: 0.5.",
  ),
  rate: numberSetting(
    { above: 0, usual: 1 },
    "Step size of the classifier on vectors of length 1. Default: 1.",
  ),
  folds: countSetting(
    { from: 2, usual: 3 },
    "Parts of the rows; each is judged by a classifier of the others. Default: 3.",
  ),
  action: z
    .enum(["drop", "people"])
    .default("drop")
    .describe("What happens to rows that do not stay. Default: drop."),
});

/**
 * Keeps rows on which an ensemble over training time agrees with the label (SuperGen, Meng et al.
 * 2022): after each pass z <- momentum z + (1 - momentum) p, corrected by 1 - momentum^t; only rows
 * with argmax z = label and max z > threshold train on; a class of which too few pass keeps its
 * best half. A sparse linear model learns its rows by heart, so each row's ensemble is of
 * classifiers that train on the other parts; that takes the place of the label smoothing and the
 * consistency loss.
 */
export const temporalEnsembling = configurable({
  settings,
  make: ({ passes, momentum, threshold, fallback, rate, folds, action }): Relabeler => ({
    name: "temporal-ensembling",
    gated: action !== "people",
    async relabel(rows, context) {
      const report = new RelabelReport(rows);
      const { found, note } = await rowMatrix(rows, context);
      if (found === null) return report.notApplied("temporal-ensembling", note);
      const { labelled, matrix, labels } = found;
      if (new Set(labelled.texts.map(joinedText)).size < 2)
        return report.notApplied("temporal-ensembling", "all texts are the same");
      const k = labelled.classes.length;
      const count = labels.length;
      const random = new Random(context.seed).derive("temporal-ensembling");
      const part = stratifiedFolds(labelled.texts, labels, folds, context.seed);
      const ensemble = new Float64Array(count * k);
      let kept = new Float64Array(count).fill(1);
      const used = part.reduce((most, value) => Math.max(most, value), 0) + 1;
      const models = Array.from({ length: used }, () => new StepwiseSoftmax(matrix, labels, k));
      for (let pass = 1; pass <= passes; pass++) {
        const order = random.shuffle([...kept.keys()]);
        for (const [fold, model] of models.entries()) {
          await yieldToEventLoop(context, "ensemble over time", (pass - 1 + fold / used) / passes);
          model.pass(
            order.filter((row) => part[row] !== fold),
            kept,
            rate,
          );
          for (const row of order) {
            if (part[row] !== fold) continue;
            model
              .probabilities(row)
              .forEach(
                (value, c) =>
                  (ensemble[row * k + c] =
                    momentum * ensemble[row * k + c]! + (1 - momentum) * value),
              );
          }
        }
        kept = selected(ensemble, labels, {
          k,
          scale: 1 / (1 - momentum ** pass),
          threshold,
          fallback,
        });
      }
      const scale = 1 / (1 - momentum ** passes);
      const out = labelled.indices.filter((index, row) => {
        report.confidence(index, Math.min(1, ensemble[row * k + labels[row]!]! * scale));
        return kept[row] === 0;
      });
      const why = (index: number): string =>
        `the ensemble over training time gives the label ${report.at(index).confidence!.toFixed(3)}`;
      if (action === "people") await report.ask(out, context, "Is the label right?", why);
      else for (const index of out) report.decide(index, "dropped", { note: why(index) });
      return report.outcome("temporal-ensembling", {
        passes,
        threshold,
        leftOut: labelled.leftOut,
      });
    },
  }),
});

function selected(
  ensemble: Float64Array,
  labels: Int32Array,
  options: {
    readonly k: number;
    readonly scale: number;
    readonly threshold: number;
    readonly fallback: number;
  },
): Float64Array<ArrayBuffer> {
  const { k, scale, threshold, fallback } = options;
  const kept = new Float64Array(labels.length);
  const ofClass = Array.from({ length: k }, (): number[] => []);
  labels.forEach((given, row) => ofClass[given]!.push(row));
  for (const [given, rows] of ofClass.entries()) {
    const score = (row: number): number => ensemble[row * k + given]! * scale;
    const passed = rows.filter(
      (row) =>
        score(row) > threshold &&
        ensemble
          .subarray(row * k, (row + 1) * k)
          .every((value) => value <= ensemble[row * k + given]!),
    );
    const least = Math.ceil(fallback * rows.length);
    const stay =
      passed.length >= least
        ? passed
        : [...rows].sort((a, b) => score(b) - score(a) || a - b).slice(0, least);
    for (const row of stay) kept[row] = 1;
  }
  return kept;
}
