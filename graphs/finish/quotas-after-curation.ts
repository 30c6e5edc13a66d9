import type { CoverageMap } from "../../schema/coverage.js";
import { apportion } from "../../tools/coverage/apportion.js";

/**
 * The map with quotas for what has to be written behind a curation that keeps a share of what was
 * accepted: each cell gets what it has left, and `surplus` times what it then lacks of its share of
 * the target. Without it the cells would go on towards the first surplus, and what filters took out
 * unevenly would stay uneven. What was cut is counted as such: the surplus was written for it, so
 * it says nothing about how often drafts of the cell are accepted.
 *
 * @param before the map as it was before that curation
 * @param planned the map of the plan, whose quotas say the cells' shares; a cell that came later
 *        keeps the share that it has now
 */
export function quotasAfterCuration(
  map: CoverageMap,
  { before, planned }: { readonly before: CoverageMap; readonly planned: CoverageMap },
  { target, surplus }: { readonly target: number; readonly surplus: number },
): CoverageMap {
  const shares = new Map(planned.cells.map(({ id, quota }) => [id, quota]));
  const weights = map.cells.map(({ id, quota }) => shares.get(id) ?? quota);
  if (!weights.some((weight) => weight > 0)) return map;
  const accepted = new Map(before.cells.map((cell) => [cell.id, cell.accepted]));
  const wanted = apportion(target, weights);
  return {
    ...map,
    cells: map.cells.map((cell, index) => {
      const lacking = Math.max(0, wanted[index]! - cell.accepted);
      const quota = cell.accepted + Math.ceil(lacking * surplus);
      const cut = Math.max(0, (accepted.get(cell.id) ?? 0) - cell.accepted);
      return { ...cell, quota, cut: (cell.cut ?? 0) + cut, open: lacking > 0 };
    }),
  };
}
