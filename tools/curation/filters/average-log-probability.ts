import { z } from "zod";
import { countSetting, numberSetting } from "../../../base/slots/number-setting.js";
import { configurable } from "../../../base/slots/configurable.js";
import type { Filter } from "../contract.js";
import { labelKey } from "../../../schema/label.js";
import { normalizeText } from "../../../base/text/normalize.js";
import { FilterReport } from "./measures/filter-report.js";
import { runFilterTask } from "./measures/filter-tasks.js";
import { belowTop, groupsBy } from "../../../base/statistics/lowest-share.js";

const MEANING =
  "average log-probability per token (natural logarithm), <= 0; high = usual text for its label";

const settings = z.strictObject({
  keep: numberSetting(
    { above: 0, usual: 0.5 },
    "How many rows stay: a share up to 1, a count above. Default: 0.5.",
  ),
  perClass: z
    .boolean()
    .default(true)
    .describe(
      "Keep the share of every class, else the highest of all rows together. Default: true.",
    ),
  score: z
    .string()
    .min(1)
    .default("averageLogProbability")
    .describe(
      "Score of a row that holds the generator's average log-probability. Default: " +
        "averageLogProbability.",
    ),
  order: countSetting(
    { from: 1, to: 5, usual: 3 },
    "Words of an n-gram of the model that stands in where rows have no score. Default: 3.",
  ),
});

/**
 * Keeps the rows with the highest average log-probability r = (1 / n) sum_j log p(x_j | x_<j,
 * prompt) (SuperGen, Meng et al. 2022).
 *
 * Rows without the generator's value are scored by an n-gram model of the other rows of their
 * label. The two are not comparable, so each kind of row is ranked among itself and keeps the same
 * share; the figures say how many came from where.
 */
export const averageLogProbabilityFilter = configurable({
  settings,
  make: ({ keep, perClass, score, order }): Filter => ({
    name: "average-log-probability",
    gated: true,
    async apply(rows, context) {
      const report = new FilterReport(rows.length);
      const given = rows.map((row) => row.scores[score]);
      const fromGenerator = rows.flatMap((_row, index) =>
        Number.isFinite(given[index]) ? [index] : [],
      );
      for (const index of fromGenerator) report.scores[index] = given[index]!;
      const fromModel = rows.flatMap((row, index) =>
        Number.isFinite(given[index]) || row.text.trim() === "" ? [] : [index],
      );
      const groups = groupsBy(fromModel, (index) => labelKey(rows[index]!.label));
      // The only text of a label, however often it is there, has no other texts to be compared with.
      const scored = groups
        .filter((group) => new Set(group.map((index) => normalizeText(rows[index]!.text))).size > 1)
        .flat();
      const alone = fromModel.length - scored.length;
      if (scored.length > 0) {
        const classOf = new Map(
          groups.flatMap((group, number) => group.map((index) => [index, number] as const)),
        );
        context.progress("n-gram model", 0);
        const found = await runFilterTask(
          {
            name: "log-probabilities",
            texts: scored.map((index) => rows[index]!.text),
            classes: scored.map((index) => classOf.get(index)!),
            order,
            folds: 5,
            seed: context.seed,
          },
          context.signal,
        );
        scored.forEach((index, at) => (report.scores[index] = found[at]!));
      }
      const share = keep <= 1 ? keep : keep / Math.max(1, fromGenerator.length + scored.length);
      for (const source of [fromGenerator, scored]) {
        for (const index of belowTop(
          report.scores,
          groupsBy(source, perClass ? (row) => labelKey(rows[row]!.label) : null),
          Math.min(1, share),
        )) {
          report.remove(
            index,
            "low-log-probability",
            `average log-probability ${report.scores[index]!.toFixed(3)}`,
          );
        }
      }
      return report.outcome("average-log-probability", MEANING, {
        keep,
        perClass,
        source: {
          generator: fromGenerator.length,
          ngramModel: scored.length,
          onlyTextOfLabel: alone,
        },
        invalid: given.filter((value) => value !== undefined && !Number.isFinite(value)).length,
      });
    },
  }),
});
