import type { ChatRequest, ModelInfo, Usage } from "../contract.js";
import { estimateMessageTokens, estimateTokens } from "../providers/count-tokens.js";

/**
 * Tokens that an answer is taken to have: most are shorter than their limit, and room for the limit
 * would end a small budget at once.
 */
const USUAL_ANSWER_TOKENS = 512;

const estimates = new WeakMap<ChatRequest, Usage>();

/**
 * Estimates what a call will take, before it is made: input by estimateMessageTokens, output as 512
 * tokens, or the request's own limit where that is lower. Computed once per request object; budget
 * and admission share it.
 */
export function estimateRequest(info: ModelInfo, request: ChatRequest): Usage {
  let estimate = estimates.get(request);
  if (estimate === undefined) {
    estimate = {
      inputTokens:
        estimateMessageTokens(request.messages) +
        (request.tools === undefined ? 0 : estimateTokens(JSON.stringify(request.tools))),
      outputTokens: Math.min(
        USUAL_ANSWER_TOKENS,
        request.parameters.maxTokens ?? Infinity,
        info.contextTokens,
      ),
    };
    estimates.set(request, estimate);
  }
  return estimate;
}

/** US dollars of a usage, kept input at its own price where there is one, or null where the price is unknown. */
export function costOf(info: ModelInfo, usage: Usage): number | null {
  if (info.price === null) return null;
  const { input, output, cachedInput = input } = info.price;
  const kept = Math.min(usage.cachedInputTokens ?? 0, usage.inputTokens);
  return (
    ((usage.inputTokens - kept) * input + kept * cachedInput + usage.outputTokens * output) / 1e6
  );
}
