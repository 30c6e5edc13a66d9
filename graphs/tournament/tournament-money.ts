import { DatawrightError } from "../../base/errors.js";
import { quantile } from "../../base/statistics/mean.js";
import type { Spent } from "../../memory/budget-ledger.js";
import type { Summary } from "../../schema/report.js";
import type { BudgetSpec } from "../../schema/task-file/run-limits.js";
import { rungsCost, rungsOf, type Rung } from "../../tools/tournament/rungs.js";

/** What recipes get equally much of. */
export const MONEY_UNITS = ["usd", "tokens", "calls"] as const;
/** What recipes get equally much of: US dollars, tokens or model calls. */
export type MoneyUnit = (typeof MONEY_UNITS)[number];
/** An amount in each unit; dollars null where a price is not known. */
export type Amounts = Readonly<{ usd: number | null; tokens: number; calls: number }>;

/** What a recipe is expected to take for a number of rows. */
export interface ExpectedCost {
  readonly recipe: string;
  /** Rows that it is for. */
  readonly rows: number;
  readonly all: Amounts;
  /** The part that is asked before the first row. */
  readonly planning: Amounts;
}

/** What a tournament spends, and on what. */
export interface MoneyPlan {
  readonly unit: MoneyUnit;
  /** Most that everything takes together, in the unit. */
  readonly total: number;
  /** Of it for one run on the last rung. */
  readonly perRun: number;
  /** All limits of one run on the last rung: the unit, and others that were given. */
  readonly limits: BudgetSpec;
  readonly rungs: readonly Rung[];
  /** What a judge takes for one row, in the unit; 0 where none is paid. */
  readonly perJudgedRow: number;
}

/** Rows below which a run says nothing. */
const FEWEST_ROWS = 10;
/** Most of a run's money that a judge gets. */
const JUDGES_SHARE = 0.25;
/** How far what is expected for a target may be off. */
const REACHES_TARGET = 1.25;

/**
 * Divides the money of a tournament: the same for every recipe on a rung.
 *
 * @param budget what may be spent in all; without it what the recipes in the middle take for `rows`
 * @throws BUDGET_TOO_SMALL with the least budget, where half of the recipes could not write ten rows
 *         on the first rung; NO_PRICE for a budget in dollars where a price is not known
 */
export function moneyPlan(
  expected: readonly ExpectedCost[],
  options: {
    readonly budget: BudgetSpec | undefined;
    readonly factor: number;
    readonly seeds: number;
    readonly rows: number;
    readonly target: number;
    /** What a judge takes for one row; null where none is asked. */
    readonly judge: Amounts | null;
    /** Rows of a run that it sees at most. */
    readonly judged: number;
  },
): MoneyPlan {
  const { budget, factor, seeds, judge } = options;
  const unit = unitOf(expected, budget);
  const rungs = rungsOf(expected.length, factor);
  const parts = seeds * rungsCost(rungs);
  const perJudgedRow = judge === null ? 0 : amountOf(judge, unit);
  const withJudge = (cost: number): number =>
    cost + Math.min(options.judged * perJudgedRow, (cost * JUDGES_SHARE) / (1 - JUDGES_SHARE));
  const costs = (rows: number): number[] => expected.map((each) => costOf(each, unit, rows));
  const typical = (rows: number): number => quantile(costs(rows), 0.5);
  const given = budget?.[unit];
  const least = withJudge(typical(FEWEST_ROWS));
  const leastPerRun = least / rungs[0]!.share;
  // No more than reaching the target takes: a run that has come to it spends nothing.
  const most = withJudge(REACHES_TARGET * Math.max(...costs(options.target)));
  const perRun =
    given === undefined
      ? Math.max(leastPerRun, withJudge(typical(options.rows)))
      : Math.min(given / parts, Math.max(leastPerRun, most));
  const first = rungs[0]!.share * perRun;
  if (perRun < leastPerRun) {
    const needed = whole(unit, leastPerRun * parts);
    throw new DatawrightError({
      code: "BUDGET_TOO_SMALL",
      message:
        `${round(perRun * parts)} ${unit} for ${expected.length} recipes with ${seeds} seeds are ` +
        `${round(first)} for a run of the first rung, and ${round(least)} are needed for ` +
        `${FEWEST_ROWS} rows`,
      hint: `Give at least ${needed} ${unit}, or compare fewer recipes or seeds.`,
      details: { unit, budget: perRun * parts, least: needed },
    });
  }
  return {
    unit,
    total: given ?? whole(unit, perRun * parts),
    perRun,
    limits: { ...scaled(budget ?? {}, 1 / parts), [unit]: perRun },
    rungs,
    perJudgedRow,
  };
}

