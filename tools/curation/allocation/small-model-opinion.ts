import type { LabelValue } from "../../../schema/label.js";
import type { CurationContext, CurationRow } from "../contract.js";
import { estimateNoise } from "../label-loop/noise-model.js";
import { outOfSamplePriors } from "../label-loop/small-model.js";
import { inputOf, withInputs } from "../learning-inputs.js";

/** What a small model that did not see a row thinks of it, calibrated against the labels given. */
export interface SmallModelOpinion {
  /** Most probable label of each row. */
  readonly labels: readonly string[];
  /** Probability that it is right. */
  readonly right: Float64Array;
  /** Probability that the label given is right; NaN where none was. */
  readonly givenRight: Float64Array;
  /** Largest minus second largest probability. */
  readonly margin: Float64Array;
  /**
   * One minus the probability of the given label before it is weighed in; NaN where there is none.
   */
  readonly disagreement: Float64Array;
}

/**
 * Trains on the given labels and the support rows by cross-validation and judges every row out of
 * sample. Null with the reason where that cannot be: several labels a row, too few labelled rows,
 * one class.
 */
export async function smallModelOpinion(
  rows: readonly CurationRow[],
  given: readonly LabelValue[],
  context: CurationContext,
): Promise<SmallModelOpinion | { readonly reason: string }> {
  const { labels, multiLabel, support, seed, signal } = context;
  if (multiLabel) return { reason: "rows may have several labels" };
  if (labels.length < 2) return { reason: "the task has fewer than two labels" };
  const classOf = new Map(labels.map((name, index) => [name, index]));
  const classes = Int32Array.from(given, (label) =>
    typeof label === "string" ? (classOf.get(label) ?? -1) : -1,
  );
  const training = (await withInputs(rows, context)).map((row, index) => ({
    text: inputOf(row),
    label: classes[index]!,
    weight: classes[index]! < 0 ? 0 : 1,
  }));
  const trusted = (await withInputs(support, context)).flatMap((row) => {
    const label = typeof row.label === "string" ? classOf.get(row.label) : undefined;
    return label === undefined ? [] : [{ text: inputOf(row), label, weight: 1 }];
  });
  const found = await outOfSamplePriors([...training, ...trusted], labels, {
    algorithm: "logistic-regression",
    folds: 5,
    seed,
    signal,
  });
  if ("reason" in found) return found;
  const prior = found.probabilities.slice(0, rows.length);
  const nobody = new Int32Array(rows.length).fill(-1);
  const { posterior } = await estimateNoise(
    prior,
    { first: classes, shown: new Uint8Array(rows.length), second: nobody },
    labels.length,
  );
  const top = (values: Float64Array): number =>
    values.reduce((best, value, index) => (value > values[best]! ? index : best), 0);
  const second = (values: Float64Array, best: number): number =>
    values.reduce((most, value, index) => (index === best ? most : Math.max(most, value)), 0);
  return {
    labels: prior.map((values) => labels[top(values)]!),
    right: Float64Array.from(prior, (values, row) =>
      classes[row]! < 0 ? values[top(values)]! : posterior[row]![top(values)]!,
    ),
    givenRight: Float64Array.from(posterior, (values, row) =>
      classes[row]! < 0 ? NaN : values[classes[row]!]!,
    ),
    margin: Float64Array.from(
      prior,
      (values) => values[top(values)]! - second(values, top(values)),
    ),
    disagreement: Float64Array.from(prior, (values, row) =>
      classes[row]! < 0 ? NaN : 1 - values[classes[row]!]!,
    ),
  };
}
