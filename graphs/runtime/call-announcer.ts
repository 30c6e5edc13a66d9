import type { Ledger } from "../../memory/budget-ledger.js";
import type { ChatModel } from "../../tools/models/contract.js";
import type { EventStream } from "./events.js";

/**
 * Says when a model call begins and ends, with what the run has spent by then: `counted` goes
 * around the model itself, inside retries and limits, so that what waits is not in flight;
 * `announced` around everything, where the answer is booked already.
 */
export class CallAnnouncer {
  readonly #ledger: Ledger;
  readonly #events: EventStream;
  #running = 0;

  constructor(ledger: Ledger, events: EventStream) {
    this.#ledger = ledger;
    this.#events = events;
  }

  counted(model: ChatModel): ChatModel {
    return {
      info: model.info,
      timeoutSeconds: model.timeoutSeconds,
      complete: async (request) => {
        this.#running += 1;
        this.#say("call-started", request.origin.agent, model);
        try {
          return await model.complete(request);
        } finally {
          this.#running -= 1;
        }
      },
    };
  }

  announced(model: ChatModel): ChatModel {
    return {
      info: model.info,
      timeoutSeconds: model.timeoutSeconds,
      complete: async (request) => {
        try {
          return await model.complete(request);
        } finally {
          this.#say("call-finished", request.origin.agent, model);
        }
      },
    };
  }

  #say(type: "call-started" | "call-finished", agent: string, { info }: ChatModel): void {
    const spent = this.#ledger.spent();
    this.#events.emit({ type, agent, model: info.name, running: this.#running, spent });
  }
}
