import type { LabelValue } from "../../../schema/label.js";
import type { Allocator } from "./contract.js";
import type { CurationContext, CurationRow } from "../contract.js";
import { checkedAccuracy, type CheckedRow } from "./checked-accuracy.js";
import type { Rank, Ranking } from "./ranking.js";
import { smallModelOpinion } from "./small-model-opinion.js";
import { splitBudget } from "./split-budget.js";
import { majorityLabel } from "./majority-label.js";

/**
 * Trusted rows that may go along where rows are ordered each by itself: those with votes, or, where
 * the method asks a language model, any.
 */
type Checks = "never" | "votes" | "asked";

/** More trusted rows make an estimate little surer, and each costs what a row costs. */
const MOST_CHECKS = 100;

/**
 * An allocator from a way of ordering rows: the order decides who sees what, the budget how far
 * each source reaches.
 *
 * What a split is expected to come to is counted on trusted rows that went through the same ordering
 * as if nobody knew their label; without such rows it is null. That the models agree says nothing of
 * it: a small model learns the language model's mistakes.
 *
 * @param options.checks which trusted rows go along; at most 100, each asked about like a row
 */
export function rankedAllocator(
  name: string,
  rank: Rank,
  { checks = "never" }: { readonly checks?: Checks } = {},
): Allocator {
  return {
    name,
    async allocate(rows, { budget, costs }, context) {
      const people =
        costs.people > 0
          ? Math.min(rows.length, Math.floor(budget / costs.people + 1e-9))
          : rows.length;
      const hidden = hiddenRows(context, checks);
      const shown = context.support.filter((row) => !hidden.includes(row));
      const ranked = await rank([...rows, ...hidden.map(asUnknown(context))], people, {
        ...context,
        support: shown,
      });
      const { uncertainty, order, answers, calls, figures } = ranked;
      const opinion = await smallModelOpinion([...rows, ...hidden], answers, {
        ...context,
        support: shown,
      });
      const known = "reason" in opinion ? null : opinion;
      const allAnswered =
        known !== null && !known.givenRight.subarray(0, rows.length).some(Number.isNaN);
      const split = splitBudget({
        order: order.filter((row) => row < rows.length),
        budget,
        costs,
        smallModel: known !== null,
        right: {
          "small-model": known?.right ?? null,
          llm: allAnswered ? known.givenRight : null,
        },
      });
      const accuracyOf = checkedAccuracy(checkedRows(hidden, ranked, known?.labels, rows.length));
      const share = (source: string): number =>
        split.assignments.filter((assigned) => assigned === source).length;
      const sources = { people: share("people"), llm: share("llm") };
      const expected =
        rows.length === 0
          ? null
          : accuracyOf({
              people: sources.people / rows.length,
              llm: sources.llm / rows.length,
            });
      return {
        name,
        uncertainty: uncertainty.slice(0, rows.length),
        order: order.filter((row) => row < rows.length),
        assignments: split.assignments,
        curve: split.curve.map(({ peopleShare, llmShare, cost }) => ({
          peopleShare,
          cost,
          accuracy: accuracyOf({ people: peopleShare, llm: llmShare })?.accuracy ?? null,
        })),
        figures: {
          ...figures,
          modelCalls: calls,
          cost: split.cost,
          expectedAccuracy: expected?.accuracy ?? null,
          ...(expected === null
            ? {
                noAccuracy:
                  "no trusted row went through the same labelling: give support rows with " +
                  "votes, or a model to ask about them",
              }
            : { accuracyInterval: [expected.lower, expected.upper], checked: hidden.length }),
          ...sources,
          smallModel: share("small-model"),
          ...("reason" in opinion ? { noSmallModel: opinion.reason } : {}),
        },
      };
    },
  };
}

function hiddenRows(
  { support, labels, askModel, random }: CurationContext,
  checks: Checks,
): CurationRow[] {
  if (checks === "never") return [];
  const asks = checks === "asked" && askModel !== undefined;
  const usable = support.filter(
    ({ label, votes = [] }) =>
      typeof label === "string" && labels.includes(label) && (votes.length > 0 || asks),
  );
  return random.derive("allocation check").sample(usable, Math.min(MOST_CHECKS, usable.length));
}

/** A trusted row as one of which only the language model's answers are known. */
const asUnknown =
  ({ labels }: CurationContext) =>
  (row: CurationRow): CurationRow => ({
    ...row,
    label: majorityLabel(row.votes ?? [], labels),
  });

function checkedRows(
  hidden: readonly CurationRow[],
  { order, answers }: Ranking,
  small: readonly LabelValue[] | undefined,
  from: number,
): CheckedRow[] {
  return order
    .filter((row) => row >= from)
    .map((row) => {
      const { label } = hidden[row - from]!;
      const answer = answers[row] ?? null;
      return {
        llm: answer === null ? null : answer === label,
        smallModel: small === undefined ? null : small[row] === label,
      };
    });
}
