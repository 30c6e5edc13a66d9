import { ordersWanted } from "../runtime/sealed-round.js";

/** Rounds after which a run that hardly accepts anything is not followed further. */
const MOST_ROUNDS = 10_000;

export interface ExpectedRun {
  /** Accepted samples that the gate aims at. */
  readonly target: number;
  readonly roundSize: number;
  /** Share of the orders whose drafts are accepted, 0 to 1. */
  readonly rate: number;
  /** Most orders that there can be: rows that are given. */
  readonly most: number;
  /** Rounds without an accepted sample after which a run ends. */
  readonly noProgressRounds: number;
}

/**
 * Orders that a run writes until its target is reached, as its rounds are planned: two ahead, sized
 * by what was accepted two rounds before. The first of them has more than the target, as nothing is
 * known yet of what will be refused.
 */
export function expectedOrders(run: ExpectedRun): { readonly all: number; readonly first: number } {
  const sizes: number[] = [];
  const accepted = (round: number): number =>
    sum(sizes.slice(0, Math.max(0, round + 1))) * run.rate;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    if (accepted(round - 2) >= run.target) break;
    const outstanding = sizes[round - 1] ?? 0;
    const before = accepted(round - 2);
    const wanted = ordersWanted({
      target: run.target,
      roundSize: run.roundSize,
      accepted: before,
      drafted: sum(sizes.slice(0, Math.max(0, round - 1))),
      outstanding,
    });
    sizes.push(Math.max(0, Math.min(wanted, run.most - sum(sizes))));
    const dry = sizes.filter((size) => size > 0).length;
    if (sum(sizes) >= run.most) break;
    if (accepted(round) < 1 && dry >= run.noProgressRounds) break;
    if (sizes.slice(-3).length === 3 && sizes.slice(-3).every((size) => size === 0)) break;
  }
  return { all: sum(sizes), first: sizes[0] ?? 0 };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
