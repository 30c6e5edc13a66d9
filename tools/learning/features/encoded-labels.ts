import { DatawrightError } from "../../../base/errors.js";
import type { LabelInput } from "../contract.js";

/** Labels as numbers. */
export interface EncodedLabels {
  readonly classes: readonly string[];
  readonly multiLabel: boolean;
  /** Class indices per row; exactly one each unless `multiLabel`. */
  readonly ofRow: readonly Int32Array[];
  /** Rows per class. */
  readonly counts: Int32Array;
}

/**
 * Numbers the labels of training rows.
 *
 * @throws TRAINING_DATA if a label is not among `classes`, or a class is named twice
 */
export function encodedLabels(
  labels: readonly LabelInput[],
  classes?: readonly string[],
): EncodedLabels {
  const multiLabel = labels.some((label) => typeof label !== "string");
  const sets = labels.map((label) => (typeof label === "string" ? [label] : [...new Set(label)]));
  const names = classes ?? [...new Set(sets.flat())].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const numbers = new Map(names.map((name, index) => [name, index]));
  if (numbers.size !== names.length)
    throw new DatawrightError({ code: "TRAINING_DATA", message: "`classes` names a class twice" });
  const counts = new Int32Array(names.length);
  const ofRow = sets.map((set, row) =>
    Int32Array.from(set, (name) => {
      const index = numbers.get(name);
      if (index === undefined) {
        throw new DatawrightError({
          code: "TRAINING_DATA",
          message:
            `row ${row} has the label "${name}", which is not among the ${names.length} ` +
            "classes",
          hint: "add it to `classes`, or leave `classes` out",
          details: { row, label: name },
        });
      }
      counts[index]!++;
      return index;
    }),
  );
  return { classes: names, multiLabel, ofRow, counts };
}

/** The class index of every row of a problem with one label per row. */
export function singleLabels(space: EncodedLabels): Int32Array {
  return Int32Array.from(space.ofRow, (set) => set[0]!);
}

/** The same classes over some of the rows. */
export function encodedPart(space: EncodedLabels, rows: readonly number[]): EncodedLabels {
  const counts = new Int32Array(space.classes.length);
  const ofRow = rows.map((row) => space.ofRow[row]!);
  for (const set of ofRow) for (const c of set) counts[c]!++;
  return { ...space, ofRow, counts };
}
