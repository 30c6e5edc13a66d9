import { isDatawrightError } from "../../../base/errors.js";
import type { Ledger } from "../../../memory/budget-ledger.js";
import type { Reservation } from "../../../memory/call-cost.js";
import type { ChatRequest, ModelMiddleware } from "../contract.js";
import { costOf } from "./estimate-request.js";
import { onAbort } from "./on-abort.js";
import { LearnedSizes } from "./learned-sizes.js";

/** Calls that were let through, by their request, until they are sent. */
const unsent = new WeakMap<ChatRequest, Reservation>();

/** Ends of a call that was sent after which a provider charges for it all the same. */
const LOST = new Set(["MODEL_ABORTED", "MODEL_TIMEOUT"]);

/**
 * Sets room for the worst case aside in the ledger before each call (see LearnedSizes) and books
 * what the answer really took. Where the worst case has no room beside what is in flight, a call
 * waits; alone, its likely size is enough.
 *
 * A call that fails gives its room back, save one that was sent and then cancelled or given up at
 * its deadline: it is booked at its likely size.
 *
 * @throws BUDGET_EXHAUSTED, NO_PRICE, MODEL_ABORTED from `complete`, before anything is sent
 */
export function withBudget(ledger: Ledger): ModelMiddleware {
  return (model) => {
    const sizes = new LearnedSizes(model.info);
    return {
      info: model.info,
      complete: async (request) => {
        const { worst, likely } = sizes.bounds(request);
        const reservation = ledger.fits(worst)
          ? ledger.reserve(worst, likely)
          : await ledger.admit(worst, {
              likely,
              onCancel: (callback) => onAbort(request.signal, callback),
            });
        unsent.set(request, reservation);
        try {
          const response = await model.complete(request);
          sizes.learn(request, response.usage);
          reservation.settle({ ...response.usage, usd: costOf(model.info, response.usage) });
          return response;
        } catch (error) {
          if (isDatawrightError(error) && LOST.has(error.code)) reservation.lose();
          else reservation.release();
          throw error;
        }
      },
    };
  };
}

/** Marks a call as sent, next to the model: what waits for its turn until then costs nothing. */
export function withSentMark(): ModelMiddleware {
  return (model) => ({
    ...model,
    complete: (request) => {
      unsent.get(request)?.sent();
      return model.complete(request);
    },
  });
}
