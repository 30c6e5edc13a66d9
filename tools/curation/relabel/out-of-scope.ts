import { z } from "zod";
import { numberSetting } from "../../../base/slots/number-setting.js";
import { configurable } from "../../../base/slots/configurable.js";
import type { Relabeler } from "../contract.js";
import { isDatawrightError } from "../../../base/errors.js";
import { trainTextClassifierInWorker } from "../../learning/learning-in-worker.js";
import { Random } from "../../../base/statistics/random.js";
import { countOf } from "../../../base/statistics/lowest-share.js";
import { IN_SCOPE, OUT_OF_SCOPE } from "./scope-answers.js";
import { RelabelReport } from "./relabel-report.js";
import { inputOf, withInputs } from "../learning-inputs.js";

const settings = z.strictObject({
  sample: numberSetting(
    { from: 0, usual: 100 },
    "Rows that people look at, or a share of all up to 1. Default: 100.",
  ),
  score: z
    .string()
    .min(1)
    .default("inScope")
    .describe(
      "Score of rows that were looked at before: 1 in scope, 0 out of scope. Default: inScope.",
    ),
  threshold: numberSetting(
    { from: 0, to: 1, usual: 0.5 },
    "Rows go from this probability of being out of scope. Default: 0.5.",
  ),
});

/**
 * Takes out rows that belong to no label of the task (out-of-scope filtering, Chung et al. 2023):
 * people judge a small seeded sample, a classifier of in and out of scope learns from it and from
 * trusted rows (all in scope), and judges the others. People answer `in-scope`, `out-of-scope`, or
 * a label of the task (in scope); without people the sample is marked for them.
 */
export const outOfScope = configurable({
  settings,
  make: ({ sample, score, threshold }): Relabeler => ({
    name: "out-of-scope",
    async relabel(rows, context) {
      const report = new RelabelReport(rows);
      const texts = rows.flatMap((row, index) => (row.text.trim() === "" ? [] : [index]));
      const inScope = new Map(
        texts.flatMap((index) =>
          Number.isFinite(rows[index]!.scores[score])
            ? [[index, rows[index]!.scores[score]! >= 0.5] as const]
            : [],
        ),
      );
      const before = inScope.size;
      const drawn = new Random(context.seed).derive("out-of-scope").sample(
        texts.filter((index) => !inScope.has(index)),
        Math.max(0, countOf(sample, texts.length) - before),
      );
      const answers =
        drawn.length > 0 && context.askPeople
          ? await context.askPeople(
              drawn.map((index) => rows[index]!),
              `Does the text belong to one of the labels? Answer ${IN_SCOPE} or ${OUT_OF_SCOPE}.`,
            )
          : null;
      for (const index of drawn) {
        const answer = answers?.get(rows[index]!.id);
        if (answer === undefined)
          report.decide(index, "people", { note: "part of the sample that people look at" });
        else inScope.set(index, answer !== OUT_OF_SCOPE);
      }
      const outside = [...inScope].filter(([, inside]) => !inside).map(([index]) => index);
      for (const index of outside)
        report.decide(index, "dropped", { confidence: 0, note: "judged out of scope" });
      const trusted = context.support.filter((row) => row.text.trim() !== "");
      const figures = {
        judgedBefore: before,
        asked: drawn.length,
        answered: inScope.size - before,
        outOfScopeInSample: outside.length,
        trusted: trusted.length,
      };
      const known = [...inScope.keys()];
      if (outside.length === 0 || (outside.length === known.length && trusted.length === 0))
        return report.outcome("out-of-scope", {
          ...figures,
          notApplied:
            known.length === 0
              ? "no row was judged"
              : "the judged rows are all of one kind, so nothing can be learnt from them",
        });
      try {
        const read = await withInputs(rows, context);
        const classifier = await trainTextClassifierInWorker(
          {
            texts: [
              ...known.map((index) => inputOf(read[index]!)),
              ...(await withInputs(trusted, context)).map(inputOf),
            ],
            labels: [
              ...known.map((index) => (inScope.get(index) ? IN_SCOPE : OUT_OF_SCOPE)),
              ...trusted.map(() => IN_SCOPE),
            ],
            classes: [IN_SCOPE, OUT_OF_SCOPE],
            algorithm: "logistic-regression",
            seed: context.seed,
          },
          context.signal ? { signal: context.signal } : {},
        );
        const open = texts.filter((index) => !inScope.has(index));
        classifier
          .predict(open.map((index) => inputOf(read[index]!)))
          .forEach(({ probabilities }, at) => {
            const inside = probabilities[0]!;
            report.confidence(open[at]!, inside);
            if (1 - inside >= threshold && report.at(open[at]!).decision === "kept")
              report.decide(open[at]!, "dropped", {
                note: `probability of being out of scope ${(1 - inside).toFixed(3)}`,
              });
          });
        return report.outcome("out-of-scope", figures);
      } catch (error) {
        if (isDatawrightError(error) && error.code === "TRAINING_DATA")
          return report.outcome("out-of-scope", { ...figures, notApplied: error.message });
        throw error;
      }
    },
  }),
});
