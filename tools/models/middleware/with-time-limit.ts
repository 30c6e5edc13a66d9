import type { ModelMiddleware } from "../contract.js";
import type { Clock } from "./clock.js";
import { withDeadline } from "./with-deadline.js";

/** Seconds that one attempt may take where neither the model nor its settings say otherwise. */
export const USUAL_TIMEOUT_SECONDS = 120;

/**
 * Ends an attempt at a deadline where the model does not end it by itself: a model that states its
 * `timeoutSeconds` is left as it is, so that no call pays for two deadlines.
 *
 * @throws MODEL_TIMEOUT, MODEL_ABORTED from `complete`
 */
export function withTimeLimit(seconds: number, clock?: Clock): ModelMiddleware {
  return (model) =>
    model.timeoutSeconds !== undefined || seconds === Infinity
      ? model
      : {
          info: model.info,
          timeoutSeconds: seconds,
          complete: (request) =>
            withDeadline((signal) => model.complete({ ...request, signal }), {
              seconds,
              signal: request.signal,
              name: model.info.name,
              clock,
            }),
        };
}
