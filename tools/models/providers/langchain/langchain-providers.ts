import { DatawrightError } from "../../../../base/errors.js";
import type { ModelSettings } from "../../../../schema/task-file/model-spec.js";
import type { ChatModel } from "../../contract.js";
import { readKey } from "../openai-key.js";

interface Provider {
  readonly package: string;
  /** Name of the class that the package exports. */
  readonly chat: string;
  /** Variable that holds the key where `apiKeyEnv` names none; null for providers without one. */
  readonly key: string | null;
  /** Fields of its constructor for a base URL. */
  readonly baseUrl: (url: string) => Readonly<Record<string, unknown>>;
}

const byField =
  (name: string) =>
  (url: string): Readonly<Record<string, unknown>> => ({ [name]: url });
const byConfiguration = (url: string): Readonly<Record<string, unknown>> => ({
  configuration: { baseURL: url },
});

/**
 * Providers with a LangChain package of their own, by the names that LangChain's `initChatModel`
 * gives them. The package is the user's to install.
 */
const PROVIDERS: Readonly<Record<string, Provider>> = {
  anthropic: {
    package: "@langchain/anthropic",
    chat: "ChatAnthropic",
    key: "ANTHROPIC_API_KEY",
    baseUrl: byField("anthropicApiUrl"),
  },
  "google-genai": {
    package: "@langchain/google-genai",
    chat: "ChatGoogleGenerativeAI",
    key: "GOOGLE_API_KEY",
    baseUrl: byField("baseUrl"),
  },
  // Signed by the AWS credentials that are set up on the machine.
  bedrock: {
    package: "@langchain/aws",
    chat: "ChatBedrockConverse",
    key: null,
    baseUrl: byField("endpointHost"),
  },
  mistral: {
    package: "@langchain/mistralai",
    chat: "ChatMistralAI",
    key: "MISTRAL_API_KEY",
    baseUrl: byField("serverURL"),
  },
  ollama: {
    package: "@langchain/ollama",
    chat: "ChatOllama",
    key: null,
    baseUrl: byField("baseUrl"),
  },
  groq: {
    package: "@langchain/groq",
    chat: "ChatGroq",
    key: "GROQ_API_KEY",
    baseUrl: byField("baseUrl"),
  },
  cohere: {
    package: "@langchain/cohere",
    chat: "ChatCohere",
    key: "COHERE_API_KEY",
    baseUrl: byField("baseUrl"),
  },
  deepseek: {
    package: "@langchain/deepseek",
    chat: "ChatDeepSeek",
    key: "DEEPSEEK_API_KEY",
    baseUrl: byConfiguration,
  },
  xai: {
    package: "@langchain/xai",
    chat: "ChatXAI",
    key: "XAI_API_KEY",
    baseUrl: byConfiguration,
  },
};

/** The names that `provider:MODEL` may begin with, beside `openai`. */
export const LANGCHAIN_PROVIDERS: readonly string[] = Object.keys(PROVIDERS);

/** Splits `anthropic:claude-…` at its provider; null for other names. */
export function providerOf(name: string): { provider: string; model: string } | null {
  const [provider = "", ...rest] = name.split(":");
  const model = rest.join(":");
  return Object.hasOwn(PROVIDERS, provider) && model !== "" ? { provider, model } : null;
}

/**
 * The chat model of a provider that has a LangChain package, made with the model's settings.
 *
 * @throws PACKAGE_MISSING with the command that installs the package; MODEL_AUTH, with the first
 *         call, where the key is not set
 */
export async function langChainProviderModel(
  settings: ModelSettings,
  load: (name: string) => Promise<unknown> = (name) => import(name),
): Promise<ChatModel> {
  const { provider, model } = providerOf(settings.model)!;
  const { package: name, chat, key, baseUrl } = PROVIDERS[provider]!;
  const exported = await loadPackage(name, { load, wanted: settings.model });
  const Chat = exported[chat] as new (fields: object) => object;
  const { fromLangChainModel } = await import("./langchain-model.js");
  const apiKeyEnv = settings.apiKeyEnv ?? key;
  const made = new Chat({
    model,
    maxRetries: 0,
    // A class that is made without a key throws at once; ours is asked for with the first call.
    ...(apiKeyEnv === null ? {} : { apiKey: process.env[apiKeyEnv]?.trim() || "local" }),
    ...(settings.maxTokens === undefined ? {} : { maxTokens: settings.maxTokens }),
    ...(settings.baseUrl === undefined ? {} : baseUrl(settings.baseUrl)),
  });
  const asked = fromLangChainModel(made as never, {
    name: settings.model,
    version: settings.baseUrl,
    contextTokens: settings.contextTokens,
    price: settings.price,
    timeoutSeconds: settings.timeoutSeconds,
  });
  if (apiKeyEnv === null) return asked;
  return {
    ...asked,
    complete: async (request) => {
      readKey(apiKeyEnv, { baseUrl: settings.baseUrl, model: settings.model });
      return asked.complete(request);
    },
  };
}

async function loadPackage(
  name: string,
  { load, wanted }: { readonly load: (name: string) => Promise<unknown>; readonly wanted: string },
): Promise<Record<string, unknown>> {
  try {
    return (await load(name)) as Record<string, unknown>;
  } catch (error) {
    const missing = (error as { code?: unknown }).code === "ERR_MODULE_NOT_FOUND";
    throw new DatawrightError({
      code: "PACKAGE_MISSING",
      message: missing
        ? `the model ${wanted} needs the package ${name}, which is not installed`
        : `the package ${name}, which the model ${wanted} needs, does not load: ${String((error as Error).message)}`,
      hint: `Install it beside datawright: npm install ${name}`,
      cause: error,
    });
  }
}
