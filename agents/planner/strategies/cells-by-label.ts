import type { Cell } from "../../../schema/coverage.js";
import { labelKey } from "../../../schema/label.js";

/** Cells that have the same label or set of labels, in the order of the map. */
export function cellsByLabel(cells: readonly Cell[]): ReadonlyMap<string, readonly Cell[]> {
  const groups = new Map<string, Cell[]>();
  for (const cell of cells) {
    const key = labelKey(cell.label);
    const group = groups.get(key);
    if (group) group.push(cell);
    else groups.set(key, [cell]);
  }
  return groups;
}
