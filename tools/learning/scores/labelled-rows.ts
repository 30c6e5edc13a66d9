import { labelKey, type LabelValue } from "../../../schema/label.js";
import type { EmbeddedInput, TextInput } from "../contract.js";
import { normalizeText } from "../../../base/text/normalize.js";

/** A row as a small model learns from it. */
export interface LearningRow {
  readonly text: string;
  /** The two texts of a pair, where the row is one; `text` is then both joined. */
  readonly pair?: readonly [string, string];
  /** The text or the pair with its embedding, where a model learns from that too. */
  readonly input?: EmbeddedInput;
  readonly label: LabelValue;
  readonly weight: number;
}

/** What the rows of a task are learned for. */
export interface LearningView {
  /** Classes in a fixed order; empty where they are those of the rows. */
  readonly labels: readonly string[];
  readonly multiLabel: boolean;
  readonly seed: number;
  /** Rows with trusted labels, where there are any. */
  readonly support?: readonly LearningRow[];
  readonly signal?: AbortSignal;
  /** Called with a step and a share from 0 to 1. */
  progress?(step: string, share: number): void;
}

/** Rows that a classifier can be trained and tested on, and how many cannot and why. */
export interface LabelledRows {
  /** Positions among the rows given. */
  readonly indices: readonly number[];
  readonly texts: readonly TextInput[];
  /** One label each; the key of the set for multi-label rows. */
  readonly keys: readonly string[];
  readonly labels: readonly (string | readonly string[])[];
  readonly weights: readonly number[];
  /** Classes that have a row here, in the order of the context, else sorted. */
  readonly classes: readonly string[];
  readonly leftOut: {
    readonly blank: number;
    readonly unlabelled: number;
    readonly unknownLabel: number;
    readonly rareClass: number;
  };
}

/** Rows times classes above which dense probabilities do not fit in memory. */
const MOST_CELLS = 1e8;

/**
 * The rows with text and a label of the task whose class has at least `leastTexts` different texts;
 * the others are counted.
 *
 * A class with fewer texts cannot be judged by a model that did not see the row, so its rows are
 * left alone.
 */
export function labelledRows(
  rows: readonly LearningRow[],
  context: Pick<LearningView, "labels" | "multiLabel">,
  leastTexts = 2,
): LabelledRows {
  const known = context.labels.length > 0 ? new Set(context.labels) : null;
  const leftOut = { blank: 0, unlabelled: 0, unknownLabel: 0, rareClass: 0 };
  const candidates: number[] = [];
  const textsOf = new Map<string, Set<string>>();
  rows.forEach((row, index) => {
    const names = row.label === null ? [] : [row.label].flat();
    if (row.text.trim() === "") leftOut.blank += 1;
    else if (row.label === null || (typeof row.label !== "string" && !context.multiLabel))
      leftOut.unlabelled += 1;
    else if (known !== null && names.some((name) => !known.has(name))) leftOut.unknownLabel += 1;
    else {
      candidates.push(index);
      for (const name of names) {
        const texts = textsOf.get(name) ?? new Set<string>();
        textsOf.set(name, texts);
        // Enough to tell whether the class has the least number: a set of all texts would double
        // the memory.
        if (texts.size < leastTexts) texts.add(normalizeText(row.text));
      }
    }
  });
  const indices = candidates.filter((index) =>
    [rows[index]!.label ?? []].flat().every((name) => textsOf.get(name)!.size >= leastTexts),
  );
  leftOut.rareClass = candidates.length - indices.length;
  const used = new Set(indices.flatMap((index) => rows[index]!.label ?? []));
  return {
    indices,
    leftOut,
    texts: indices.map((index) => rows[index]!.input ?? rows[index]!.pair ?? rows[index]!.text),
    keys: indices.map((index) => labelKey(rows[index]!.label)),
    labels: indices.map((index) =>
      context.multiLabel ? [rows[index]!.label ?? []].flat() : String(rows[index]!.label),
    ),
    weights: indices.map((index) => rows[index]!.weight),
    classes: known === null ? [...used].sort() : context.labels.filter((name) => used.has(name)),
  };
}

/** Why no classifier can be trained on the rows, or null. */
export function untrainable(labelled: LabelledRows, multiLabel: boolean): string | null {
  const { indices, classes } = labelled;
  if (indices.length < 4)
    return (
      `${indices.length} rows with a text and a label of a class with two texts are too few ` +
      "to train on"
    );
  if (!multiLabel && classes.length < 2)
    return `all ${indices.length} rows with a label have the class "${classes[0]}"`;
  if (indices.length * classes.length > MOST_CELLS)
    return `${indices.length} rows x ${classes.length} classes do not fit in memory`;
  return null;
}
