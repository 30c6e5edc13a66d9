import type { Admission } from "./admission.js";
import type { ChatResponse, EmbeddingModel, ModelMiddleware } from "./contract.js";
import { estimateTokens } from "./count-tokens.js";
import { estimateRequest } from "./estimate-request.js";

/** Lets calls through an admission: limits, retries, timeout, circuit. The only place where a model call is tried again. */
export function withAdmission(admission: Admission): ModelMiddleware {
  return (model) => ({
    info: model.info,
    complete(request) {
      const { inputTokens, outputTokens } = estimateRequest(model.info, request);
      return admission.run(
        (signal) => model.complete(signal === request.signal ? request : { ...request, signal }),
        { tokens: inputTokens + outputTokens, tokensUsed, ...(request.signal ? { signal: request.signal } : {}) },
      );
    },
  });
}

/** The same for embeddings. */
export function admitEmbeddings(model: EmbeddingModel, admission: Admission): EmbeddingModel {
  return {
    name: model.name,
    get dimension() {
      return model.dimension;
    },
    embed: (texts, signal) => admission.run((inner) => model.embed(texts, inner), {
      tokens: texts.reduce((total, text) => total + estimateTokens(text), 0), ...(signal ? { signal } : {}),
    }),
  };
}

function tokensUsed(response: ChatResponse): number {
  return response.usage.inputTokens + response.usage.outputTokens;
}
