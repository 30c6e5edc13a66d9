import { DatawrightError } from "../../../base/errors.js";
import { shown } from "../../../base/settings/check-options.js";
import type { EmbeddedInput, TextInput, TrainOptions } from "../contract.js";
import { encodedLabels, encodedPart, type EncodedLabels } from "./encoded-labels.js";

/** Checked training rows: labels as numbers, one weight per row and one per class. */
export interface TrainingSet {
  readonly space: EncodedLabels;
  readonly weights: Float64Array;
  readonly classWeights: Float64Array;
  /** Classes with a row of positive weight. */
  readonly present: readonly boolean[];
}

/**
 * Checks what a classifier is to be trained on.
 *
 * @param leastClasses classes that must have a row; a multi-label problem needs one
 * @throws SHAPE          if lengths differ, a text is no string or pair, or a weight is negative or
 *         not finite
 * @throws TRAINING_DATA  if there is no row of positive weight, fewer than two classes have one, or
 *         a label is unknown
 */
export function trainingSet(
  options: Pick<TrainOptions, "texts" | "labels" | "weights" | "classes" | "classWeights">,
  leastClasses = 2,
): TrainingSet {
  const { texts, labels } = options;
  if (texts.length !== labels.length)
    throw new DatawrightError({
      code: "SHAPE",
      message: `${texts.length} texts but ${labels.length} labels`,
    });
  checkInputs(texts);
  return labelledSet(options, leastClasses);
}

/** The same for rows whose texts were checked before. */
export function labelledSet(
  options: Pick<TrainOptions, "labels" | "weights" | "classes" | "classWeights">,
  leastClasses = 2,
): TrainingSet {
  const { labels } = options;
  if (labels.length === 0)
    throw new DatawrightError({ code: "TRAINING_DATA", message: "there is no row to train on" });
  const weights = rowWeights(labels.length, options.weights);
  const space = encodedLabels(labels, options.classes);
  const weighed = new Float64Array(space.classes.length);
  space.ofRow.forEach((set, row) => {
    for (const index of set) weighed[index] = weighed[index]! + (weights[row]! > 0 ? 1 : 0);
  });
  const present = weighed.filter((count) => count > 0).length;
  const least = space.multiLabel ? 1 : leastClasses;
  if (present < least) {
    const only = space.classes[weighed.findIndex((count) => count > 0)];
    throw new DatawrightError({
      code: "TRAINING_DATA",
      message:
        present === 0
          ? "no row has a label and a weight above 0"
          : `all ${labels.length} rows have the one class "${only}"`,
      hint: "a classifier needs rows of at least two classes",
    });
  }
  return {
    space,
    weights,
    classWeights: weightsOfClasses(space, weighed, options.classWeights),
    present: Array.from(weighed, (count) => count > 0),
  };
}

/**
 * Checks what a classifier reads.
 *
 * @throws SHAPE that names the first text that is none, and for what is no array
 */
export function checkInputs(texts: readonly TextInput[]): void {
  if (!Array.isArray(texts))
    throw new DatawrightError({
      code: "SHAPE",
      message: `the texts are ${shown(texts)}; they must be an array of texts or pairs of texts`,
    });
  const isPlain = (text: unknown): boolean =>
    typeof text === "string" ||
    (Array.isArray(text) && text.length === 2 && text.every((part) => typeof part === "string"));
  const odd = texts.findIndex(
    (text: unknown) =>
      !isPlain(text) &&
      !(
        typeof text === "object" &&
        text !== null &&
        isPlain((text as Partial<EmbeddedInput>).text) &&
        typeof (text as Partial<EmbeddedInput>).vector === "object"
      ),
  );
  if (odd >= 0)
    throw new DatawrightError({
      code: "SHAPE",
      message: `text ${odd} is ${shown(texts[odd])}, neither a string nor a pair of strings`,
      hint: "write numbers as strings; an embedding goes beside its text: { text, vector }",
      details: { row: odd },
    });
}

/** Rows of positive weight, evenly spread over the set, so many at most. */
export function spreadRows({ weights }: TrainingSet, most: number): Int32Array {
  const rows: number[] = [];
  weights.forEach((weight, row) => {
    if (weight > 0) rows.push(row);
  });
  if (rows.length <= most) return Int32Array.from(rows);
  return Int32Array.from({ length: most }, (_, i) => rows[Math.floor((i * rows.length) / most)]!);
}

/** Some of the rows of a checked set, with the classes and class weights of the whole. */
export function partOfSet(set: TrainingSet, rows: readonly number[]): TrainingSet {
  const space = encodedPart(set.space, rows);
  return {
    space,
    weights: Float64Array.from(rows, (row) => set.weights[row]!),
    classWeights: set.classWeights,
    present: Array.from(space.counts, (count) => count > 0),
  };
}

function rowWeights(count: number, given: ArrayLike<number> | undefined): Float64Array {
  if (given === undefined) return new Float64Array(count).fill(1);
  if (given.length !== count)
    throw new DatawrightError({
      code: "SHAPE",
      message: `${count} texts but ${given.length} weights`,
    });
  const weights = Float64Array.from(given);
  const bad = weights.findIndex((weight) => !(weight >= 0 && weight < Infinity));
  if (bad >= 0)
    throw new DatawrightError({
      code: "SHAPE",
      message: `weight ${bad} is ${weights[bad]}; weights must be finite and >= 0`,
      details: { row: bad },
    });
  return weights;
}

function weightsOfClasses(
  space: EncodedLabels,
  counts: Float64Array,
  given: TrainOptions["classWeights"],
): Float64Array {
  const weights = new Float64Array(space.classes.length).fill(1);
  if (given === undefined) return weights;
  if (given === "balanced") {
    const total = counts.reduce((sum, count) => sum + count, 0);
    const present = counts.filter((count) => count > 0).length;
    return weights.map((_, index) => (counts[index]! > 0 ? total / (present * counts[index]!) : 1));
  }
  for (const [name, weight] of Object.entries(given)) {
    const index = space.classes.indexOf(name);
    if (index < 0)
      throw new DatawrightError({
        code: "TRAINING_DATA",
        message: `classWeights names "${name}", which is not a class`,
      });
    if (!(weight > 0 && weight < Infinity))
      throw new DatawrightError({
        code: "SHAPE",
        message: `the weight of class "${name}" is ${weight}; it must be finite and > 0`,
      });
    weights[index] = weight;
  }
  return weights;
}
