import type { CurationRow } from "../tools/curation/contract.js";

/** Rows to curate that have nothing but a text and a label, perhaps the second text of a pair; ids count from 0. */
export function bareRows(
  rows: readonly Pick<CurationRow, "text" | "pair" | "label">[],
): CurationRow[] {
  return rows.map(({ text, pair, label }, index) => ({
    id: String(index),
    text,
    pair,
    fields: { text },
    label,
    weight: 1,
    scores: {},
    line: index + 1,
  }));
}
