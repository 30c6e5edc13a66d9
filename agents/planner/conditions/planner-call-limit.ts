import type { AgentContext } from "../../contract.js";

/** Largest share of the calls that are left that a plan may take: the samples need the rest. */
const LARGEST_SHARE = 1 / 4;

/** Why so many calls are too many for the budget; null where they are not. */
export function tooManyCalls(
  calls: number,
  { budget }: Pick<AgentContext, "budget">,
): string | null {
  const left = budget.remaining().calls;
  return left !== null && calls > left * LARGEST_SHARE
    ? `${calls} calls are too many for ${left} calls of budget`
    : null;
}
