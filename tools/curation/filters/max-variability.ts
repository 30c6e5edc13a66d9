import { z } from "zod";
import { countSetting, numberSetting } from "../../../base/slots/number-setting.js";
import { configurable } from "../../../base/slots/configurable.js";
import { isDatawrightError } from "../../../base/errors.js";
import { standardDeviation } from "../../../base/statistics/mean.js";
import type { TextInput } from "../../learning/contract.js";
import { trainingDynamicsInWorker } from "../../learning/learning-in-worker.js";
import type { CurationContext, Filter } from "../contract.js";
import { dynamicsSettings } from "../../learning/scores/label-dynamics.js";
import { featuresFor } from "../../learning/scores/feature-budget.js";
import { FilterReport } from "./measures/filter-report.js";
import { givenProbabilities, type GivenProbabilities } from "./measures/given-probabilities.js";
import { labelledRows, untrainable } from "../../learning/scores/labelled-rows.js";
import { belowTop, groupsBy } from "../../../base/statistics/lowest-share.js";
import { withInputs } from "../learning-inputs.js";

const MEANING =
  "estimated max variability: the largest standard deviation over the epochs of the " +
  "probability of any label, by a model that does not learn the row; high = ambiguous";

const settings = z.strictObject({
  keep: z
    .enum(["ambiguous", "clear"])
    .default("ambiguous")
    .describe("Keep the rows with the highest or the lowest variability. Default: ambiguous."),
  share: numberSetting(
    { above: 0, usual: 0.5 },
    "How many stay: a share up to 1, a count above. Default: 0.5.",
  ),
  perClass: z.boolean().default(true).describe("Keep the share of every class. Default: true."),
  ...dynamicsSettings(10),
  labels: countSetting(
    { from: 1, usual: 5 },
    "Most probable labels of a row that are looked at, beside its own: the others hardly " +
      "vary. Default: 5.",
  ),
});

/**
 * Keeps the rows that a model would find most ambiguous in training (WANLI, Liu et al. 2022): the
 * standard deviation over epochs of the probability of each candidate label, the largest of which
 * counts, as nobody knows yet which label is right.
 *
 * The model learns the support rows; without enough of them, each half of the rows is looked at by
 * a model that learns the other half.
 */
export const maxVariabilityFilter = configurable({
  settings,
  make: ({ keep, share, perClass, labels: most, ...how }): Filter => ({
    name: "max-variability",
    gated: true,
    async apply(rows, context) {
      const report = new FilterReport(rows.length);
      const name = "max-variability";
      if (context.multiLabel)
        return report.notApplied(
          name,
          MEANING,
          "variability needs one label per row; these are multi-label",
        );
      const { found, ...failed } = await givenProbabilities(rows, context, {
        folds: 5,
        algorithm: "logistic-regression",
      });
      if (found === null) return report.notApplied(name, MEANING, failed.note!, failed);
      const { indices, keys, leftOut } = found.labelled;
      const support = labelledRows(await withInputs(context.support, context), context, 3);
      const taught =
        untrainable(support, false) === null &&
        found.classes.every((label) => support.classes.includes(label));
      const positions = indices.map((_index, at) => at);
      const halves = taught ? [positions] : halvesOf(positions, keys);
      try {
        for (const [turn, half] of halves.entries()) {
          const others = halves[1 - turn] ?? [];
          const teachers = taught
            ? support
            : {
                texts: others.map((at) => found.labelled.texts[at]!),
                keys: others.map((at) => keys[at]!),
              };
          const scores = await variability(half, found, { ...how, teachers, most }, context);
          half.forEach((at, place) => (report.scores[indices[at]!] = scores[place]!));
          context.progress("variability", (turn + 1) / halves.length);
        }
      } catch (error) {
        if (!isDatawrightError(error) || error.code !== "TRAINING_DATA") throw error;
        return new FilterReport(rows.length).notApplied(name, MEANING, error.message, { leftOut });
      }
      const ranked = positions.map(
        (at) => (keep === "ambiguous" ? 1 : -1) * report.scores[indices[at]!]!,
      );
      for (const at of belowTop(
        ranked,
        groupsBy(positions, perClass ? (place) => keys[place]! : null),
        share,
      )) {
        report.remove(
          indices[at]!,
          keep === "ambiguous" ? "clear-cut" : "ambiguous",
          `estimated max variability ${Math.abs(ranked[at]!).toFixed(4)}`,
        );
      }
      return report.outcome(name, MEANING, {
        keep,
        share,
        perClass,
        source: taught ? "support" : "halves",
        candidateLabels: Math.min(found.classes.length, most),
        classes: found.classes.length,
        leftOut,
      });
    },
  }),
});

interface VariabilityOptions {
  readonly epochs: number;
  readonly learningRate: number;
  readonly most: number;
  readonly teachers: {
    readonly texts: readonly TextInput[];
    readonly keys: readonly string[];
  };
}

/** Looks at each row once per candidate label, with weight 0, while the teachers are learned. */
async function variability(
  half: readonly number[],
  { labelled, all, classes }: GivenProbabilities,
  { teachers, most, epochs, learningRate }: VariabilityOptions,
  context: CurationContext,
): Promise<number[]> {
  const known = new Set(teachers.keys);
  const looks = half.flatMap((at, place) => {
    const ranked = classes
      .map((_name, c) => c)
      .sort((a, b) => all[at]![b]! - all[at]![a]!)
      .slice(0, most)
      .map((c) => classes[c]!);
    return [...new Set([...ranked, labelled.keys[at]!])]
      .filter((label) => known.has(label))
      .map((label) => ({ place, label, text: labelled.texts[at]! }));
  });
  const { probabilityOfGiven } = await trainingDynamicsInWorker(
    {
      texts: [...teachers.texts, ...looks.map((look) => look.text)],
      labels: [...teachers.keys, ...looks.map((look) => look.label)],
      weights: [...teachers.texts.map(() => 1), ...looks.map(() => 0)],
      seed: context.seed,
      epochs,
      learningRate,
      features: featuresFor(looks.length, known.size),
    },
    context.signal ? { signal: context.signal } : {},
  );
  const scores = half.map(() => 0);
  looks.forEach(
    ({ place }, index) =>
      (scores[place] = Math.max(
        scores[place]!,
        standardDeviation(probabilityOfGiven[teachers.texts.length + index]!),
      )),
  );
  return scores;
}

/** Every second row of each class to either half, so that both halves have every class. */
function halvesOf(positions: readonly number[], keys: readonly string[]): [number[], number[]] {
  const halves: [number[], number[]] = [[], []];
  for (const group of groupsBy(positions, (at) => keys[at]!))
    group.forEach((at, place) => halves[place % 2]!.push(at));
  return [halves[0].sort((a, b) => a - b), halves[1].sort((a, b) => a - b)];
}
