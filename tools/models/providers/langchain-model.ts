import type { Embeddings } from "@langchain/core/embeddings";
import type { BaseChatModel } from "@langchain/core/language_models/chat_models";
import { canonicalJson, sha256Hex } from "../../../base/statistics/hash.js";
import type { ChatModel, ChatRequest, MeteredEmbeddings, ModelInfo } from "../contract.js";
import { modelError } from "./model-error.js";
import { openaiTokenizer } from "./openai-tokenizer.js";
import { readCompletion, type MessageLike } from "./read-completion.js";
import { checkedVectors } from "./checked-vectors.js";
import { withDeadline } from "../middleware/with-deadline.js";
import { USUAL_TIMEOUT_SECONDS } from "../middleware/with-time-limit.js";

export interface LangChainModelOptions extends Partial<
  Pick<
    ModelInfo,
    "name" | "contextTokens" | "price" | "structured" | "logProbabilities" | "countTokens"
  >
> {
  /**
   * Changes when the model's answers may change: part of the cache key beside its class and name.
   */
  readonly version?: string;
  /** Seconds for one call. Default: 120. */
  readonly timeoutSeconds?: number;
  /**
   * Call options for a request, where the class takes its format or its parameters by other names.
   * Default: `temperature`, `topP`,
   * `maxTokens`, `seed` and `stop` as they are; a class that does not know one of them goes by its
   * own setting.
   */
  readonly callOptions?: (request: ChatRequest) => Readonly<Record<string, unknown>>;
}

/**
 * Any LangChain chat model as a ChatModel. Without `structured` it is asked for text, its schema in
 * the prompt.
 *
 * Set the model's own `maxRetries` to 0: the admission tries again, and knows the rate limits.
 *
 * @throws MODEL_* from `complete`, as openaiModel does
 */
export function fromLangChainModel(
  chatModel: BaseChatModel,
  options: LangChainModelOptions = {},
): ChatModel {
  const named = chatModel as unknown as {
    model?: unknown;
    modelName?: unknown;
    temperature?: unknown;
  };
  const modelName = String(named.model ?? named.modelName ?? chatModel.getName());
  const name = options.name ?? `langchain:${modelName}`;
  const info: ModelInfo = {
    name,
    // Not its identifying parameters: some classes put the key among them.
    fingerprint: sha256Hex(
      canonicalJson([
        "langchain",
        chatModel._llmType(),
        modelName,
        String(named.temperature ?? ""),
        options.version ?? "",
      ]),
    ).slice(0, 20),
    contextTokens: options.contextTokens ?? 8192,
    price: options.price ?? null,
    logProbabilities: options.logProbabilities ?? false,
    structured: options.structured ?? ["text"],
    // Not the class's own getNumTokens: it loads its ranks over the network.
    countTokens: options.countTokens ?? openaiTokenizer(modelName),
  };
  const callOptions = options.callOptions ?? definedParameters;
  const timeoutSeconds = options.timeoutSeconds ?? USUAL_TIMEOUT_SECONDS;
  return {
    info,
    timeoutSeconds,
    complete: async (request) => {
      try {
        const message = await withDeadline(
          (signal) =>
            chatModel.invoke(
              request.messages.map(({ role, content }) => ({ role, content })),
              { ...callOptions(request), signal },
            ),
          { seconds: timeoutSeconds, signal: request.signal, name },
        );
        return readCompletion(message as MessageLike, { request, model: name });
      } catch (error) {
        throw modelError(error, name);
      }
    },
  };
}

/**
 * Any LangChain embeddings object as an EmbeddingModel.
 *
 * @param options.dimension length of its vectors
 * @param options.price     US dollars per million tokens, unknown by default: a budget in dollars
 *         is then refused; tokens are estimated
 * @throws VECTOR_INVALID from `embed` if a vector has another length, is zero or not finite;
 *         MODEL_* where the call fails
 */
export function fromLangChainEmbeddings(
  embeddings: Embeddings,
  options: {
    readonly dimension: number;
    readonly name?: string;
    readonly price?: number;
    readonly timeoutSeconds?: number;
  },
): MeteredEmbeddings {
  const name =
    options.name ??
    `langchain:${String((embeddings as { model?: unknown }).model ?? embeddings.constructor.name)}`;
  const timeoutSeconds = options.timeoutSeconds ?? USUAL_TIMEOUT_SECONDS;
  return {
    name,
    dimension: options.dimension,
    price: options.price ?? null,
    timeoutSeconds,
    embed: async (texts, signal) => {
      if (texts.length === 0) return [];
      try {
        const vectors = await withDeadline(() => embeddings.embedDocuments([...texts]), {
          seconds: timeoutSeconds,
          signal,
          name,
        });
        return checkedVectors(vectors, { name, count: texts.length, dimension: options.dimension });
      } catch (error) {
        throw modelError(error, name);
      }
    },
  };
}

function definedParameters(request: ChatRequest): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(request.parameters).filter(([, value]) => value !== undefined),
  );
}
