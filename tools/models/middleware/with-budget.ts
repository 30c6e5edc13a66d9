import type { BudgetLedger } from "../../../memory/budget-ledger.js";
import type { ModelMiddleware } from "../contract.js";
import { costOf, estimateRequest } from "./estimate-request.js";

/**
 * Sets room aside in the ledger before each call (see estimateRequest for the rule) and books what
 * the answer really took.
 *
 * A call that fails gives its room back: what a provider may charge for a failed call is not known.
 *
 * @throws BUDGET_EXHAUSTED, NO_PRICE from `complete`, before anything is sent
 */
export function withBudget(ledger: BudgetLedger): ModelMiddleware {
  return (model) => ({
    info: model.info,
    complete: async (request) => {
      const estimate = estimateRequest(model.info, request);
      const reservation = ledger.reserve({
        calls: 1,
        tokens: estimate.inputTokens + estimate.outputTokens,
        usd: costOf(model.info, estimate),
      });
      try {
        const response = await model.complete(request);
        reservation.settle({ ...response.usage, usd: costOf(model.info, response.usage) });
        return response;
      } catch (error) {
        reservation.release();
        throw error;
      }
    },
  });
}
