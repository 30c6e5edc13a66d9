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
  /** How many samples. Default: 1. */
  readonly count?: number;
}

const COUNTER: Partial<Record<SampleStatus, "accepted" | "rejected" | "inReview">> = {
  accepted: "accepted",
  rejected: "rejected",
  "in-review": "inReview",
};

/** The map with samples counted where they are now; a cell that lost one opens again. */
export function recountCoverage(map: CoverageMap, changes: readonly StatusChange[]): CoverageMap {
  const left = new Map<string, StatusCount[]>();
  const entered = new Map<string, StatusCount[]>();
  for (const { cell, toCell = cell, from, to, count = 1 } of changes) {
    append(left, cell, { status: from, count });
    append(entered, toCell, { status: to, count });
  }
  return {
    ...map,
    cells: map.cells.map((cell) => {
      const next = { ...cell };
      for (const { status, count } of entered.get(cell.id) ?? []) {
        const counter = COUNTER[status];
        if (counter) next[counter] += count;
      }
      for (const { status, count } of left.get(cell.id) ?? []) {
        const counter = COUNTER[status];
        if (counter) next[counter] = Math.max(0, next[counter] - count);
      }
      // What was taken out of a cell opens it again.
      return next.accepted < cell.accepted
        ? { ...next, open: next.open || next.accepted < next.quota }
        : next;
    }),
  };
}

interface StatusCount {
  readonly status: SampleStatus;
  readonly count: number;
}
