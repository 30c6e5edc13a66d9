import { ChatOpenAI, ChatOpenAICompletions, type ChatOpenAIFields } from "@langchain/openai";
import { DatawrightError } from "../../../base/errors.js";
import { directFetch } from "./direct-fetch.js";
import { readLimits } from "../limits/provider-limits.js";

/*
 * The only file that imports @langchain/openai (0.5 s to load): openai-model and openai-embeddings
 * import it at the first call.
 */

/** Bytes of a body: the longest answers with log-probabilities have some five million. */
const MOST_CHAT_BYTES = 32 * 2 ** 20;
/** 256 vectors of 4,096 numbers have some 25 million. */
const MOST_EMBEDDING_BYTES = 128 * 2 ** 20;

/**
 * Only what the client needs; the key is a function, so that no object holds it longer than a call
 * needs.
 */
export interface OpenAIClientFields {
  readonly model: string;
  readonly apiKey: () => Promise<string>;
  readonly baseUrl: string | undefined;
  readonly timeoutSeconds: number;
  /** How requests are sent. Default: at once. */
  readonly fetch?: typeof fetch;
}

export interface OpenAIChatFields extends OpenAIClientFields {
  readonly temperature?: number;
  readonly topP?: number;
  readonly maxTokens?: number;
  readonly logProbabilities: boolean;
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
    if (!isCompletion(answer)) {
      throw new DatawrightError({
        code: "MODEL_SERVER",
        message:
          `openai:${this.model}: the server's answer is not a chat completion: ` +
          `${JSON.stringify(answer)?.slice(0, 200)}`,
        hint:
          "Check that the base URL points at an OpenAI-compatible API (it usually ends in " +
          "/v1).",
      });
    }
    // Read from the raw answer, beside refusals and the like.
    const limits = readLimits(response.headers);
    return (limits === null ? answer : { ...(answer as object), limits }) as never;
  }

  async offered(signal: AbortSignal): Promise<string[]> {
    this._getClientOptions(undefined);
    const { data } = await this.client.models.list({ signal });
    return Array.isArray(data) ? data.map(({ id }) => id) : [];
  }
}

/** Names of the models that an endpoint lists, as one page. */
export async function offeredModels(
  fields: OpenAIClientFields,
  signal: AbortSignal,
): Promise<string[]> {
  return new RawCompletions(clientFields(fields, MOST_CHAT_BYTES)).offered(signal);
}

export function createChatClient(fields: OpenAIChatFields): ChatOpenAI {
  const chatFields: ChatOpenAIFields = {
    ...clientFields(fields, MOST_CHAT_BYTES),
    temperature: fields.temperature,
    topP: fields.topP,
    maxTokens: fields.maxTokens,
    logprobs: fields.logProbabilities ? true : undefined,
    // The raw answer has what the message has not: refusals, and log-probabilities beside a schema.
    __includeRawResponse: true,
  };
  return new ChatOpenAI({ ...chatFields, completions: new RawCompletions(chatFields) });
}

/**
 * Embeddings through the same client as chats, which takes a signal: LangChain's own way takes none,
 * so that a cancelled run would wait for the answer, and drops the tokens that the provider counted.
 */
export class RawEmbeddings extends ChatOpenAICompletions {
  readonly #dimensions: number | undefined;

  constructor({
    dimensions,
    ...fields
  }: OpenAIClientFields & { readonly dimensions?: number | undefined }) {
    super(clientFields(fields, MOST_EMBEDDING_BYTES));
    this.#dimensions = dimensions;
  }

  async embedBatch(
    texts: readonly string[],
    signal: AbortSignal,
  ): Promise<{ readonly vectors: number[][]; readonly tokens: number | null }> {
    this._getClientOptions(undefined);
    const answer: unknown = await this.client.embeddings.create(
      {
        model: this.model,
        input: [...texts],
        encoding_format: "float",
        ...(this.#dimensions === undefined ? {} : { dimensions: this.#dimensions }),
      },
      { signal },
    );
    const { data, usage } = (answer ?? {}) as {
      data?: unknown;
      usage?: { prompt_tokens?: unknown };
    };
    if (!Array.isArray(data)) {
      throw new DatawrightError({
        code: "MODEL_SERVER",
        message:
          `openai:${this.model}: the server's answer is not a list of embeddings: ` +
          `${JSON.stringify(answer)?.slice(0, 200)}`,
        hint:
          "Check that the base URL points at an OpenAI-compatible API (it usually ends in " +
          "/v1).",
      });
    }
    const tokens = usage?.prompt_tokens;
    return {
      vectors: data.map((item: { embedding?: number[] } | null) => item?.embedding ?? []),
      tokens: typeof tokens === "number" && tokens >= 0 ? tokens : null,
    };
  }
}

function clientFields(fields: OpenAIClientFields, mostBytes: number) {
  return {
    model: fields.model,
    apiKey: fields.apiKey,
    maxRetries: 0,
    // The caller's deadline covers the body too; this one only must not come before it.
    timeout: (fields.timeoutSeconds + 5) * 1000,
    configuration: {
      baseURL: fields.baseUrl,
      fetch: fields.fetch ?? directFetch(mostBytes, `openai:${fields.model}`),
    },
  };
}

function isCompletion(answer: unknown): boolean {
  if (typeof answer !== "object" || answer === null) return false;
  const choices = (answer as { choices?: unknown }).choices;
  const first: unknown = Array.isArray(choices) ? choices[0] : undefined;
  return (
    typeof first === "object" &&
    first !== null &&
    typeof (first as { message?: unknown }).message === "object"
  );
}
