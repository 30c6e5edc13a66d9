import type { Cell } from "../../../schema/coverage.js";
import { cellsByLabel } from "./divide-round.js";

/**
 * Open cells with quotas that ask for no more than their label lacks: where some cells of a label
 * hold more than their quota, as luck had it, as much less is wanted of the others, of those that
 * lack most first. A label is then filled as evenly as a single cell would be; without this every
 * topic that got one too many makes its label larger than the others.
 *
 * @param cells all cells, open or not
 * @returns the open ones, in their order
 */
export function withinLabels(cells: readonly Cell[]): Cell[] {
  const quotas = new Map<string, number>();
  const labels = cellsByLabel(cells);
  // Without labels to be even over, the cells are what is to be filled.
  if (labels.size < 2) return cells.filter((cell) => cell.open);
  for (const siblings of labels.values()) {
    const open = siblings.filter((cell) => cell.open);
    let excess = siblings.reduce((sum, cell) => sum + Math.max(0, cell.accepted - cell.quota), 0);
    const lacking = open.map((cell) => Math.max(0, cell.quota - cell.accepted));
    while (excess > 0 && lacking.some((count) => count > 0)) {
      const most = lacking.indexOf(Math.max(...lacking));
      lacking[most] = lacking[most]! - 1;
      excess -= 1;
    }
    open.forEach((cell, index) => quotas.set(cell.id, cell.accepted + lacking[index]!));
  }
  const open = cells.filter((cell) => cell.open);
  const wanted = open
    .map((cell) => ({ ...cell, quota: quotas.get(cell.id)! }))
    .filter((cell) => cell.quota > cell.accepted);
  // Where every label has enough, what single cells lack is still worth an order.
  return wanted.length > 0 ? wanted : open;
}
