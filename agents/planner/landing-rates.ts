import type { Cell } from "../../schema/coverage.js";
import { draftsOf } from "../../tools/coverage/saturation.js";
import { acceptanceRates, LEAST_RATE } from "./acceptance-rate.js";

/** Imagined orders at the run's own rate: what little was ordered for a cell does not swing its share of misplaced drafts. */
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
 * Where orders land: a model that is told a condition does not always keep to it, and what it writes instead falls into few cells more
 * often than into the rest. With m of n drafts misplaced, the acceptance rate a of what lands in the cell, and s of the run's D drafts
 * strayed into it: own = a (1 - m/n), stray = a s/D, each smoothed towards the run's rate.
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
