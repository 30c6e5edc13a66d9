import type { ChatOpenAI } from "@langchain/openai";
import { DatawrightError } from "../../../base/errors.js";
import { Memo } from "../../../base/memo/memo.js";
import { canonicalJson, sha256Hex } from "../../../base/statistics/hash.js";
import type { JsonSchema } from "../../../schema/json.js";
import type {
  ChatModel,
  ChatParameters,
  ChatRequest,
  ChatResponse,
  ModelInfo,
  ResponseFormat,
} from "../contract.js";
import { currentCallbacks } from "../middleware/graph-callbacks.js";
import { isStrictSchema } from "../prompt/strict-schema.js";
import { batchFetch } from "../batches/batch-fetch.js";
import { BatchQueue } from "../batches/batch-queue.js";
import {
  BATCH_PRICE,
  BATCH_TIMEOUT_SECONDS,
  type BatchSettings,
} from "../batches/batch-settings.js";
import { withDeadline } from "../middleware/with-deadline.js";
import { USUAL_TIMEOUT_SECONDS } from "../middleware/with-time-limit.js";
import { langChainMessage, langChainTools } from "./langchain/langchain-messages.js";
import { modelError } from "./model-error.js";
import type { OpenAIClientFields } from "./openai-client.js";
import { readKey } from "./openai-key.js";
import { openaiTokenizer } from "./openai-tokenizer.js";
import { listedModel, PRICES_LISTED } from "./prices.js";
import { readCompletion } from "./read-completion.js";

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
 * Clients kept per model: one for each set of sampling parameters, which the client takes only when
 * it is made.
 */
const MOST_CLIENTS = 64;

/**
 * A model behind any OpenAI-compatible API (OpenAI, vLLM, Ollama, llama.cpp, LM Studio), through
 * @langchain/openai.
 *
 * One call is one request: it never retries. The client library is loaded with the first call.
 *
 * @throws MODEL_KEY_MISSING, MODEL_AUTH, MODEL_BAD_REQUEST, MODEL_RATE_LIMIT (details.retryAfterSeconds),
 *         MODEL_SERVER, MODEL_TIMEOUT, MODEL_CONNECTION, MODEL_ABORTED from `complete`
 */
export function openaiModel(options: OpenAIModelOptions): ChatModel {
  const apiKeyEnv = options.apiKeyEnv ?? "OPENAI_API_KEY";
  const timeoutSeconds =
    options.timeoutSeconds ?? (options.batch ? BATCH_TIMEOUT_SECONDS : USUAL_TIMEOUT_SECONDS);
  const info = infoOf(options);
  const clients = new Memo<Promise<ChatOpenAI>>(MOST_CLIENTS);

  const queue = options.batch
    ? new BatchQueue(
        { model: options.model, baseUrl: baseUrlOf(options), apiKeyEnv },
        options.batch,
      )
    : null;
  const clientFields = (): OpenAIClientFields => ({
    model: options.model,
    fetch: queue === null ? undefined : batchFetch(queue),
    baseUrl: baseUrlOf(options),
    timeoutSeconds,
    apiKey: () =>
      Promise.resolve(readKey(apiKeyEnv, { baseUrl: baseUrlOf(options), model: info.name })),
  });

  async function createClient(parameters: ChatParameters): Promise<ChatOpenAI> {
    const { createChatClient } = await import("./openai-client.js");
    return createChatClient({
      ...clientFields(),
      logProbabilities: info.logProbabilities,
      temperature: parameters.temperature,
      topP: parameters.topP,
      maxTokens: parameters.maxTokens ?? options.maxTokens,
    });
  }

  function clientFor(parameters: ChatParameters): Promise<ChatOpenAI> {
    const { temperature, topP, maxTokens } = parameters;
    return clients.of(`${temperature ?? ""}|${topP ?? ""}|${maxTokens ?? ""}`, () =>
      createClient(parameters),
    );
  }

  async function ask(request: ChatRequest, signal: AbortSignal): Promise<ChatResponse> {
    // Before the client is asked: its own message about a missing key names another variable.
    readKey(apiKeyEnv, { baseUrl: baseUrlOf(options), model: info.name });
    const client = await clientFor(request.parameters);
    const { seed, stop } = request.parameters;
    const format = responseFormat(request.format);
    const message = await client.invoke(request.messages.map(langChainMessage), {
      signal,
      callbacks: currentCallbacks(),
      seed: seed === undefined ? undefined : seed % 2 ** 31,
      stop: stop === undefined ? undefined : [...stop],
      response_format: format,
      ...langChainTools(request),
    });
    return readCompletion(message, { request, model: info.name });
  }

  return {
    info,
    timeoutSeconds,
    ...(queue !== null && {
      answersLater: true,
      keep: ({ file, told }) => queue.keep({ file, model: info.fingerprint, told }),
    }),
    ready: () => void readKey(apiKeyEnv, { baseUrl: baseUrlOf(options), model: info.name }),
    offered: async (signal) => {
      try {
        readKey(apiKeyEnv, { baseUrl: baseUrlOf(options), model: info.name });
        const { offeredModels } = await import("./openai-client.js");
        const fields = { ...clientFields(), fetch: undefined };
        return await withDeadline((limit) => offeredModels(fields, limit), {
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

type OpenAIFormat =
  | { type: "json_object" }
  | {
      type: "json_schema";
      json_schema: { name: string; schema: Record<string, unknown>; strict: boolean };
    };

/** One response_format per JSON schema object, whose name belongs to it. */
const formats = new WeakMap<JsonSchema, OpenAIFormat>();

function responseFormat(format: ResponseFormat): OpenAIFormat | undefined {
  if (format.type === "text") return undefined;
  if (format.type === "json" || format.schema === undefined) return { type: "json_object" };
  let made = formats.get(format.schema);
  if (
    made === undefined ||
    (made.type === "json_schema" && made.json_schema.name !== (format.name ?? "answer"))
  ) {
    made = {
      type: "json_schema",
      json_schema: {
        name: format.name ?? "answer",
        schema: format.schema as Record<string, unknown>,
        strict: isStrictSchema(format.schema),
      },
    };
    formats.set(format.schema, made);
  }
  return made;
}
