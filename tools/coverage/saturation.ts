import type { Cell, CoverageMap } from "../../schema/coverage.js";
import type { SaturationSettings } from "./coverage-state.js";

/** Drafts of a cell in sealed rounds. */
export function draftsOf(cell: Cell): number {
  return cell.accepted + cell.rejected + cell.duplicates + cell.inReview;
}

/**
 * True when the next draft of a cell is almost surely a repetition: its unseen mass over a full
 * window is below the setting.
 */
export function isCellSaturated(cell: Cell, settings: SaturationSettings): boolean {
  return draftsOf(cell) >= settings.window && cell.unseenMass < settings.unseenMass;
}

/**
 * Ids of cells whose demand was moved away and not given back: their last move lowered the quota.
 */
export function abandonedCells(map: CoverageMap): ReadonlySet<string> {
  const lowered = new Map<string, boolean>();
  for (const move of map.moves) lowered.set(move.cell, move.to < move.from);
  return new Set([...lowered].filter(([, down]) => down).map(([cell]) => cell));
}

/**
 * True when drafting more is useless anywhere: every cell that could still take orders is
 * saturated.
 *
 * A filled cell counts as one that could: the quota of a saturated sibling may move to it. Cells
 * without a quota do not count, nor do filled ones that the planner gave up.
 */
export function isSaturated(map: CoverageMap, settings: SaturationSettings): boolean {
  const abandoned = abandonedCells(map);
  const candidates = map.cells.filter(
    (cell) => cell.quota > 0 && (cell.accepted < cell.quota || !abandoned.has(cell.id)),
  );
  const judged = candidates.length > 0 ? candidates : map.cells.filter((cell) => cell.quota > 0);
  return judged.length > 0 && judged.every((cell) => isCellSaturated(cell, settings));
}
