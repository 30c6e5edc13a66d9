import type { Embeddings } from "@langchain/core/embeddings";
import type { BaseChatModel } from "@langchain/core/language_models/chat_models";
import type { Runnable } from "@langchain/core/runnables";
import { nearestNames } from "../../../base/text/nearest-name.js";
import { DatawrightError } from "../../../base/errors.js";
import type { ModelSettings, ModelSpec } from "../../../schema/task-file/model-spec.js";
import type { BatchSettings } from "../batches/batch-settings.js";
import type { ChatModel, EmbeddingModel, MeteredEmbeddings } from "../contract.js";
import {
  LANGCHAIN_PROVIDERS,
  langChainProviderModel,
  providerOf,
} from "./langchain/langchain-providers.js";
import { isModelModule, loadModelModule } from "./model-module.js";
import { isLangChainRunnable } from "./langchain/langchain-unwrapped.js";

/** A model as a user gives it: a spec, one of ours, or a LangChain chat model. */
export type AnyChatModel = ModelSpec | ChatModel | BaseChatModel | Runnable;
export type AnyEmbeddings = ModelSpec | EmbeddingModel | MeteredEmbeddings | Embeddings;

export interface ResolveContext {
  /** Models that code registered under a name of its own. */
  readonly registered?: Readonly<Record<string, ChatModel | BaseChatModel>>;
  /** Base URL for `openai:` models whose settings have none. */
  readonly baseUrl?: string;
}

export interface ResolveEmbeddingsContext {
  readonly registered?: Readonly<Record<string, EmbeddingModel | Embeddings>>;
  readonly baseUrl?: string;
}

const OPENAI_PREFIX = "openai:";
const GGUF_PREFIX = "gguf:";
const TUNED_PREFIX = "embedded:";

/**
 * The model that a spec names: `embedded`, `embedded:FILE` (tuned), `openai:NAME`, `anthropic:NAME`
 * and other providers, `gguf:PATH`, the path of a module, or a registered name; a model object is taken as it is.
 *
 * Each implementation is imported when it is asked for; the OpenAI client only with its first call.
 *
 * @throws MODEL_UNKNOWN with the nearest names; PACKAGE_MISSING with the command that installs it
 */
export async function resolveModel(
  model: AnyChatModel,
  context: ResolveContext = {},
): Promise<ChatModel> {
  if (isChatModel(model)) return model;
  if (isLangChainRunnable(model))
    return (await import("./langchain/langchain-model.js")).fromLangChainModel(model as Runnable);
  const settings: ModelSettings = typeof model === "string" ? { model } : (model as ModelSettings);
  const { registered = {} } = context;
  if (Object.hasOwn(registered, settings.model))
    return resolveModel(registered[settings.model] as ChatModel | BaseChatModel);
  refuseServers(settings);
  if (settings.model === "embedded")
    return (await import("../embedded/embedded-model.js")).embeddedModel();
  if (settings.model.startsWith(TUNED_PREFIX) && settings.model.length > TUNED_PREFIX.length) {
    const { readTunedRows } = await import("../embedded/tuned-rows.js");
    const tuned = readTunedRows(settings.model.slice(TUNED_PREFIX.length));
    return (await import("../embedded/embedded-model.js")).embeddedModel({ tuned });
  }
  if (isOpenAI(settings.model)) {
    return (await import("./openai-model.js")).openaiModel({
      model: settings.model.slice(OPENAI_PREFIX.length),
      ...withBaseUrl(settings.baseUrl ?? context.baseUrl),
      apiKeyEnv: settings.apiKeyEnv,
      price: settings.price,
      contextTokens: settings.contextTokens,
      timeoutSeconds: settings.timeoutSeconds,
      logProbabilities: settings.logProbabilities,
      maxTokens: settings.maxTokens,
      batch: batchSettings(settings.batch),
    });
  }
  if (isModelModule(settings.model)) return moduleModel(settings);
  if (providerOf(settings.model) !== null) return langChainProviderModel(settings);
  if (settings.model.startsWith(GGUF_PREFIX) && settings.model.length > GGUF_PREFIX.length) {
    const { contextTokens, maxTokens, timeoutSeconds, concurrency, price } = settings;
    const path = settings.model.slice(GGUF_PREFIX.length);
    const { ggufModel } = await import("../gguf/gguf-model.js");
    return ggufModel({ path, contextTokens, maxTokens, timeoutSeconds, concurrency, price });
  }
  throw unknownModel(settings.model, Object.keys(registered), "model");
}

/** @throws MODEL_UNKNOWN where the module exports something else than a model */
async function moduleModel(settings: ModelSettings): Promise<ChatModel> {
  const exported = await loadModelModule(settings);
  if (isChatModel(exported) || isLangChainRunnable(exported))
    return resolveModel(exported as ChatModel);
  throw new DatawrightError({
    code: "MODEL_UNKNOWN",
    message: `model module ${settings.model} exports no model: an object with \`info\` and \`complete\`, or a LangChain chat model, is wanted`,
    hint: "See docs/models.md; `chatModelChecks` of datawright/testing holds a model to its contract.",
  });
}

/**
 * The embedding model that a spec names: `embedded`, `openai:NAME`, or a registered name; an object
 * is taken as it is.
 *
 * The length of a LangChain object's vectors is found by embedding one word.
 *
 * @throws MODEL_UNKNOWN with the nearest names; SPEC_INVALID where the length of the vectors is
 *         neither given nor known
 */
