import { DatawrightError, isDatawrightError } from "../../../base/errors.js";
import type { ChatModel, ChatRequest, ChatResponse, ModelMiddleware } from "../contract.js";

/** Refusals in a row that concern requests of this kind alike, whatever was answered before. */
const ALIKE = 20;
/** The same before anything was answered: a parameter that is not taken is not taken by the next. */
const ALIKE_AT_FIRST = 8;

/** What became of the requests that an agent's step makes in one form. */
class Kind {
  answered = 0;
  refusedInRow = 0;
  /** Requests whose end is not known yet. */
  open = 0;
  readonly #waiting = new Set<() => void>();

  ended(): void {
    this.open -= 1;
    this.tell();
  }

  tell(): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const each of waiting) each();
  }

  /** Resolves when the next request of the kind has ended or waits as well. */
  next(): Promise<void> {
    return new Promise((resolve) => this.#waiting.add(resolve));
  }
}

/**
 * Tells a request that the provider refuses for what is in it from one that it would refuse of
 * anybody: an unknown model or parameter hits all requests of a kind alike. Where others of the same
 * kind are answered, the refusal gets `details.othersAnswered`; before the first is, it waits for
 * those that are under way.
 */
export function withOwnRefusals(): ModelMiddleware {
  return (model) => {
    const kinds = new Map<string, Kind>();

    async function complete(request: ChatRequest): Promise<ChatResponse> {
      const kind = kindOf(kinds, request);
      kind.open += 1;
      try {
        const response = await model.complete(request);
        kind.answered += 1;
        kind.refusedInRow = 0;
        kind.ended();
        return response;
      } catch (error) {
        if (!isRefusal(error)) {
          kind.ended();
          throw error;
        }
        kind.refusedInRow += 1;
        kind.ended();
        throw await judged(error, kind);
      }
    }
    return { ...model, complete } satisfies ChatModel;
  };
}

async function judged(error: DatawrightError, kind: Kind): Promise<DatawrightError> {
  while (kind.answered === 0 && kind.open > 0 && kind.refusedInRow < ALIKE_AT_FIRST)
    await kind.next();
  if (kind.answered === 0 || kind.refusedInRow >= ALIKE) return error;
  return new DatawrightError({
    code: error.code,
    message: error.message,
    hint: error.hint,
    retryable: error.retryable,
    details: { ...error.details, othersAnswered: true },
    cause: error,
  });
}

function kindOf(kinds: Map<string, Kind>, { origin, format }: ChatRequest): Kind {
  const key = `${origin.agent}|${origin.step.split(":")[0]}|${format.type}|${format.name ?? ""}`;
  let kind = kinds.get(key);
  if (kind === undefined) kinds.set(key, (kind = new Kind()));
  return kind;
}

/** Neither the provider's trouble, nor the run's, nor recognised as this prompt's. */
function isRefusal(error: unknown): error is DatawrightError {
  return (
    isDatawrightError(error) &&
    (error.code === "MODEL_BAD_REQUEST" || error.details["tooLarge"] === true)
  );
}
