import type { Random } from "../../../base/statistics/random.js";
import type { Cell } from "../../../schema/coverage.js";
import { labelKey } from "../../../schema/label.js";
import { apportion } from "../../../tools/coverage/apportion.js";
import { append } from "../../../base/values/append.js";

/**
 * Divides the orders of a round over cells in proportion to their weights: over the labels first,
 * so that a round smaller than the number of cells is still balanced over them. Which of equal
 * cells gets one more is drawn.
 *
 * @param weights one for each cell, at least one above zero
 * @returns cell id -> orders; they add up to `size`
 */
export function divideRound(
  size: number,
  cells: readonly Cell[],
  weights: readonly number[],
  random: Random,
): Map<string, number> {
  const weightOf = new Map(cells.map((cell, index) => [cell.id, weights[index] ?? 0]));
  const groups = [...cellsByLabel(cells).values()];
  const groupWeights = groups.map((group) =>
    group.reduce((sum, cell) => sum + weightOf.get(cell.id)!, 0),
  );
  const parts = apportion(size, groupWeights, random.derive("labels").integer(groups.length));
  const counts = new Map<string, number>();
  groups.forEach((group, index) => {
    if (parts[index] === 0) return;
    const shuffled = random.derive("cells", index).shuffle(group);
    const own = apportion(
      parts[index]!,
      shuffled.map((cell) => weightOf.get(cell.id)!),
    );
    shuffled.forEach((cell, place) => counts.set(cell.id, own[place]!));
  });
  return counts;
}

/** Cells that have the same label or set of labels, in the order of the map. */
export function cellsByLabel(cells: readonly Cell[]): ReadonlyMap<string, readonly Cell[]> {
  const groups = new Map<string, Cell[]>();
  for (const cell of cells) {
    const key = labelKey(cell.label);
    append(groups, key, cell);
  }
  return groups;
}
