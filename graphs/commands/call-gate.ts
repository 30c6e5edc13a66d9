import { DatawrightError } from "../../base/errors.js";
import type { ChatModel, ModelMiddleware } from "../../tools/models/contract.js";

/**
 * Two places on the way of a model call: where it is asked, and where it is sent. A command that
 * ends on an error shuts the way to the provider, and waits for the answers that are on their way:
 * they are paid for, and belong into the cache.
 */
export class CallGate {
  readonly #asked = new Set<Promise<unknown>>();
  #shut = false;
  #answered = 0;

  /** Questions that were answered, by the provider or from the cache. */
  get answered(): number {
    return this.#answered;
  }

  /** Before a question is sent and booked: nothing goes out once the gate is shut. */
  readonly sending: ModelMiddleware = (model) => ({
    ...model,
    complete: (request) => {
      if (this.#shut)
        throw new DatawrightError({
          code: "MODEL_ABORTED",
          message: "the command ended before this question was sent",
          retryable: false,
        });
      return model.complete(request);
    },
  });

  /** Around everything else: who asks is waited for. */
  asking(model: ChatModel): ChatModel {
    return {
      ...model,
      complete: (request) => {
        const answer = model.complete(request);
        const settled = answer.then(
          () => {
            this.#answered += 1;
            this.#asked.delete(settled);
          },
          () => void this.#asked.delete(settled),
        );
        this.#asked.add(settled);
        return answer;
      },
    };
  }

  /** Lets nothing more through, and resolves when every answer is where it belongs. */
  async shut(): Promise<void> {
    this.#shut = true;
    while (this.#asked.size > 0) await Promise.all(this.#asked);
  }
}
