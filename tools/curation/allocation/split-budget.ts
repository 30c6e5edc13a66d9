import { DatawrightError } from "../../../base/errors.js";
import type { AllocationOutcome, LabelSource } from "./contract.js";

type LabelCosts = Readonly<Record<LabelSource, number>>;

export interface SplitOptions {
  /** Row indices in the order in which people should see them. */
  readonly order: readonly number[];
  readonly budget: number;
  /** Price of one label from each source, in the unit of the budget; all >= 0. */
  readonly costs: LabelCosts;
  /**
   * Probability that the label of a source is right for each row, in the models' own opinion; null
   * where it is not known. People are taken to be right. It weighs splits against each other, it is
   * no accuracy to report.
   */
  readonly right: Readonly<Record<"small-model" | "llm", Float64Array | null>>;
  /** Whether there is a small model that could label rows. */
  readonly smallModel: boolean;
}

const POINTS = 20;

/**
 * Splits rows by cost: the first of the order go to people, the language model takes the next as
 * far as the money reaches, and a small model (where there is one) the rest, the most certain rows.
 * How many go to people: as many as the money pays for while nobody falls back to the small model;
 * where it is known how often each source is right, the split with the highest expected accuracy
 * within the budget.
 *
 * @throws SHAPE if a cost or the budget is negative or not finite, or the budget does not pay for
 *         labelling every row in the cheapest way
 */
export function splitBudget(options: SplitOptions): Pick<AllocationOutcome, "assignments"> & {
  /** As in the outcome, with the share of the language model. */
  readonly curve: readonly (AllocationOutcome["curve"][number] & { readonly llmShare: number })[];
  readonly cost: number;
  readonly accuracy: number | null;
} {
  const { order, budget, costs, smallModel } = options;
  for (const [name, value] of Object.entries({ budget, ...costs })) {
    if (!(value >= 0 && value < Infinity))
      throw new DatawrightError({
        code: "SHAPE",
        message:
          `${name === "budget" ? "the budget" : `the cost of ${name}`} is ${value}; it must ` +
          "be finite and >= 0",
      });
  }
  const rows = order.length;
  const base: LabelSource = smallModel && costs["small-model"] <= costs.llm ? "small-model" : "llm";
  const cheapest = Math.min(costs[base], costs.people);
  if (rows * cheapest > budget + 1e-9) {
    throw new DatawrightError({
      code: "SHAPE",
      message:
        `a budget of ${budget} does not label ${rows} rows: the cheapest way costs ` +
        `${rows * cheapest}`,
      hint:
        "raise the budget, label fewer rows, or give labelled rows so that a small model can " +
        "be trained",
      details: { budget, needed: rows * cheapest },
    });
  }
  const affordable = (price: number, spare: number): number =>
    price <= 0 ? rows : Math.max(0, Math.min(rows, Math.floor(spare / price + 1e-9)));
  // People who cost no more than a machine label everything: fewer of them would be dearer and no
  // better.
  const leastPeople = costs.people <= costs[base] ? rows : 0;
  const mostPeople = Math.max(
    leastPeople,
    affordable(costs.people - costs[base], budget - rows * costs[base]),
  );
  const prefix = accuracySums(options);
  const splitOf = (
    people: number,
  ): { people: number; llm: number; cost: number; accuracy: number | null } => {
    const rest = rows - people;
    const spare = budget - people * costs.people - rest * costs[base];
    const llm =
      base === "llm" ? rest : Math.min(rest, affordable(costs.llm - costs["small-model"], spare));
    const cost = people * costs.people + llm * costs.llm + (rest - llm) * costs[base];
    return { people, llm, cost, accuracy: rows === 0 ? null : prefix(people, llm) };
  };
  const points = [
    ...new Set(
      Array.from({ length: POINTS + 1 }, (_, point) =>
        Math.round(leastPeople + (point * (mostPeople - leastPeople)) / POINTS),
      ),
    ),
  ].map(splitOf);
  const known = points.every(({ accuracy }) => accuracy !== null);
  const chosen = known
    ? points.reduce((best, point) => (point.accuracy! > best.accuracy! ? point : best))
    : splitOf(Math.max(leastPeople, withoutFallback(options, base, mostPeople)));
  const assignments: LabelSource[] = new Array<LabelSource>(rows).fill(base);
  order.forEach((row, place) => {
    assignments[row] =
      place < chosen.people ? "people" : place < chosen.people + chosen.llm ? "llm" : base;
  });
  const curve = points.map(({ people, llm, cost, accuracy }) => ({
    peopleShare: rows === 0 ? 0 : people / rows,
    llmShare: rows === 0 ? 0 : llm / rows,
    cost,
    accuracy,
  }));
  return { assignments, curve, cost: chosen.cost, accuracy: chosen.accuracy };
}

/**
 * Most people so that the language model can still take every other row; none where it cannot take
 * all of them.
 */
function withoutFallback(
  { order, budget, costs }: SplitOptions,
  base: LabelSource,
  mostPeople: number,
): number {
  if (base === "llm") return mostPeople;
  const spare = budget - order.length * costs.llm;
  if (spare < 0) return 0;
  return costs.people <= costs.llm
    ? mostPeople
    : Math.min(mostPeople, Math.floor(spare / (costs.people - costs.llm) + 1e-9));
}

/**
 * Expected accuracy of a split by cumulated sums over the order; null where a source that it uses
 * is unknown for one of its rows.
 */
function accuracySums({
  order,
  right,
  smallModel,
}: SplitOptions): (people: number, llm: number) => number | null {
  const cumulated = (values: Float64Array | null): Float64Array | null => {
    if (values === null) return null;
    const sums = new Float64Array(order.length + 1);
    order.forEach((row, place) => (sums[place + 1] = sums[place]! + values[row]!));
    return sums;
  };
  const llmSums = cumulated(right.llm);
  const smallSums = smallModel ? cumulated(right["small-model"]) : null;
  const rows = order.length;
  return (people, llm) => {
    const byLlm =
      llm === 0 ? 0 : llmSums === null ? NaN : llmSums[people + llm]! - llmSums[people]!;
    const bySmall =
      people + llm === rows
        ? 0
        : smallSums === null
          ? NaN
          : smallSums[rows]! - smallSums[people + llm]!;
    const accuracy = (people + byLlm + bySmall) / rows;
    return Number.isNaN(accuracy) ? null : accuracy;
  };
}
