import type { ActiveSpan, Tracer } from "../../../memory/tracer.js";
import type { ChatRequest, ChatResponse, ModelInfo, ModelMiddleware } from "../contract.js";
import { costOf } from "./estimate-request.js";

/**
 * Traces each call as a `chat` span with the GenAI attributes, the order, step and attempt, and the
 * bodies of request and answer.
 *
 * `datawright.cost_usd` is null where the price is unknown and 0 for an answer from the cache.
 */
export function withTracing(tracer: Tracer): ModelMiddleware {
  return (model) => ({
    info: model.info,
    complete: (request) =>
      tracer.span(
        {
          name: `chat ${model.info.name}`,
          operation: "chat",
          agent: request.origin.agent,
          sampleIds: request.origin.sampleIds,
          parent: request.origin.parentSpan,
          attributes: requestAttributes(model.info, request),
        },
        async (span) => {
          span.body({ input: inputBody(request) });
          const response = await model.complete(request);
          describeAnswer(span, model.info, response);
          return response;
        },
      ),
  });
}

function requestAttributes(info: ModelInfo, request: ChatRequest): Record<string, unknown> {
  const { parameters, origin } = request;
  const attributes: Record<string, unknown> = {
    "gen_ai.request.model": info.name,
    "gen_ai.output.type": request.format.type === "text" ? "text" : "json",
    "datawright.order_id": origin.orderId,
    "datawright.step": origin.step,
    "datawright.attempt": origin.attempt,
  };
  if (parameters.temperature !== undefined)
    attributes["gen_ai.request.temperature"] = parameters.temperature;
  if (parameters.topP !== undefined) attributes["gen_ai.request.top_p"] = parameters.topP;
  if (parameters.maxTokens !== undefined)
    attributes["gen_ai.request.max_tokens"] = parameters.maxTokens;
  if (parameters.seed !== undefined) attributes["gen_ai.request.seed"] = parameters.seed;
  return attributes;
}

/**
 * The sections where the messages are what they render to; the messages where turns were added to
 * them.
 */
function inputBody(request: ChatRequest): unknown {
  const { prompt, messages, tools } = request;
  if (prompt === undefined) return { messages, tools };
  const added = messages.slice(2);
  return {
    sections: prompt.sections,
    template: prompt.template,
    values: prompt.values,
    messages: added.length === 0 ? undefined : added,
  };
}

function describeAnswer(span: ActiveSpan, info: ModelInfo, response: ChatResponse): void {
  const cached = response.cached === true;
  span.set({
    "gen_ai.response.model": response.model,
    "gen_ai.response.finish_reasons": [response.finish],
    "gen_ai.usage.input_tokens": response.usage.inputTokens,
    "gen_ai.usage.cache_read.input_tokens": response.usage.cachedInputTokens,
    "gen_ai.usage.output_tokens": response.usage.outputTokens,
    "datawright.cached": cached,
    "datawright.cost_usd": cached ? 0 : costOf(info, response.usage),
  });
  const { text, finish, toolCalls } = response;
  span.body({ output: { text, finish, toolCalls } });
}
