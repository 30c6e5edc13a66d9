import type { Admission } from "./admission.js";
import type { ChatResponse, ModelMiddleware } from "../contract.js";
import { estimateRequest } from "./estimate-request.js";
import { roomToTryAgain } from "./with-budget.js";

/**
 * Lets calls through an admission: limits, retries, circuit. The only place where a model call is
 * tried again.
 */
export function withAdmission(admission: Admission): ModelMiddleware {
  return (model) => ({
    info: model.info,
    complete(request) {
      const { inputTokens, outputTokens } = estimateRequest(model.info, request);
      return admission.run(() => model.complete(request), {
        tokens: inputTokens + outputTokens,
        tokensUsed,
        limits: ({ limits }) => limits ?? null,
        signal: request.signal,
        before: () => roomToTryAgain(request),
      });
    },
  });
}

function tokensUsed(response: ChatResponse): number {
  return response.usage.inputTokens + response.usage.outputTokens;
}
