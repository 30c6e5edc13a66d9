import { isDatawrightError, type DatawrightError } from "../../../base/errors.js";
import type { ChatModel, ChatRequest, ChatResponse } from "../contract.js";
import type { Admission } from "./admission.js";
import { systemClock, type Clock } from "./clock.js";

/** A server that has the model, behind its own admission. */
export interface Endpoint {
  readonly model: ChatModel;
  /** Where it is, for people. */
  readonly address: string;
  readonly admission: Admission;
  /** Share of the requests beside the others. */
  readonly weight: number;
}

interface OverEndpointsOptions {
  readonly clock?: Clock;
  /** Told of a server that refuses the key, once each. */
  readonly onRefusedKey?: (endpoint: Endpoint, error: DatawrightError) => void;
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

/** Failures of a key: the server refuses every request that comes with it. */
const OF_ITS_KEY: readonly string[] = ["MODEL_AUTH", "MODEL_KEY_MISSING"];
/** Milliseconds for which a server that refuses the key is left alone. */
const LEFT_ALONE = 60_000;

/**
 * One model on several servers: a request goes to the one that has the fewest requests for its
 * weight, and to the next where it fails by the server's fault. A server whose circuit is open is
 * left alone until it may be tried again, one that refuses the key for a minute.
 *
 * @throws what the last server threw, where all of them failed
 */
export function overEndpoints(
  model: ChatModel,
  endpoints: readonly Endpoint[],
  { clock = systemClock, onRefusedKey }: OverEndpointsOptions = {},
): ChatModel {
  const refusedAt = new Map<Endpoint, number>();
  const isLeftAlone = (one: Endpoint): boolean =>
    one.admission.refusing || clock.now() - (refusedAt.get(one) ?? -Infinity) < LEFT_ALONE;
  const load = ({ admission, weight }: Endpoint): number =>
    (admission.inFlight + admission.waiting + 1) / weight;
  const next = (left: readonly Endpoint[]): Endpoint =>
    left.reduce((best, one) => {
      const refusing = Number(isLeftAlone(one)) - Number(isLeftAlone(best));
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
          if (isDatawrightError(error) && OF_ITS_KEY.includes(error.code)) {
            if (!refusedAt.has(chosen)) onRefusedKey?.(chosen, error);
            refusedAt.set(chosen, clock.now());
          }
          if (left.length === 0 || request.signal?.aborted || !isOfOneServer(error)) throw error;
        }
      }
    },
  };
}

function isOfOneServer(error: unknown): boolean {
  return isDatawrightError(error) && OF_ONE_SERVER.includes(error.code);
}
