import type { CachedAnswer, ResponseCache } from "../../../memory/contract.js";
import { isDatawrightError } from "../../../base/errors.js";
import type { JsonSchema } from "../../../schema/json.js";
import { canonicalJson, lengthPrefixed, sha256Hex } from "../../../base/statistics/hash.js";
import type {
  ChatModel,
  ChatRequest,
  ChatResponse,
  ModelInfo,
  ModelMiddleware,
} from "../contract.js";

export interface CacheOptions {
  /** Told of each answer that came from the cache. */
  readonly onHit?: (response: ChatResponse) => void;
}

/**
 * Answers from the cache where the same request was answered before, else stores the answer before
 * anyone sees it.
 *
 * Equal requests that are under way at the same time share one call. See requestKey for what makes
 * requests equal.
 */
export function withCache(cache: ResponseCache, options: CacheOptions = {}): ModelMiddleware {
  return (model) => {
    const underWay = new Map<string, Promise<ChatResponse>>();

    async function complete(request: ChatRequest): Promise<ChatResponse> {
      const key = requestKey(model.info, request);
      const shared = underWay.get(key);
      if (shared !== undefined) return share(shared, request);
      // Set before anything is awaited: who asks for the same meanwhile shares it.
      const call = answer(key, request).finally(() => underWay.delete(key));
      underWay.set(key, call);
      return call;
    }

    async function answer(key: string, request: ChatRequest): Promise<ChatResponse> {
      const found = cache.get(key);
      const cached = found instanceof Promise ? await found : found;
      if (cached !== null) return hit(fromCached(cached));
      const response = await model.complete(request);
      await cache.put(key, toCached(response));
      return response;
    }

    async function share(call: Promise<ChatResponse>, request: ChatRequest): Promise<ChatResponse> {
      try {
        return hit({ ...(await call), cached: true });
      } catch (error) {
        // Somebody else's cancelled call is not ours.
        if (
          isDatawrightError(error) &&
          error.code === "MODEL_ABORTED" &&
          request.signal?.aborted !== true
        )
          return complete(request);
        throw error;
      }
    }

    function hit(response: ChatResponse): ChatResponse {
      options.onHit?.(response);
      return response;
    }

    return { info: model.info, complete } satisfies ChatModel;
  };
}

/**
 * The cache key of a request: model fingerprint, messages, parameters, format with its schema,
 * order, step and attempt.
 *
 * The agent and the sample ids do not count, nor does the prompt beside the messages that it
 * renders to.
 */
export function requestKey(info: ModelInfo, request: ChatRequest): string {
  const { format, origin, parameters } = request;
  const parts: (string | number)[] = [
    "chat-1",
    info.fingerprint,
    origin.orderId,
    origin.step,
    origin.attempt,
    canonicalJson(parameters),
    format.type,
    format.name ?? "",
    format.schema === undefined ? "" : schemaHash(format.schema),
  ];
  for (const message of request.messages) {
    parts.push(message.role, message.content);
    if (message.toolCalls !== undefined || message.toolCallId !== undefined)
      parts.push(canonicalJson([message.toolCalls ?? [], message.toolCallId ?? ""]));
  }
  if (request.tools !== undefined)
    parts.push("tools", canonicalJson([request.tools, request.toolChoice ?? "auto"]));
  return sha256Hex(lengthPrefixed(parts));
}

const schemaHashes = new WeakMap<JsonSchema, string>();

function schemaHash(schema: JsonSchema): string {
  let hash = schemaHashes.get(schema);
  if (hash === undefined) schemaHashes.set(schema, (hash = sha256Hex(canonicalJson(schema))));
  return hash;
}

function toCached(response: ChatResponse): CachedAnswer {
  return {
    text: response.text,
    inputTokens: response.usage.inputTokens,
    outputTokens: response.usage.outputTokens,
    finish: response.finish,
    model: response.model,
    logProbabilities: response.logProbabilities,
    toolCalls: response.toolCalls,
  };
}

function fromCached(answer: CachedAnswer): ChatResponse {
  return {
    text: answer.text,
    usage: { inputTokens: answer.inputTokens, outputTokens: answer.outputTokens },
    finish: answer.finish as ChatResponse["finish"],
    model: answer.model,
    cached: true,
    logProbabilities: answer.logProbabilities,
    toolCalls: answer.toolCalls,
  };
}
