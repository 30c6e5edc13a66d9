import type { CoverageMap } from "../schema/coverage.js";

/** Applies quota moves as differences: moves of two rounds in flight were both made from older quotas. */
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
