import type { Allocator } from "../contract.js";
import type { Rank } from "./ranking.js";
import { smallModelOpinion } from "./small-model-opinion.js";
import { splitBudget } from "./split-budget.js";

/**
 * An allocator from a way of ordering rows: the order decides who sees what, the budget how far
 * each source reaches.
 */
export function rankedAllocator(name: string, rank: Rank): Allocator {
  return {
    name,
    async allocate(rows, { budget, costs }, context) {
      const people =
        costs.people > 0
          ? Math.min(rows.length, Math.floor(budget / costs.people + 1e-9))
          : rows.length;
      const { uncertainty, order, answers, calls, figures } = await rank(rows, people, context);
      const opinion = await smallModelOpinion(rows, answers, context);
      const known = "reason" in opinion ? null : opinion;
      const allAnswered = known !== null && !known.givenRight.some(Number.isNaN);
      const split = splitBudget({
        order,
        budget,
        costs,
        smallModel: known !== null,
        right: { "small-model": known?.right ?? null, llm: allAnswered ? known.givenRight : null },
      });
      const share = (source: string): number =>
        split.assignments.filter((assigned) => assigned === source).length;
      return {
        name,
        uncertainty,
        order,
        assignments: split.assignments,
        curve: split.curve,
        figures: {
          ...figures,
          modelCalls: calls,
          cost: split.cost,
          expectedAccuracy: split.accuracy,
          people: share("people"),
          llm: share("llm"),
          smallModel: share("small-model"),
          ...("reason" in opinion ? { noSmallModel: opinion.reason } : {}),
        },
      };
    },
  };
}
