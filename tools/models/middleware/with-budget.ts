import { isDatawrightError } from "../../../base/errors.js";
import type { Ledger } from "../../../memory/budget-ledger.js";
import type { CallCost, Reservation } from "../../../memory/call-cost.js";
import type { ChatRequest, ChatResponse, ModelMiddleware } from "../contract.js";
import { costOf } from "./estimate-request.js";
import { onAbort } from "./on-abort.js";
import { LearnedSizes } from "./learned-sizes.js";

/** A call's room in the ledger. */
interface Room {
  reservation: Reservation;
  /** `lost` once an attempt was given up that may be charged for: its room went with it. */
  state: "open" | "lost" | "ended";
  /** Books what was asked when the call had ended. */
  readonly book: (response: ChatResponse) => void;
  readonly ask: () => Reservation | Promise<Reservation>;
}

/** Room of the calls that are under way, by their request. */
const rooms = new WeakMap<ChatRequest, Room>();

/** Ends of a call that was sent after which a provider charges for it all the same. */
const LOST = new Set(["MODEL_ABORTED", "MODEL_TIMEOUT"]);

/**
 * Sets room for the worst case aside in the ledger before each call (see LearnedSizes) and books
 * what the answer really took. Where the worst case has no room beside what is in flight, a call
 * waits; alone, its likely size is enough.
 *
 * A call that fails gives its room back, save one that was sent and then cancelled or given up at
 * its deadline: it is booked at its likely size, and to be sent again it needs new room.
 *
 * @throws BUDGET_EXHAUSTED, NO_PRICE, MODEL_ABORTED from `complete`, before anything is sent
 */
export function withBudget(ledger: Ledger): ModelMiddleware {
  return (model) => {
    const sizes = new LearnedSizes(model.info);
    return {
      info: model.info,
      complete: async (request) => {
        const ask = (): Reservation | Promise<Reservation> => {
          const { worst, likely } = sizes.bounds(request);
          return ledger.fits(worst)
            ? ledger.reserve(worst, likely)
            : ledger.admit(worst, {
                likely,
                onCancel: (callback) => onAbort(request.signal, callback),
              });
        };
        const asked = ask();
        const reservation = asked instanceof Promise ? await asked : asked;
        const costOfAnswer = ({ usage }: ChatResponse): CallCost => ({
          ...usage,
          usd: costOf(model.info, usage),
        });
        const book = (response: ChatResponse): void => ledger.record(costOfAnswer(response));
        const room: Room = { reservation, state: "open", book, ask };
        rooms.set(request, room);
        try {
          const response = await model.complete(request);
          sizes.learn(request, response.usage);
          room.reservation.settle(costOfAnswer(response));
          return response;
        } catch (error) {
          if (isLost(error)) room.reservation.lose();
          else room.reservation.release();
          throw error;
        } finally {
          room.state = "ended";
        }
      },
    };
  };
}

/**
 * Room for another try of a call whose last one was lost; undefined where it has its room. Asked for
 * before the try waits for its turn, so that none holds a turn while it waits for room.
 *
 * @throws BUDGET_EXHAUSTED, MODEL_ABORTED
 */
export function roomToTryAgain(request: ChatRequest): Promise<void> | undefined {
  const room = rooms.get(request);
  return room?.state === "lost" ? takeRoom(room) : undefined;
}

async function takeRoom(room: Room): Promise<void> {
  room.reservation = await room.ask();
  room.state = "open";
}

/**
 * Marks a call as sent, next to the model: what waits for its turn until then costs nothing, and what
 * is given up after it is booked.
 */
export function withSentMark(): ModelMiddleware {
  return (model) => ({
    ...model,
    complete: async (request) => {
      const room = rooms.get(request);
      if (room?.state === "ended") return asAfterword(model.complete(request), room);
      room?.reservation.sent();
      try {
        return await model.complete(request);
      } catch (error) {
        if (room !== undefined && isLost(error)) {
          room.reservation.lose();
          room.state = "lost";
        }
        throw error;
      }
    },
  });
}

/** An answered request that is sent once more, to find out whether its server answers at all. */
async function asAfterword(answer: Promise<ChatResponse>, room: Room): Promise<ChatResponse> {
  const response = await answer;
  room.book(response);
  return response;
}

/** True for an end of a call that its provider may charge for. */
export function isLost(error: unknown): boolean {
  return isDatawrightError(error) && LOST.has(error.code);
}
