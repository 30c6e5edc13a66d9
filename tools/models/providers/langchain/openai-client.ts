import { ChatOpenAI, ChatOpenAICompletions, type ChatOpenAIFields } from "@langchain/openai";
import { limitedFetch } from "../../limits/limited-fetch.js";
import { readLimits } from "../../limits/provider-limits.js";
import type { ChatRequest } from "../../contract.js";
import { currentCallbacks } from "../../middleware/graph-callbacks.js";
import {
  completionMessage,
  MOST_CHAT_BYTES,
  responseFormat,
  seedOf,
  type CompletionSettings,
} from "../requests/chat-completion.js";
import type { Post } from "../requests/direct-post.js";
import { unlike, type OpenAIServer } from "../requests/openai-api.js";
import type { MessageLike } from "../read-completion.js";
import { langChainMessage, langChainTools } from "./langchain-messages.js";

/* The only file that imports @langchain/openai (0.5 s to load): for calls that need it. */

/** What a client is made for. */
export interface OpenAIClientFields {
  readonly server: OpenAIServer;
  readonly settings: CompletionSettings;
  readonly timeoutSeconds: number;
  /** How requests are sent. Default: by `fetch`. */
  readonly post?: Post | undefined;
}

/**
 * Hands the provider's answer on as it is. The client's own way parses a JSON schema answer itself,
 * so that one of prose or one cut at its token limit becomes an error without its text and its
 * usage; and it retries, which only the admission does here.
 */
class RawCompletions extends ChatOpenAICompletions {
  override async completionWithRetry(request: never, requestOptions?: never): Promise<never> {
    const { maxRetries: _maxRetries, ...options } = (requestOptions ?? {}) as Record<
      string,
      unknown
    >;
    const clientOptions = this._getClientOptions(options as never);
    const { data, response } = await this.client.chat.completions
      .create(request, clientOptions)
      .withResponse();
    const answer: unknown = data;
    if (completionMessage(answer, null) === null)
      throw unlike("a chat completion", this.model, answer);
    // Read from the raw answer, beside refusals and the like.
    const limits = readLimits(response.headers);
    return (limits === null ? answer : { ...(answer as object), limits }) as never;
  }
}

/**
 * Asks through LangChain's client: each call is a run of its callbacks, below those of the node that
 * asks, and models that only OpenAI's other API has are asked there. The client takes its sampling
 * parameters when it is made, so each call makes one.
 */
export function askThroughLangChain(
  request: ChatRequest,
  signal: AbortSignal,
  { server, settings, timeoutSeconds, post }: OpenAIClientFields,
): Promise<MessageLike> {
  const { seed, stop, temperature, topP, maxTokens } = request.parameters;
  const fields: ChatOpenAIFields = {
    model: server.model,
    apiKey: () => Promise.resolve(server.apiKey()),
    maxRetries: 0,
    // The caller's deadline covers the body too; this one only must not come before it.
    timeout: (timeoutSeconds + 5) * 1000,
    configuration: {
      baseURL: server.baseUrl,
      fetch:
        post === undefined
          ? limitedFetch(MOST_CHAT_BYTES, `openai:${server.model}`)
          : asFetch(post),
    },
    temperature,
    topP,
    maxTokens: maxTokens ?? settings.maxTokens,
    logprobs: settings.logProbabilities ? true : undefined,
    // The raw answer has what the message has not: refusals, and log-probabilities beside a schema.
    __includeRawResponse: true,
  };
  const client = new ChatOpenAI({ ...fields, completions: new RawCompletions(fields) });
  return client.invoke(request.messages.map(langChainMessage), {
    signal,
    callbacks: currentCallbacks(),
    seed: seedOf(seed),
    stop: stop === undefined ? undefined : [...stop],
    response_format: responseFormat(request.format),
    ...langChainTools(request),
  });
}

function asFetch(post: Post): typeof fetch {
  return async (_input, { headers, body, signal } = {}) => {
    if (typeof body !== "string")
      throw new TypeError("a request that is posted has a body of text");
    const answer = await post({
      headers: Object.fromEntries(new Headers(headers)),
      body,
      signal: signal ?? new AbortController().signal,
    });
    return new Response(answer.text, {
      status: answer.status,
      headers: answer.headers as Record<string, string>,
    });
  };
}
