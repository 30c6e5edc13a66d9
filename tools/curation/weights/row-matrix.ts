import type { TextInput } from "../../learning/contract.js";
import type { SparseMatrix } from "../../learning/features/sparse-matrix.js";
import { TextVectorizer } from "../../learning/features/text-vectorizer.js";
import type { CurationContext, CurationRow } from "../contract.js";
import {
  labelledRows,
  untrainable,
  type LabelledRows,
} from "../../learning/scores/labelled-rows.js";
import { inputOf, withInputs } from "../learning-inputs.js";

/** Rows as vectors with their class numbers, for methods that train step by step. */
export interface RowMatrix {
  readonly labelled: LabelledRows;
  readonly matrix: SparseMatrix;
  /** Class number per row of the matrix; rows beyond `labelled.indices` are the extra ones. */
  readonly labels: Int32Array;
  readonly extra: readonly number[];
}

/** Columns times classes above which a dense parameter block does not fit. */
const MOST_PARAMETERS = 2e7;
/** With more rows than this a feature must stand in two of them. */
const LARGE = 2000;

/**
 * The usable rows as sparse vectors, followed by the extra ones (trusted rows) whose label is among
 * the classes; a note where nothing can be trained: too few rows, one class, several labels per
 * row, or more parameters than fit in memory.
 */
export async function rowMatrix(
  rows: readonly CurationRow[],
  context: CurationContext,
  extraRows: readonly CurationRow[] = [],
): Promise<
  | { readonly found: RowMatrix; readonly note: null }
  | { readonly found: null; readonly note: string }
> {
  if (context.multiLabel)
    return {
      found: null,
      note: "the method needs one label per row; these rows have sets of labels",
    };
  const labelled = labelledRows(await withInputs(rows, context), context);
  const note = untrainable(labelled, false);
  if (note !== null) return { found: null, note };
  const numbers = new Map(labelled.classes.map((name, index) => [name, index]));
  const trusted = (await withInputs(extraRows, context)).filter(
    (row) => typeof row.label === "string" && numbers.has(row.label) && row.text.trim() !== "",
  );
  const texts: TextInput[] = [...labelled.texts, ...trusted.map(inputOf)];
  const { matrix } = TextVectorizer.fit(
    texts,
    texts.length > LARGE ? { minDocumentFrequency: 2 } : {},
  );
  if (matrix.columns * labelled.classes.length > MOST_PARAMETERS)
    return {
      found: null,
      note: `${matrix.columns} features x ${labelled.classes.length} classes do not fit in memory`,
    };
  const labels = Int32Array.from(
    [...labelled.labels, ...trusted.map((row) => row.label)],
    (label) => numbers.get(String(label))!,
  );
  return {
    found: {
      labelled,
      matrix,
      labels,
      extra: trusted.map((_row, index) => labelled.indices.length + index),
    },
    note: null,
  };
}
