import {
  ChatOpenAI,
  ChatOpenAICompletions,
  OpenAIEmbeddings,
  type ChatOpenAIFields,
} from "@langchain/openai";
import { DatawrightError } from "../../../base/errors.js";

/*
 * The only file that imports @langchain/openai (0.5 s to load): openai-model and openai-embeddings
 * import it at the first call.
 */

/**
 * Only what the client needs; the key is a function, so that no object holds it longer than a call
 * needs.
 */
export interface OpenAIClientFields {
  readonly model: string;
  readonly apiKey: () => Promise<string>;
  readonly baseUrl: string | undefined;
  readonly timeoutSeconds: number;
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
    const answer: unknown = await this.client.chat.completions.create(request, clientOptions);
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
    return answer as never;
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
  return new RawCompletions(clientFields(fields)).offered(signal);
}

export function createChatClient(fields: OpenAIChatFields): ChatOpenAI {
  const chatFields: ChatOpenAIFields = {
    ...clientFields(fields),
    temperature: fields.temperature,
    topP: fields.topP,
    maxTokens: fields.maxTokens,
    logprobs: fields.logProbabilities ? true : undefined,
    // The raw answer has what the message has not: refusals, and log-probabilities beside a schema.
    __includeRawResponse: true,
  };
  return new ChatOpenAI({ ...chatFields, completions: new RawCompletions(chatFields) });
}

/** Hands on what the client drops: the tokens that the provider counted. */
export class RawEmbeddings extends OpenAIEmbeddings {
  async embedBatch(
    texts: readonly string[],
  ): Promise<{ readonly vectors: number[][]; readonly tokens: number | null }> {
    const answer: unknown = await this.embeddingWithRetry({
      model: this.model,
      input: [...texts],
      encoding_format: "float",
      dimensions: this.dimensions,
    });
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

export function createEmbeddingsClient(
  fields: OpenAIClientFields & { readonly dimensions?: number },
): RawEmbeddings {
  return new RawEmbeddings({
    ...clientFields(fields),
    stripNewLines: false,
    encodingFormat: "float",
    dimensions: fields.dimensions,
  });
}

function clientFields(fields: OpenAIClientFields) {
  return {
    model: fields.model,
    apiKey: fields.apiKey,
    maxRetries: 0,
    // The caller's deadline covers the body too; this one only must not come before it.
    timeout: (fields.timeoutSeconds + 5) * 1000,
    configuration: { baseURL: fields.baseUrl },
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
