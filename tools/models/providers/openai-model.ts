import { DatawrightError } from "../../../base/errors.js";
import { canonicalJson, sha256Hex } from "../../../base/statistics/hash.js";
import type { ChatModel, ChatRequest, ChatResponse, ModelInfo } from "../contract.js";
import { readLimits } from "../limits/provider-limits.js";
import { batchPost } from "../batches/batch-post.js";
import { BatchQueue } from "../batches/batch-queue.js";
import {
  BATCH_PRICE,
  BATCH_TIMEOUT_SECONDS,
  type BatchSettings,
} from "../batches/batch-settings.js";
import { withDeadline } from "../middleware/with-deadline.js";
import { USUAL_TIMEOUT_SECONDS } from "../middleware/with-time-limit.js";
import { needsLangChain } from "./langchain/needs-langchain.js";
import { modelError } from "./model-error.js";
import { readKey } from "./openai-key.js";
import { openaiTokenizer } from "./openai-tokenizer.js";
import { listedModel, PRICES_LISTED } from "./prices.js";
import { readCompletion } from "./read-completion.js";
import {
  completionBody,
  completionMessage,
  MOST_CHAT_BYTES,
  type CompletionSettings,
} from "./requests/chat-completion.js";
import { offeredModels, openaiPath, unlike, type OpenAIServer } from "./requests/openai-api.js";

export interface OpenAIModelOptions {
  /** Name at the provider, without the prefix `openai:`. */
  readonly model: string;
  /** Base URL of an OpenAI-compatible server. Default: OPENAI_BASE_URL, else OpenAI's own. */
  readonly baseUrl?: string;
  /** Environment variable that holds the key; read at each call. Default: OPENAI_API_KEY. */
  readonly apiKeyEnv?: string;
  /** US dollars per million tokens. Default: the list price of OpenAI's own models, else null. */
  readonly price?: NonNullable<ModelInfo["price"]>;
  /** Default: the listed context of OpenAI's own models, else 8192. */
  readonly contextTokens?: number;
  /** Seconds for one call, its whole body included. Default: 120. */
  readonly timeoutSeconds?: number;
  /** Ask for log-probabilities of the answer's tokens. Default: false. */
  readonly logProbabilities?: boolean;
  /** Limit of one answer where a request sets none. */
  readonly maxTokens?: number;
  /** Requests go into the provider's batches. Default: each is sent at once. */
  readonly batch?: BatchSettings;
}

const DEFAULT_CONTEXT_TOKENS = 8192;

/**
 * A model behind any OpenAI-compatible API (OpenAI, vLLM, Ollama, llama.cpp, LM Studio).
 *
 * One call is one request: it never retries. Where LangChain's callbacks listen (LangSmith's, a
 * user's) it goes through @langchain/openai, which is loaded with the first such call.
 *
 * @throws MODEL_KEY_MISSING, MODEL_AUTH, MODEL_BAD_REQUEST, MODEL_RATE_LIMIT (details.retryAfterSeconds),
 *         MODEL_SERVER, MODEL_TIMEOUT, MODEL_CONNECTION, MODEL_ABORTED from `complete`
 */
