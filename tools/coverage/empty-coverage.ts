import type { Cell, CoverageMap } from "../../schema/coverage.js";

/** A cell as it is planned: where it stands and its quota. */
export type CellSeed = Pick<Cell, "id" | "path" | "label" | "conditions" | "quota"> & {
  readonly support?: number;
};

/** The map of a plan in which nothing was ordered yet. */
export function emptyCoverage(cells: readonly CellSeed[]): CoverageMap {
  return {
    cells: cells.map((cell) => ({
      id: cell.id,
      path: [...cell.path],
      label: cell.label,
      conditions: [...cell.conditions],
      quota: cell.quota,
      ordered: 0,
      accepted: 0,
      rejected: 0,
      duplicates: 0,
      inReview: 0,
      support: cell.support ?? 0,
      misplaced: 0,
      strays: 0,
      barred: 0,
      unseenMass: 1,
      studentError: null,
      judgedByStudent: 0,
      open: cell.quota > 0,
    })),
    moves: [],
    growth: [],
    sealedRounds: 0,
  };
}
