import { DatawrightError } from "../../../base/errors.js";
import type { ModelMiddleware } from "../contract.js";

/** More characters than a token of any language has: an answer above it is none of this context. */
const MOST_CHARACTERS_PER_TOKEN = 16;

/**
 * Refuses an answer that is longer than the model's whole context could hold, before anything reads
 * it.
 *
 * @throws MODEL_OUTPUT from `complete`
 */
export function withAnswerLimit(): ModelMiddleware {
  return (model) => {
    const most = MOST_CHARACTERS_PER_TOKEN * model.info.contextTokens;
    return {
      ...model,
      complete: async (request) => {
        const response = await model.complete(request);
        if (response.text.length <= most) return response;
        const { step, orderId } = request.origin;
        throw new DatawrightError({
          code: "MODEL_OUTPUT",
          message:
            `${model.info.name} answered with ${response.text.length} characters, more than its ` +
            `context of ${model.info.contextTokens} tokens can hold (step ${step}, order ${orderId})`,
          hint: "Set `contextTokens` of the model to what it really has, or `maxTokens` for its answers.",
          details: { step, orderId, characters: response.text.length, most },
        });
      },
    };
  };
}
