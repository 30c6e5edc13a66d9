import type { CoverageMap } from "../../schema/coverage.js";
import type { SampleStatus } from "../../schema/sample.js";
import { append } from "../../base/values/append.js";

/**
 * A sample whose status, or whose label and with it its cell, was changed after its round was
 * sealed.
 */
export interface StatusChange {
  readonly cell: string;
  /** Where it belongs now, where that is another cell; empty for none. */
  readonly toCell?: string;
  readonly from: SampleStatus;
  readonly to: SampleStatus;
}

const COUNTER: Partial<Record<SampleStatus, "accepted" | "rejected" | "inReview">> = {
  accepted: "accepted",
  rejected: "rejected",
  "in-review": "inReview",
};

/** The map with samples counted where they are now; a cell that lost one opens again. */
export function recountCoverage(map: CoverageMap, changes: readonly StatusChange[]): CoverageMap {
  const left = new Map<string, SampleStatus[]>();
  const entered = new Map<string, SampleStatus[]>();
  for (const { cell, toCell = cell, from, to } of changes) {
    append(left, cell, from);
    append(entered, toCell, to);
  }
  return {
    ...map,
    cells: map.cells.map((cell) => {
      const next = { ...cell };
      for (const status of entered.get(cell.id) ?? []) {
        const counter = COUNTER[status];
        if (counter) next[counter] += 1;
      }
      for (const status of left.get(cell.id) ?? []) {
        const counter = COUNTER[status];
        if (counter) next[counter] = Math.max(0, next[counter] - 1);
      }
      // What was taken out of a cell opens it again.
      return next.accepted < cell.accepted
        ? { ...next, open: next.open || next.accepted < next.quota }
        : next;
    }),
  };
}
