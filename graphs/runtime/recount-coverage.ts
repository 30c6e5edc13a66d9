import type { CoverageMap } from "../../schema/coverage.js";
import type { SampleStatus } from "../../schema/sample.js";
import type { SealedRound } from "./sealed-round.js";
import type { RunRuntime } from "./runtime.js";
import { sealedKey, sealedRound } from "./round-log.js";

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

function recount(map: CoverageMap, changes: readonly StatusChange[]): CoverageMap {
  const left = new Map<string, SampleStatus[]>();
  const entered = new Map<string, SampleStatus[]>();
  const add = (map: Map<string, SampleStatus[]>, cell: string, status: SampleStatus): void => {
    const list = map.get(cell);
    if (list) list.push(status);
    else map.set(cell, [status]);
  };
  for (const { cell, toCell = cell, from, to } of changes) {
    add(left, cell, from);
    add(entered, toCell, to);
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

/**
 * Entries that say how the last sealed rounds stand once samples have changed their status: later
 * rounds are planned from them, so
 * that a top-up or an extension replaces what was taken out and counts what was let in.
 */
export async function recountEntries(
  runtime: RunRuntime,
  last: number,
  changes: readonly StatusChange[],
): Promise<Record<string, SealedRound>> {
  const difference = changes.reduce(
    (sum, { from, to }) => sum + Number(to === "accepted") - Number(from === "accepted"),
    0,
  );
  const newest = await sealedRound(runtime, last);
  const accepted = newest.accepted + difference;
  const coverage = recount(newest.coverage, changes);
  const entries: Record<string, SealedRound> = {};
  // A round is planned from the last sealed one but one; nothing is in flight now, so both may know
  // the same.
  for (const round of [last - 1, last]) {
    if (round >= -1)
      entries[sealedKey(round)] = { ...(await sealedRound(runtime, round)), accepted, coverage };
  }
  return entries;
}
