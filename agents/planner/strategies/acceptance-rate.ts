import { cellsByLabel } from "./divide-round.js";
import type { Cell } from "../../../schema/coverage.js";
import { draftsOf } from "../../../tools/coverage/saturation.js";

/**
 * Imagined orders at the run's own rate: what little was ordered for a cell does not swing its
 * share of misplaced drafts.
 */
const PRIOR_ORDERS = 16;
/** Imagined strays in each cell: one that none reached yet is not taken for unreachable. */
const PRIOR_STRAYS = 0.5;

/** What an order is worth to a cell, as measured so far. */
export interface LandingRate {
  /** Probability that an order for the cell ends as an accepted sample of it. At least 0.02. */
  readonly own: number;
  /** Accepted samples of the cell for each draft of the run that was ordered for another one. */
  readonly stray: number;
}

/**
 * Where orders land: a model that is told a condition does not always keep to it, and what it
 * writes instead falls into few cells more often than into the rest. With m of n drafts misplaced,
 * the acceptance rate a of what lands in the cell, and s of the run's D drafts strayed into it: own
 * = a (1 - m/n), stray = a s/D, each smoothed towards the run's rate.
 */
export function landingRates(cells: readonly Cell[]): ReadonlyMap<string, LandingRate> {
  const acceptance = acceptanceRates(cells);
  const sum = (of: (cell: Cell) => number): number =>
    cells.reduce((total, cell) => total + of(cell), 0);
  const [orders, misplaced, strays] = [
    sum(ordersOf),
    sum((cell) => cell.misplaced),
    sum((cell) => cell.strays),
  ];
  const kept = orders > 0 ? 1 - misplaced / orders : 1;
  const strayed = orders > 0 ? strays / orders : 0;
  return new Map(
    cells.map((cell) => {
      const accepted = acceptance.get(cell.id)!;
      const placed =
        (ordersOf(cell) - cell.misplaced + PRIOR_ORDERS * kept) / (ordersOf(cell) + PRIOR_ORDERS);
      const share = (cell.strays + PRIOR_STRAYS) / (strays + PRIOR_STRAYS * cells.length);
      return [
        cell.id,
        { own: Math.max(LEAST_RATE, accepted * placed), stray: accepted * strayed * share },
      ];
    }),
  );
}

/** Judged drafts whose order named the cell. */
function ordersOf(cell: Cell): number {
  return draftsOf(cell) - cell.strays + cell.misplaced;
}

/**
 * Imagined drafts at the rate of the level above: what little was measured in a cell does not swing
 * its rate.
 */
const PRIOR_DRAFTS = 4;
/** Rate before anything was measured. */
const FIRST_RATE = 0.7;
/** Below this a rate would ask for more orders than any round has. */
const LEAST_RATE = 0.02;

/**
 * Acceptance rate of each cell, smoothed twice: towards the rate of its label, and that towards the
 * rate of the run. With a accepted of n drafts and the rate p above: (a + 4p) / (n + 4).
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
    accepted += cell.accepted + (cell.cut ?? 0);
    drafts += draftsOf(cell);
  }
  return (accepted + PRIOR_DRAFTS * above) / (drafts + PRIOR_DRAFTS);
}
