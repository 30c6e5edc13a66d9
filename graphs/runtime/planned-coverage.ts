import type { Cell, CoverageMap } from "../../schema/coverage.js";

/** What is recorded of a planned round beside its orders. */
export interface PlannedRound {
  readonly planRevision: number;
  readonly size: number;
  readonly inputsUsed: number;
  readonly moves: CoverageMap["moves"];
  /** Cells that the planner added, with how the concept tree grew. */
  readonly grown?: CoverageMap["cells"];
  readonly growth?: CoverageMap["growth"];
}

/**
 * What planning a round changed in the coverage map: quotas that moved, cells that are new, and how
 * the tree grew.
 */
export type PlannedChanges = Pick<PlannedRound, "moves" | "grown" | "growth">;

/**
 * What a planner changed, read off the map that it returned.
 *
 * @returns new cells with the quota that they would have had before the round's moves
 */
export function plannedChanges(
  before: CoverageMap,
  after: CoverageMap,
  round: number,
): PlannedChanges {
  const known = new Set(before.cells.map((cell) => cell.id));
  const moves = after.moves.filter((move) => move.round === round);
  const moved = new Map<string, number>();
  for (const move of moves) moved.set(move.cell, (moved.get(move.cell) ?? 0) + move.to - move.from);
  const grown = after.cells
    .filter((cell) => !known.has(cell.id))
    .map((cell): Cell => ({ ...cell, quota: Math.max(0, cell.quota - (moved.get(cell.id) ?? 0)) }));
  return { moves, grown, growth: after.growth.filter((row) => row.round === round) };
}

/**
 * The map with what planning a round changed. Changes of two rounds in flight were both made from
 * an older map: quotas change by differences.
 */
export function withPlanned(
  map: CoverageMap,
  { moves, grown = [], growth = [] }: PlannedChanges,
): CoverageMap {
  const known = new Set(map.cells.map((cell) => cell.id));
  const added = grown.filter((cell) => !known.has(cell.id));
  const larger =
    added.length + growth.length === 0
      ? map
      : { ...map, cells: [...map.cells, ...added], growth: [...map.growth, ...growth] };
  return applyMoves(larger, moves);
}

/**
 * Applies quota moves as differences: moves of two rounds in flight were both made from older
 * quotas.
 */
export function applyMoves(map: CoverageMap, moves: CoverageMap["moves"]): CoverageMap {
  if (moves.length === 0) return map;
  const change = new Map<string, number>();
  for (const move of moves)
    change.set(move.cell, (change.get(move.cell) ?? 0) + move.to - move.from);
  return {
    ...map,
    cells: map.cells.map((cell) =>
      change.has(cell.id)
        ? { ...cell, quota: Math.max(0, cell.quota + change.get(cell.id)!) }
        : cell,
    ),
    moves: [...map.moves, ...moves],
  };
}
