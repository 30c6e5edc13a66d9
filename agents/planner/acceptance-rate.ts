import type { Cell } from "../../schema/coverage.js";
import { draftsOf } from "../../tools/coverage/saturation.js";
import { cellsByLabel } from "./cells-by-label.js";

/** Imagined drafts at the rate of the level above: what little was measured in a cell does not swing its rate. */
const PRIOR_DRAFTS = 4;
/** Rate before anything was measured. */
const FIRST_RATE = 0.7;
/** Below this a rate would ask for more orders than any round has. */
export const LEAST_RATE = 0.02;

/**
 * Acceptance rate of each cell, smoothed twice: towards the rate of its label, and that towards the rate of the run. With a accepted
 * of n drafts and the rate p above: (a + 4p) / (n + 4).
 *
 * @returns cell id -> rate, at least 0.02
 */
export function acceptanceRates(cells: readonly Cell[]): ReadonlyMap<string, number> {
  const overall = smoothed(cells, FIRST_RATE);
  const byLabel = cellsByLabel(cells);
  const rates = new Map<string, number>();
  for (const siblings of byLabel.values()) {
    const above = smoothed(siblings, overall);
    for (const cell of siblings) rates.set(cell.id, Math.max(LEAST_RATE, smoothed([cell], above)));
  }
  return rates;
}

function smoothed(cells: readonly Cell[], above: number): number {
  let accepted = 0;
  let drafts = 0;
  for (const cell of cells) {
    accepted += cell.accepted;
    drafts += draftsOf(cell);
  }
  return (accepted + PRIOR_DRAFTS * above) / (drafts + PRIOR_DRAFTS);
}
