import { labelKey, type LabelValue } from "../../../schema/label.js";
import type { ReportFigures } from "../../../schema/report-figures.js";

/** What a heat map counts: a cell of a plan, or a row with the conditions that it was written under. */
export interface HeatCount {
  readonly label: LabelValue;
  readonly conditions: readonly { readonly name: string; readonly value: string }[];
  /** Samples that were wanted; null where nothing was planned. */
  readonly quota: number | null;
  readonly accepted: number;
}

const MOST_ROWS = 30;
const MOST_COLUMNS = 24;

/** Samples by label and value of each attribute, the fullest first; null without attributes or labels. */
export function heatOf(counts: Iterable<HeatCount>): ReportFigures["heat"] {
  const rows = new Map<string, number>();
  const columns = new Map<string, { attribute: string; value: string; count: number }>();
  const cells = new Map<
    string,
    { row: string; column: string; quota: number | null; accepted: number }
  >();
  for (const { label, conditions, quota, accepted } of counts) {
    const row = labelKey(label);
    if (row === "" || conditions.length === 0) continue;
    rows.set(row, (rows.get(row) ?? 0) + accepted);
    for (const { name, value } of conditions) {
      const column = JSON.stringify([name, value]);
      const own = columns.get(column) ?? { attribute: name, value, count: 0 };
      own.count += accepted;
      columns.set(column, own);
      const key = JSON.stringify([row, column]);
      const cell = cells.get(key) ?? { row, column, quota: null, accepted: 0 };
      if (quota !== null) cell.quota = (cell.quota ?? 0) + quota;
      cell.accepted += accepted;
      cells.set(key, cell);
    }
  }
  if (rows.size === 0) return null;
  const shownRows = [...rows]
    .sort(([a, first], [b, second]) => second - first || (a < b ? -1 : 1))
    .slice(0, MOST_ROWS)
    .map(([row]) => row)
    .sort();
  const attributes = [...new Set([...columns.values()].map(({ attribute }) => attribute))];
  const shownColumns = [...columns]
    .sort(([, a], [, b]) => b.count - a.count)
    .slice(0, MOST_COLUMNS)
    .sort(
      ([, a], [, b]) =>
        attributes.indexOf(a.attribute) - attributes.indexOf(b.attribute) ||
        (a.value < b.value ? -1 : 1),
    );
  const rowAt = new Map(shownRows.map((row, at) => [row, at]));
  const columnAt = new Map(shownColumns.map(([column], at) => [column, at]));
  return {
    rows: shownRows,
    columns: shownColumns.map(([, { attribute, value }]) => ({ attribute, value })),
    cells: [...cells.values()].flatMap(({ row, column, quota, accepted }) =>
      rowAt.has(row) && columnAt.has(column)
        ? [{ row: rowAt.get(row)!, column: columnAt.get(column)!, quota, accepted }]
        : [],
    ),
    leftOut: rows.size - shownRows.length + columns.size - shownColumns.length,
  };
}
