import type { Cell } from "../../../schema/coverage.js";
import { binomialBelow } from "../../../base/statistics/binomial.js";
import { wilsonInterval } from "../../../base/statistics/intervals.js";
import type { LandingRate } from "./acceptance-rate.js";

/**
 * An order is placed while the probability that the cell still needs it, once everything ordered
 * before came in, is at least this.
 */
const LEAST_NEED = 0.7;
/**
 * At the end, when a round would have fewer orders than this, waiting for another round costs more
 * than a few orders in vain.
 */
const SMALL_ROUND = 8;
const LEAST_NEED_OF_SMALL_ROUNDS = 0.35;
/** The same for all cells of a label together, whose numbers are larger and vary less. */
const LEAST_NEED_OF_LABEL = 0.5;
/** One-sided confidence of 0.9 that a label's rate is not above what its cap assumes. */
const CAP_Z = 1.2816;
/** Halvings of the interval in which the number of drafts lies: far below one draft. */
const HALVINGS = 60;

interface Demand {
  readonly lacking: number;
  /** Orders for the cell that are not sealed yet. */
  readonly outstanding: number;
  readonly rate: LandingRate;
}

/** What each cell lacks, what is on its way to it, and what an order is worth there. */
export function demandsOf(
  cells: readonly Cell[],
  rates: ReadonlyMap<string, LandingRate>,
  outstanding: Readonly<Record<string, number>>,
): Demand[] {
  return cells.map((cell) => ({
    lacking: Math.max(0, cell.quota - cell.accepted),
    rate: rates.get(cell.id)!,
    outstanding: Object.hasOwn(outstanding, cell.id) ? (outstanding[cell.id] ?? 0) : 0,
  }));
}

/**
 * How many orders each cell needs until all are filled. What strays into a cell while the others
 * are filled counts: with N drafts to come in all, a cell that lacks d and has q orders outstanding
 * needs max(0, d - own q - stray N) / own, and N is the sum of these and of what is outstanding. A
 * cell that strays will fill is left to them, or waits until the end.
 */
export function ordersNeeded(demands: readonly Demand[]): number[] {
  const inFlight = demands.reduce((sum, demand) => sum + demand.outstanding, 0);
  const needed = (drafts: number): number[] =>
    demands.map(({ lacking, outstanding, rate }) =>
      lacking === 0
        ? 0
        : Math.max(0, lacking - outstanding * rate.own - drafts * rate.stray) / rate.own,
    );
  const total = (drafts: number): number =>
    needed(drafts).reduce((sum, count) => sum + count, inFlight);
  // The need falls as the number of drafts grows, so there is one number of drafts that is its own
  // need.
  let [low, high] = [0, total(0)];
  for (let step = 0; step < HALVINGS; step++) {
    const middle = (low + high) / 2;
    if (total(middle) > middle) low = middle;
    else high = middle;
  }
  return needed(high);
}

/**
 * How many of the orders that a round has room for are placed: each while it is likely enough to be
 * needed. A cell that lacks something and waits for nothing gets at least one of those that it has
 * room for.
 */
export function placedOrders(demands: readonly Demand[], wanted: readonly number[]): number[] {
  const placed = (leastNeed: number): number[] =>
    demands.map((demand, index) => neededOrders(demand, wanted[index]!, leastNeed));
  const careful = placed(LEAST_NEED);
  return careful.reduce((sum, count) => sum + count, 0) < SMALL_ROUND
    ? placed(LEAST_NEED_OF_SMALL_ROUNDS)
    : careful;
}

/** What a label needs as a whole, and how its orders went so far. */
export interface LabelNeed {
  readonly name: string;
  readonly lacking: number;
  readonly accepted: number;
  /** Judged drafts. */
  readonly drafts: number;
}

/**
 * Placed orders without those that their label is unlikely to need: many cells that each may need
 * one more would together make their label larger than the others, and so would orders placed
 * blind for a label that goes better than the rest. What is placed and on its way fills the label
 * at the best rate that its drafts so far leave possible (Wilson, one-sided .9), no more.
 *
 * @param labels for each cell the need of its label
 */
export function withinLabelNeed(
  demands: readonly Demand[],
  placed: readonly number[],
  labels: readonly LabelNeed[],
): number[] {
  const kept = [...placed];
  const names = new Set(labels.map((label) => label.name));
  if (names.size < 2) return kept;
  for (const name of names) {
    const own = [...labels.keys()].filter((index) => labels[index]!.name === name);
    const sum = (of: (index: number) => number): number =>
      own.reduce((total, index) => total + of(index), 0);
    let orders = sum((index) => kept[index]!);
    if (orders === 0) continue;
    const rate = sum((index) => kept[index]! * demands[index]!.rate.own) / orders;
    const need = labels[own[0]!]!;
    const outstanding = sum((index) => demands[index]!.outstanding);
    const demand = { lacking: need.lacking, outstanding, rate: { own: rate, stray: 0 } };
    const most = Math.min(
      neededOrders(demand, orders, LEAST_NEED_OF_LABEL),
      Math.max(0, Math.ceil(need.lacking / bestRate(need)) - outstanding),
    );
    for (let turn = own.length - 1; orders > most; turn = (turn + own.length - 1) % own.length) {
      const index = own[turn]!;
      if (kept[index]! === 0) continue;
      kept[index] = kept[index]! - 1;
      orders -= 1;
    }
  }
  // A round without any order, with none on its way, would wait for nothing.
  const waits = demands.some(({ outstanding }) => outstanding > 0);
  return waits || kept.some((count) => count > 0) ? kept : [...placed];
}

/** The highest acceptance rate that a label's drafts so far leave possible. */
function bestRate({ accepted, drafts }: LabelNeed): number {
  return drafts === 0 ? 1 : wilsonInterval(Math.min(accepted, drafts), drafts, CAP_Z).upper;
}

/** Orders of a cell that are each needed with at least this probability. */
function neededOrders(
  { lacking, outstanding, rate }: Demand,
  wanted: number,
  leastNeed: number,
): number {
  const isNeeded = (earlier: number): boolean =>
    binomialBelow(lacking, { trials: outstanding + earlier, probability: Math.min(1, rate.own) }) >=
    leastNeed;
  let [least, most] = [0, wanted]; // the first `least` orders are needed; whether more than `most` are does not matter
  while (least < most) {
    const middle = Math.floor((least + most) / 2);
    if (isNeeded(middle)) least = middle + 1;
    else most = middle;
  }
  return least;
}
