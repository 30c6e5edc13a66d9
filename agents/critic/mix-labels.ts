import type { Row } from "../../schema/sample.js";

/** Key of the rows without a label. */
const NONE = "none";

/** Up to `count` rows, spread over the list, taking turns between the labels. */
export function mixLabels(rows: readonly Row[], count: number): Row[] {
  const byLabel = new Map<string, Row[]>();
  for (const row of rows) {
    const key = row.label === null ? NONE : String(row.label);
    const group = byLabel.get(key);
    if (group) group.push(row);
    else byLabel.set(key, [row]);
  }
  const groups = [...byLabel.values()];
  const chosen: Row[] = [];
  for (let turn = 0; chosen.length < Math.min(count, rows.length); turn++) {
    for (const group of groups) if (group[turn] && chosen.length < count) chosen.push(group[turn]!);
  }
  return chosen;
}
