import { DatawrightError } from "../../base/errors.js";
import type { ChatModel, EmbeddingModel, ModelMiddleware } from "../../tools/models/contract.js";
import {
  countedEmbeddings,
  embeddingsAround,
  type CountedEmbeddings,
} from "../../tools/models/providers/counted-embeddings.js";

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
      this.#check();
      return model.complete(request);
    },
  });

  /** The same for embeddings. */
  sendingEmbeddings(model: EmbeddingModel): CountedEmbeddings {
    const counted = countedEmbeddings(model);
    return embeddingsAround(counted, counted.price, (texts, signal) => {
      this.#check();
      return counted.embedCounted(texts, signal);
    });
  }

  /** Around everything else: who asks is waited for. */
  asking(model: ChatModel): ChatModel {
    return {
      ...model,
      complete: (request) => {
        const answer = model.complete(request);
        void answer.then(
          () => (this.#answered += 1),
          () => undefined,
        );
        return this.#awaited(answer);
      },
    };
  }

  /** The same for embeddings, which are no answers. */
  askingEmbeddings(model: EmbeddingModel): CountedEmbeddings {
    const counted = countedEmbeddings(model);
    return embeddingsAround(counted, counted.price, (texts, signal) =>
      this.#awaited(counted.embedCounted(texts, signal)),
    );
  }

  #check(): void {
    if (this.#shut)
      throw new DatawrightError({
        code: "MODEL_ABORTED",
        message: "the command ended before this question was sent",
        retryable: false,
      });
  }

  #awaited<T>(answer: Promise<T>): Promise<T> {
    const settled = answer.then(
      () => void this.#asked.delete(settled),
      () => void this.#asked.delete(settled),
    );
    this.#asked.add(settled);
    return answer;
  }

  /** Lets nothing more through, and resolves when every answer is where it belongs. */
  async shut(): Promise<void> {
    this.#shut = true;
    while (this.#asked.size > 0) await Promise.all(this.#asked);
  }
}
