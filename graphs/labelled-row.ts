import type { LabelValue } from "../schema/label.js";
import type { AnnotationItem } from "../tools/annotation/contract.js";

/** A line of `labelled.jsonl` and `people.jsonl`: the row's fields with what is known of its label. */
export interface LabelledRow {
  readonly id: string;
  readonly label: LabelValue;
  readonly labelSource: string | null;
  readonly labelConfidence: number | null;
  readonly modelAnswer?: unknown;
  readonly modelCalls?: number;
  /** Line of the row in the file that was labelled. */
  readonly line: number | null;
  readonly [name: string]: unknown;
}

const OWN = new Set([
  "id",
  "label",
  "labelSource",
  "labelConfidence",
  "modelAnswer",
  "modelCalls",
  "line",
  "labelledBy",
  "note",
  "reason",
  "decision",
  "by",
]);

/** The row as people see it in an annotation tool. */
export function itemOf(row: LabelledRow): AnnotationItem {
  const fields = Object.fromEntries(Object.entries(row).filter(([name]) => !OWN.has(name)));
  return {
    sampleId: row.id,
    fields,
    label: row.label,
    ...(row.labelConfidence === null
      ? {}
      : { confidence: Math.min(1, Math.max(0, row.labelConfidence)) }),
    why:
      row.label === null
        ? "neither model gave it a label"
        : `the models are sure of it to ${(100 * (row.labelConfidence ?? 0)).toFixed(0)} % only`,
  };
}
