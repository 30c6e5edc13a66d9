import { z } from "zod";
import { numberSetting } from "../../../base/slots/number-setting.js";
import { configurable } from "../../../base/slots/configurable.js";
import { DatawrightError } from "../../../base/errors.js";
import { labelKey } from "../../../schema/label.js";
import type { PlainInput, TextInput } from "../../learning/contract.js";
import { embeddedInputs } from "../../learning/features/embedded-inputs.js";
import {
  crossValidatedProbabilitiesInWorker,
  trainTextClassifierInWorker,
} from "../../learning/learning-in-worker.js";
import { normalizeText } from "../../../base/text/normalize.js";
import type { CurationRow, Filter } from "../contract.js";
import { eachRow } from "./measures/each-row.js";
import { FilterReport } from "./measures/filter-report.js";

const MEANING = "probability that people would accept the row, 0 to 1";
const CLASSES = ["reject", "accept"] as const;

const settings = z.strictObject({
  examples: z
    .array(
      z.strictObject({
        text: z.string(),
        label: z.string().nullable().default(null),
        accepted: z.boolean(),
      }),
    )
    .default([])
    .describe("Rows that people accepted or rejected. Default: none."),
  field: z
    .string()
    .min(1)
    .default("accepted")
    .describe(
      "Field of rows and support rows that says what people decided (true or false, accept " +
        "or reject); such rows are examples, too. Default: accepted.",
    ),
  threshold: numberSetting(
    { from: 0, to: 1, usual: 0.5 },
    "tau: rows whose probability of being accepted is below it go. Default: 0.5.",
  ),
  withLabel: z
    .boolean()
    .default(true)
    .describe("The critic sees the label of a row beside its text. Default: true."),
});

interface Example {
  readonly input: PlainInput;
  readonly key: string;
  readonly accepted: boolean;
}

/**
 * Keeps rows that a critic trained on accepted and rejected rows accepts with probability of at
 * least tau (West et al. 2022, "Symbolic knowledge distillation"). Rows that are examples
 * themselves are judged by cross-validation.
 *
 * @throws TRAINING_DATA if there are not at least two accepted and two rejected examples
 */
export const trainedCriticFilter = configurable({
  settings,
  make: ({ examples: given, field, threshold, withLabel }): Filter => ({
    name: "trained-critic",
    async apply(rows, context) {
      const report = new FilterReport(rows.length);
      const inputOf = (text: string, label: string): PlainInput =>
        withLabel && label !== "" ? [text, label] : text;
      const ofRow = (row: CurationRow): Example | null => {
        const accepted = decisionOf(row.fields[field]);
        return accepted === null || row.text.trim() === ""
          ? null
          : {
              input: inputOf(row.text, labelKey(row.label)),
              key: keyOf(row.text, labelKey(row.label)),
              accepted,
            };
      };
      const examples = [
        ...given.map(({ text, label, accepted }): Example => ({
          input: inputOf(text, label ?? ""),
          key: keyOf(text, label ?? ""),
          accepted,
        })),
        ...[...context.support, ...rows].flatMap((row) => ofRow(row) ?? []),
      ];
      const accepted = examples.filter((example) => example.accepted).length;
      if (accepted < 2 || examples.length - accepted < 2) {
        throw new DatawrightError({
          code: "TRAINING_DATA",
          message:
            `the filter "trained-critic" has ${accepted} accepted and ` +
            `${examples.length - accepted} rejected examples`,
          hint: `it needs at least two of each: \`examples\`, or rows with the field "${field}"`,
        });
      }
      const worker = context.signal ? { signal: context.signal } : {};
      // A text with its label is a pair to the critic, and so are their embeddings.
      const judged = rows.map((row) => inputOf(row.text, labelKey(row.label)));
      const inputs: readonly TextInput[] = await embeddedInputs(
        [...examples.map(({ input }) => input), ...judged],
        context,
      );
      const training = {
        texts: inputs.slice(0, examples.length),
        labels: examples.map((example) => CLASSES[example.accepted ? 1 : 0]),
        classes: [...CLASSES],
        algorithm: "logistic-regression" as const,
        calibration: "cross-validation" as const,
        seed: context.seed,
      };
      context.progress("critic", 0);
      const critic = await trainTextClassifierInWorker(training, worker);

      const known = new Map<string, number>();
      const held = new Set(rows.map((row) => keyOf(row.text, labelKey(row.label))));
      if (examples.some(({ key }) => held.has(key))) {
        const { probabilities } = await crossValidatedProbabilitiesInWorker(
          { ...training, folds: 5 },
          worker,
        );
        examples.forEach(({ key }, at) => known.set(key, probabilities[at]![1]!));
      }
      let crossValidated = 0;
      await eachRow(rows, context, "critic", (row, index) => {
        if (row.text.trim() === "") return;
        const label = labelKey(row.label);
        const held = known.get(keyOf(row.text, label));
        if (held !== undefined) crossValidated += 1;
        const probability =
          held ?? critic.predict([inputs[examples.length + index]!])[0]!.probabilities[1]!;
        report.scores[index] = probability;
        if (probability < threshold)
          report.remove(
            index,
            "critic-rejected",
            `probability of being accepted ${probability.toFixed(3)}, threshold ${threshold}`,
          );
      });
      return report.outcome("trained-critic", MEANING, {
        threshold,
        examples: { accepted, rejected: examples.length - accepted },
        crossValidated,
      });
    },
  }),
});

function keyOf(text: string, label: string): string {
  return `${normalizeText(text)}\u0000${label}`;
}

function decisionOf(value: unknown): boolean | null {
  if (typeof value === "boolean") return value;
  const word = typeof value === "string" ? value.trim().toLowerCase() : "";
  if (["true", "accept", "accepted", "yes", "1"].includes(word)) return true;
  return ["false", "reject", "rejected", "no", "0"].includes(word) ? false : null;
}
