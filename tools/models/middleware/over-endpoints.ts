import { isDatawrightError } from "../../../base/errors.js";
import type { ChatModel, ChatRequest, ChatResponse } from "../contract.js";
import type { Admission } from "./admission.js";

/** A server that has the model, behind its own admission. */
export interface Endpoint {
  readonly model: ChatModel;
  readonly admission: Admission;
  /** Share of the requests beside the others. */
  readonly weight: number;
}

/** Failures of one server that say nothing of another. */
const OF_ONE_SERVER: readonly string[] = [
  "MODEL_RATE_LIMIT",
  "MODEL_SERVER",
  "MODEL_CONNECTION",
  "MODEL_TIMEOUT",
  "MODEL_AUTH",
  "MODEL_KEY_MISSING",
  "CIRCUIT_OPEN",
];

/**
 * One model on several servers: a request goes to the one that has the fewest requests for its
 * weight, and to the next where it fails by the server's fault. A server whose circuit is open is
 * left alone until it may be tried again.
 *
 * @throws what the last server threw, where all of them failed
 */
export function overEndpoints(model: ChatModel, endpoints: readonly Endpoint[]): ChatModel {
  const load = ({ admission, weight }: Endpoint): number =>
    (admission.inFlight + admission.waiting + 1) / weight;
  const next = (left: readonly Endpoint[]): Endpoint =>
    left.reduce((best, one) => {
      const refusing = Number(one.admission.refusing) - Number(best.admission.refusing);
      return (refusing || load(one) - load(best)) < 0 ? one : best;
    });
  return {
    ...model,
    // Each server keeps time by itself.
    timeoutSeconds: Infinity,
    complete: async (request: ChatRequest): Promise<ChatResponse> => {
      let left = endpoints;
      for (;;) {
        const chosen = next(left);
        left = left.filter((one) => one !== chosen);
        try {
          return await chosen.model.complete(request);
        } catch (error) {
          if (left.length === 0 || request.signal?.aborted || !isOfOneServer(error)) throw error;
        }
      }
    },
  };
}

function isOfOneServer(error: unknown): boolean {
  return isDatawrightError(error) && OF_ONE_SERVER.includes(error.code);
}
