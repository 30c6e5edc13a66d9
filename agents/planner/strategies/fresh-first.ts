import type { Cell } from "../../../schema/coverage.js";
import { cellsByLabel } from "./divide-round.js";

/**
 * Weights that leave out cells whose first orders are still on their way, where a label has enough
 * cells that nobody was asked for yet: until something of a cell is known, its prompt would be the
 * same again. What they leave goes to the other cells of the label.
 *
 * @param demands for each cell the orders that are outstanding
 */
export function freshFirst(
  cells: readonly Cell[],
  demands: readonly { readonly outstanding: number }[],
  weights: readonly number[],
  size: number,
): number[] {
  const place = new Map(cells.map((cell, index) => [cell.id, index]));
  const changed = [...weights];
  const groups = [...cellsByLabel(cells).values()];
  for (const group of groups) {
    const own = group.map((cell) => place.get(cell.id)!).filter((index) => weights[index]! > 0);
    const blind = own.filter((index) => cells[index]!.ordered === 0);
    const fresh = blind.filter((index) => demands[index]!.outstanding === 0);
    const waiting = blind.filter((index) => demands[index]!.outstanding > 0);
    if (waiting.length === 0 || fresh.length < Math.ceil(size / groups.length)) continue;
    const left = waiting.reduce((sum, index) => sum + weights[index]!, 0);
    const rest = own.reduce((sum, index) => sum + weights[index]!, 0) - left;
    if (rest <= 0) continue;
    for (const index of own)
      changed[index] = waiting.includes(index) ? 0 : weights[index]! * (1 + left / rest);
  }
  return changed;
}