export async function resolveEmbeddings(
  model: AnyEmbeddings,
  context: ResolveEmbeddingsContext = {},
): Promise<EmbeddingModel> {
  if (isEmbeddingModel(model)) return model;
  if (isLangChainEmbeddings(model)) {
    const { fromLangChainEmbeddings } = await import("./langchain/langchain-model.js");
    return fromLangChainEmbeddings(model, { dimension: (await model.embedQuery("length")).length });
  }
  const settings: ModelSettings = typeof model === "string" ? { model } : (model as ModelSettings);
  const { registered = {} } = context;
  if (Object.hasOwn(registered, settings.model))
    return resolveEmbeddings(registered[settings.model] as EmbeddingModel | Embeddings);
  if (settings.model === "embedded")
    return (await import("../../embeddings/embedded-embeddings.js")).embeddedEmbeddings(
      settings.dimension === undefined ? {} : { dimension: settings.dimension },
    );
  if (isOpenAI(settings.model)) {
    const { baseUrl, apiKeyEnv, timeoutSeconds, dimension, price } = settings;
    return (await import("./openai-embeddings.js")).openaiEmbeddings({
      model: settings.model.slice(OPENAI_PREFIX.length),
      ...withBaseUrl(baseUrl ?? context.baseUrl),
      apiKeyEnv,
      timeoutSeconds,
      dimension,
      price: price?.input,
    });
  }
  throw unknownModel(settings.model, Object.keys(registered), "embedding model");
}

/** @throws SPEC_INVALID for batches or several servers of a model that is asked in another way */
function refuseServers({ model, batch = false, endpoints }: ModelSettings): void {
  if (isOpenAI(model) || (batch === false && endpoints === undefined)) return;
  const what = batch === false ? "endpoints" : "batch";
  throw new DatawrightError({
    code: "SPEC_INVALID",
    message: `${what}: ${model} has no ${batch === false ? "servers to choose from" : "batches"}; only \`openai:\` models have`,
    hint: `Leave \`${what}\` out, or name the model as openai:NAME behind an OpenAI-compatible server.`,
  });
}

function batchSettings(batch: ModelSettings["batch"]): BatchSettings | undefined {
  if (batch === undefined || batch === false) return undefined;
  const { maxRequests = 50_000, waitSeconds = 2, pollSeconds = 30 } = batch === true ? {} : batch;
  return { maxRequests, waitSeconds, pollSeconds };
}

function isOpenAI(name: string): boolean {
  return name.startsWith(OPENAI_PREFIX) && name.length > OPENAI_PREFIX.length;
}

/**
 * A base URL is kept in the run's configuration: it must hold no secret.
 * @throws SPEC_INVALID, without the URL in its message
 */
function withBaseUrl(baseUrl: string | undefined): { baseUrl?: string } {
  if (baseUrl === undefined) return {};
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : null;
  const secret =
    url === null
      ? null
      : url.username !== "" || url.password !== ""
        ? "a user or password"
        : [...url.searchParams.keys()].some((name) => /key|token|secret|sig/iu.test(name))
          ? "a key in its query"
          : null;
  if (secret === null) return { baseUrl };
  throw new DatawrightError({
    code: "SPEC_INVALID",
    message:
      `the base URL for ${url!.host} holds ${secret}; it would be written into the run's ` +
      "folder",
    hint:
      "Give the key by an environment variable (`apiKeyEnv`, default OPENAI_API_KEY) and the " +
      "URL without it.",
  });
}

function unknownModel(name: string, registered: readonly string[], kind: string): DatawrightError {
  const [prefix = "", ...rest] = name.split(":");
  const providers = kind === "model" ? ["openai", ...LANGCHAIN_PROVIDERS] : ["openai"];
  const nearest = providers.includes(prefix)
    ? [`${prefix}:NAME`]
    : prefix === "gguf" && kind === "model"
      ? ["gguf:PATH"]
      : rest.length > 0
        ? nearestNames(prefix, providers).map((provider) => `${provider}:${rest.join(":")}`)
        : nearestNames(name, ["embedded", ...registered]);
  return new DatawrightError({
    code: "MODEL_UNKNOWN",
    message:
      `no ${kind} is called ` +
      `${JSON.stringify(name)}${nearest.length === 0 ? "" : `; did you mean ${nearest.join(" or ")}?`}`,
    hint:
      "Write embedded, openai:NAME (with a baseUrl for vLLM and the like), " +
      (kind === "model"
        ? `${LANGCHAIN_PROVIDERS.join(":NAME, ")}:NAME, gguf:PATH, embedded:FILE, or ./my-model.mjs`
        : "") +
      `${registered.length === 0 ? "" : `, or a registered name: ${registered.join(", ")}`}.`,
    details: { name, nearest },
  });
}

function isChatModel(value: unknown): value is ChatModel {
  return hasMethod(value, "complete") && "info" in value;
}

function isEmbeddingModel(value: unknown): value is EmbeddingModel {
  return hasMethod(value, "embed") && "dimension" in value;
}

function isLangChainEmbeddings(value: unknown): value is Embeddings {
  return hasMethod(value, "embedDocuments");
}

function hasMethod(value: unknown, name: string): value is object {
  return (
    typeof value === "object" &&
    value !== null &&
    typeof (value as Record<string, unknown>)[name] === "function"
  );
}