/** What a run may have spent when a rung ends, and how many of its rows a judge sees then. */
export function runMoney(
  { limits, rungs, perJudgedRow, unit, perRun }: MoneyPlan,
  rung: number,
  judged: number,
): { readonly budget: BudgetSpec; readonly judged: number; readonly judging: number } {
  const { share } = rungs[rung]!;
  const here = share * perRun;
  const seen =
    perJudgedRow === 0
      ? judged
      : Math.max(1, Math.min(judged, Math.floor((JUDGES_SHARE * here) / perJudgedRow)));
  const judging = seen * perJudgedRow;
  const budget = scaled(limits, share);
  return {
    budget: { ...budget, [unit]: limitOf(unit, Math.max(1e-9, here - judging)) },
    judged: seen,
    judging,
  };
}

/** The amount of a unit. @throws NO_PRICE for dollars that are not known */
function amountOf(amounts: Amounts, unit: MoneyUnit): number {
  const amount = amounts[unit];
  if (amount !== null) return amount;
  throw new DatawrightError({
    code: "NO_PRICE",
    message: "the budget is in US dollars, but the price of a model is not known",
    hint: "Give the model a `price`, or limit calls or tokens in place of money.",
  });
}

/** Expected cost of so many rows: the planning once, the rest in proportion. */
function costOf({ all, planning, rows: of }: ExpectedCost, unit: MoneyUnit, rows: number): number {
  const once = amountOf(planning, unit);
  return once + ((amountOf(all, unit) - once) * rows) / of;
}

function unitOf(expected: readonly ExpectedCost[], budget: BudgetSpec | undefined): MoneyUnit {
  const named = MONEY_UNITS.find((unit) => budget?.[unit] !== undefined);
  if (named !== undefined) return named;
  const isPriced =
    expected.every(({ all }) => all.usd !== null) && expected.some(({ all }) => all.usd! > 0);
  if (isPriced) return "usd";
  return expected.some(({ all }) => all.tokens > 0) ? "tokens" : "calls";
}

function scaled(budget: BudgetSpec, share: number): BudgetSpec {
  return Object.fromEntries(
    MONEY_UNITS.flatMap((unit) => {
      const most = budget[unit];
      return most === undefined ? [] : [[unit, limitOf(unit, most * share)]];
    }),
  );
}

/** Calls and tokens are counted whole, and a limit is above nothing. */
function limitOf(unit: MoneyUnit, amount: number): number {
  return unit === "usd" ? amount : Math.max(1, Math.floor(amount));
}

const whole = (unit: MoneyUnit, amount: number): number =>
  unit === "usd" ? Math.ceil(amount * 1e4) / 1e4 : Math.ceil(amount);
const round = (amount: number): string =>
  amount >= 100 ? amount.toFixed(0) : String(Number(amount.toPrecision(3)));

/** What a ledger has spent, in the unit. */
export function spentIn({ usd, calls, tokens }: Spent, unit: MoneyUnit): number {
  return unit === "usd" ? (usd ?? 0) : unit === "calls" ? calls : tokens.input + tokens.output;
}

/** What a run has spent, in the unit. */
export function runSpent(
  { modelCalls, tokens, costUsd }: Pick<Summary, "modelCalls" | "tokens" | "costUsd">,
  unit: MoneyUnit,
): number {
  return spentIn({ usd: costUsd, calls: modelCalls, tokens, cachedCalls: 0 }, unit);
}