export function openaiModel(options: OpenAIModelOptions): ChatModel {
  const apiKeyEnv = options.apiKeyEnv ?? "OPENAI_API_KEY";
  const timeoutSeconds =
    options.timeoutSeconds ?? (options.batch ? BATCH_TIMEOUT_SECONDS : USUAL_TIMEOUT_SECONDS);
  const info = infoOf(options);
  const key = (): string => readKey(apiKeyEnv, { baseUrl: baseUrlOf(options), model: info.name });
  const queue = options.batch
    ? new BatchQueue(
        { model: options.model, baseUrl: baseUrlOf(options), apiKeyEnv },
        options.batch,
      )
    : null;
  const post = queue === null ? undefined : batchPost(queue);
  const server = (): OpenAIServer => ({
    model: options.model,
    baseUrl: baseUrlOf(options),
    apiKey: key,
  });
  const settings: CompletionSettings = {
    model: options.model,
    logProbabilities: info.logProbabilities,
    maxTokens: options.maxTokens,
  };
  let path: ReturnType<typeof openaiPath> | undefined;

  async function ask(request: ChatRequest, signal: AbortSignal): Promise<ChatResponse> {
    // Before the client is asked: its own message about a missing key names another variable.
    key();
    if (needsLangChain(options.model)) {
      const { askThroughLangChain } = await import("./langchain/openai-client.js");
      const fields = { server: server(), settings, timeoutSeconds, post };
      return readCompletion(await askThroughLangChain(request, signal, fields), {
        request,
        model: info.name,
      });
    }
    path ??= openaiPath(server(), { path: "/chat/completions", most: MOST_CHAT_BYTES, post });
    const { value, headers } = await path(completionBody(request, settings), signal);
    const message = completionMessage(value, readLimits(headers));
    if (message === null) throw unlike("a chat completion", options.model, value);
    return readCompletion(message, { request, model: info.name });
  }

  return {
    info,
    timeoutSeconds,
    ...(queue !== null && {
      answersLater: true,
      keep: ({ file, told }) => queue.keep({ file, model: info.fingerprint, told }),
    }),
    ready: () => void key(),
    offered: async (signal) => {
      try {
        return await withDeadline((limit) => offeredModels(server(), limit), {
          seconds: timeoutSeconds,
          signal,
          name: info.name,
        });
      } catch (error) {
        throw modelError(error, info.name, { address: baseUrlOf(options) });
      }
    },
    complete: async (request) => {
      try {
        return await withDeadline((signal) => ask(request, signal), {
          seconds: timeoutSeconds,
          signal: request.signal,
          name: info.name,
        });
      } catch (error) {
        throw modelError(error, info.name, { address: baseUrlOf(options) });
      }
    },
  };
}

function infoOf(options: OpenAIModelOptions): ModelInfo {
  const baseUrl = baseUrlOf(options);
  if (baseUrl !== undefined && !URL.canParse(baseUrl)) {
    throw new DatawrightError({
      code: "SPEC_INVALID",
      message: `baseUrl ${JSON.stringify(baseUrl)} is not a URL`,
      hint: "For example http://localhost:11434/v1.",
    });
  }
  // Another server sells the same name at its own price.
  const listed = isOpenAI(baseUrl) ? listedModel(options.model) : null;
  return {
    name: `openai:${options.model}`,
    fingerprint: sha256Hex(
      canonicalJson([
        "openai",
        options.model,
        baseUrl ?? null,
        options.logProbabilities ?? false,
        options.maxTokens ?? null,
      ]),
    ).slice(0, 20),
    contextTokens: options.contextTokens ?? listed?.contextTokens ?? DEFAULT_CONTEXT_TOKENS,
    price:
      options.price ??
      (listed === null
        ? null
        : options.batch
          ? batchPrice(listed)
          : {
              input: listed.input,
              output: listed.output,
              cachedInput: listed.cachedInput,
              listed: PRICES_LISTED,
            }),
    logProbabilities: options.logProbabilities ?? false,
    structured: ["schema", "json", "text"],
    tools: true,
    countTokens: openaiTokenizer(options.model),
  };
}

/** A request of a batch costs a share of the list price, whatever the provider had kept of it. */
function batchPrice({ input, output }: { readonly input: number; readonly output: number }) {
  return { input: input * BATCH_PRICE, output: output * BATCH_PRICE, listed: PRICES_LISTED };
}

/** The server that is asked: the option, else the variable that every OpenAI client reads. */
function baseUrlOf(options: OpenAIModelOptions): string | undefined {
  return options.baseUrl ?? (process.env["OPENAI_BASE_URL"] || undefined);
}

function isOpenAI(baseUrl: string | undefined): boolean {
  return baseUrl === undefined || new URL(baseUrl).hostname === "api.openai.com";
}
