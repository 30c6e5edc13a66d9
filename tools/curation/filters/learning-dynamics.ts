import { z } from "zod";
import { numberSetting } from "../../../base/slots/number-setting.js";
import { configurable } from "../../../base/slots/configurable.js";
import type { Filter } from "../contract.js";
import { mean } from "../../../base/statistics/mean.js";
import { FilterReport } from "./measures/filter-report.js";
import { dynamicsSettings, labelDynamics } from "../../learning/scores/label-dynamics.js";
import { withInputs, withSupportInputs } from "../learning-inputs.js";

const MEANING =
  "confidence: mean probability of the given label over the epochs, 0 to 1; high = learned " +
  "early and surely";

const settings = z.strictObject({
  source: z
    .enum(["auto", "support", "rows"])
    .default("auto")
    .describe(
      "What the model learns: the trusted support rows, the rows themselves, or support " +
        "where there is enough of it. Default: auto.",
    ),
  ...dynamicsSettings(20),
  confidenceThreshold: numberSetting(
    { from: 0, to: 0.5, usual: 0.2 },
    "tau_c: selected rows have a confidence of at least 1 - tau_c, unlearnable ones at " +
      "most tau_c. Default: 0.2.",
  ),
  aleatoricThreshold: z
    .union([z.literal("adaptive"), z.number().min(0).max(0.25)])
    .default("adaptive")
    .describe(
      'tau_a: largest aleatoric uncertainty of both; "adaptive" = 0.75 (max - min). ' +
        "Default: adaptive.",
    ),
  keep: z
    .array(z.enum(["selected", "ambiguous", "unlearnable"]))
    .min(1)
    .default(["selected"])
    .describe("Groups that stay. Default: selected."),
});

/**
 * Groups rows by how a model learns their label and keeps the selected ones (CLLM, Seedat et al.
 * 2024): confidence C = mean_t p_t and aleatoric uncertainty A = mean_t p_t (1 - p_t); selected: C
 * >= 1 - tau_c and A <= tau_a; unlearnable: C <= tau_c and A <= tau_a.
 *
 * tau_c = 0.2 is the paper's, for two or few classes: with many classes or little support hardly
 * any row reaches 0.8.
 */
export const learningDynamicsFilter = configurable({
  settings,
  make: ({ confidenceThreshold, aleatoricThreshold, keep, ...how }): Filter => ({
    name: "learning-dynamics",
    gated: true,
    async apply(rows, context) {
      const report = new FilterReport(rows.length);
      const { found, ...failed } = await labelDynamics(
        await withInputs(rows, context),
        await withSupportInputs(context),
        how,
      );
      if (found === null)
        return report.notApplied("learning-dynamics", MEANING, failed.note!, failed);
      const confidence = found.probabilities.map((path) => mean(path));
      const aleatoric = found.probabilities.map((path) => mean(path.map((p) => p * (1 - p))));
      const range = (values: readonly number[]): number =>
        values.reduce((most, value) => Math.max(most, value), 0) -
        values.reduce((least, value) => Math.min(least, value), 1);
      const limit =
        aleatoricThreshold === "adaptive" ? 0.75 * range(aleatoric) : aleatoricThreshold;
      const groups = { selected: 0, ambiguous: 0, unlearnable: 0 };
      found.labelled.indices.forEach((index, at) => {
        const [c, a] = [confidence[at]!, aleatoric[at]!];
        const group =
          a > limit
            ? "ambiguous"
            : c >= 1 - confidenceThreshold
              ? "selected"
              : c <= confidenceThreshold
                ? "unlearnable"
                : "ambiguous";
        groups[group] += 1;
        report.scores[index] = c;
        if (keep.includes(group)) return;
        report.remove(
          index,
          group === "selected" ? "easy" : group,
          `${group}: confidence ${c.toFixed(3)}, aleatoric uncertainty ${a.toFixed(3)} (limit ` +
            `${limit.toFixed(3)})`,
        );
      });
      return report.outcome("learning-dynamics", MEANING, {
        source: found.source,
        groups,
        confidenceThreshold,
        aleatoricThreshold: limit,
        epochs: how.epochs,
        leftOut: found.labelled.leftOut,
      });
    },
  }),
});
