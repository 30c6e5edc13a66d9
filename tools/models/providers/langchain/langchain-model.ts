import type { Embeddings } from "@langchain/core/embeddings";
import type { BaseChatModel } from "@langchain/core/language_models/chat_models";
import type { Runnable } from "@langchain/core/runnables";
import { DatawrightError } from "../../../../base/errors.js";
import { canonicalJson, sha256Hex } from "../../../../base/statistics/hash.js";
import type { JsonSchema } from "../../../../schema/json.js";
import type {
  ChatModel,
  ChatRequest,
  ChatResponse,
  MeteredEmbeddings,
  ModelInfo,
} from "../../contract.js";
import { langChainMessage, langChainTools } from "./langchain-messages.js";
import { LangChainParameters } from "./langchain-parameters.js";
import { unwrapped } from "./langchain-unwrapped.js";
import { modelError } from "../model-error.js";
import { openaiTokenizer } from "../openai-tokenizer.js";
import { readCompletion, type MessageLike } from "../read-completion.js";
import { checkedVectors } from "../checked-vectors.js";
import { currentCallbacks } from "../../middleware/graph-callbacks.js";
import { withDeadline } from "../../middleware/with-deadline.js";
import { USUAL_TIMEOUT_SECONDS } from "../../middleware/with-time-limit.js";

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
   * Default: `seed` and `stop` as call options; temperature, topP and maxTokens by a copy of the
   * model that its class makes.
   */
  readonly callOptions?: (request: ChatRequest) => Readonly<Record<string, unknown>>;
}

/**
 * Any LangChain chat model as a ChatModel, with what its class can do: objects by its own
 * `withStructuredOutput` (a response format where the provider has one, else a tool call), tools,
 * and the temperature of the role that asks (`info.ignores` names what it cannot be given).
 *
 * What `.withRetry()`, `.bind()` and `.withConfig()` made of a model is taken as that model with
 * its options. Set the model's own `maxRetries` to 0: the admission tries again, and knows the
 * rate limits.
 *
 * @throws MODEL_UNKNOWN for a sequence or parser; MODEL_* from `complete`, as openaiModel does
 */
export function fromLangChainModel(
  given: BaseChatModel | Runnable,
  options: LangChainModelOptions = {},
): ChatModel {
  const { model: chatModel, callOptions: bound } = unwrapped(given);
  const modelName = nameOf(chatModel);
  const name = options.name ?? `langchain:${modelName}`;
  const parameters = options.callOptions ? null : new LangChainParameters(chatModel);
  const callOptions = options.callOptions ?? definedParameters;
  const timeoutSeconds = options.timeoutSeconds ?? USUAL_TIMEOUT_SECONDS;
  const structured = new StructuredCalls();

  async function ask(model: BaseChatModel, request: ChatRequest, signal: AbortSignal) {
    const messages = request.messages.map(langChainMessage);
    const config = { ...bound, ...callOptions(request), signal, callbacks: currentCallbacks() };
    const { schema } = request.format;
    if (request.format.type === "schema" && schema !== undefined) {
      const { raw, parsed } = await structured.ask(model, {
        schema,
        name: request.format.name ?? "answer",
        ask: (call) => call.invoke(messages, config),
      });
      const answer = readCompletion(raw, { request, model: name });
      return { ...answer, text: objectText(answer, parsed), toolCalls: undefined };
    }
    const { tools, tool_choice } = langChainTools(request);
    const asked =
      tools === undefined
        ? model
        : model.bindTools!(tools, tool_choice === undefined ? undefined : { tool_choice });
    return readCompletion((await asked.invoke(messages, config)) as MessageLike, {
      request,
      model: name,
    });
  }

  async function askWithParameters(request: ChatRequest, signal: AbortSignal) {
    const model = parameters?.modelFor(request.parameters) ?? chatModel;
    try {
      return await ask(model, request, signal);
    } catch (error) {
      const coded = modelError(error, name);
      if (model === chatModel || !refusesParameters(coded)) throw coded;
      parameters?.giveUp();
      return await ask(chatModel, request, signal);
    }
  }

  return {
    info: {
      name,
      // Not its identifying parameters: some classes put the key among them.
      fingerprint: sha256Hex(
        canonicalJson([
          "langchain",
          chatModel._llmType(),
          modelName,
          String((chatModel as { temperature?: unknown }).temperature ?? ""),
          options.version ?? "",
        ]),
      ).slice(0, 20),
      contextTokens: options.contextTokens ?? 8192,
      price: options.price ?? null,
      logProbabilities: options.logProbabilities ?? false,
      structured:
        options.structured ??
        (typeof chatModel.bindTools === "function" ? ["schema", "text"] : ["text"]),
      tools: typeof chatModel.bindTools === "function",
      // Not the class's own getNumTokens: it loads its ranks over the network.
      countTokens: options.countTokens ?? openaiTokenizer(modelName),
      ignores: parameters?.ignored ?? [],
    },
    timeoutSeconds,
    complete: async (request) => {
      try {
        return await withDeadline((signal) => askWithParameters(request, signal), {
          seconds: timeoutSeconds,
          signal: request.signal,
          name,
        });
      } catch (error) {
        throw modelError(error, name);
      }
    },
  };
}

function nameOf(chatModel: BaseChatModel): string {
  const named = chatModel as unknown as { model?: unknown; modelName?: unknown };
  return String(named.model ?? named.modelName ?? chatModel.getName());
}

function refusesParameters(error: DatawrightError): boolean {
  return (
    error.code === "MODEL_BAD_REQUEST" &&
    /temperature|top_?p|max_?(output_?|completion_?)?tokens/iu.test(error.message)
  );
}

/** The object as JSON text: a tool's arguments, the text itself, or what the class parsed. */
function objectText({ text, toolCalls }: ChatResponse, parsed: unknown): string {
  if (toolCalls?.[0] !== undefined) return toolCalls[0].arguments;
  return text.trim() !== "" || parsed === null || parsed === undefined
    ? text
    : JSON.stringify(parsed);
}

type StructuredCall = Runnable<unknown, unknown>;
interface StructuredAnswer {
  readonly raw: MessageLike;
  readonly parsed: unknown;
}

/** `withStructuredOutput` of each model for each schema, made once: it costs a millisecond. */
class StructuredCalls {
  readonly #made = new WeakMap<BaseChatModel, WeakMap<JsonSchema, StructuredCall>>();

  /**
   * @throws MODEL_BAD_REQUEST where the class cannot be asked so, or throws at an answer that is no
   *         object: the ladder then asks for text
   */
  async ask(
    model: BaseChatModel,
    options: {
      readonly schema: JsonSchema;
      readonly name: string;
      readonly ask: (call: StructuredCall) => Promise<unknown>;
    },
  ): Promise<StructuredAnswer> {
    const call = this.#callOf(model, options);
    let answer: unknown;
    try {
      answer = await options.ask(call);
    } catch (error) {
      if (["SyntaxError", "OutputParserException"].includes(String((error as Error)?.name)))
        throw cannot(model, error);
      throw error;
    }
    const { raw, parsed } = (answer ?? {}) as Partial<StructuredAnswer>;
    // Some classes give the object alone, whatever they are asked for.
    return raw === undefined ? { raw: { content: "" }, parsed: answer } : { raw, parsed };
  }

  #callOf(
    model: BaseChatModel,
    { schema, name }: { readonly schema: JsonSchema; readonly name: string },
  ): StructuredCall {
    let calls = this.#made.get(model);
    if (calls === undefined) this.#made.set(model, (calls = new WeakMap()));
    let call = calls.get(schema);
    if (call === undefined) {
      try {
        call = model.withStructuredOutput(schema as Record<string, unknown>, {
          name,
          includeRaw: true,
        }) as unknown as StructuredCall;
      } catch (error) {
        throw cannot(model, error);
      }
      calls.set(schema, call);
    }
    return call;
  }
}

function cannot(model: BaseChatModel, error: unknown): DatawrightError {
  return new DatawrightError({
    code: "MODEL_BAD_REQUEST",
    message: `the class ${model.constructor.name} cannot be asked for an object: ${String((error as Error).message)}`,
  });
}

/**
 * Any LangChain embeddings object as an EmbeddingModel.
 *
 * @throws VECTOR_INVALID from `embed` if a vector has another length, is zero or not finite;
 *         MODEL_* where the call fails
 */
export function fromLangChainEmbeddings(
  embeddings: Embeddings,
  options: {
    /** Length of its vectors. */
    readonly dimension: number;
    /** Stands in the trace and in usage. */
    readonly name?: string;
    /**
     * Changes when the vectors may change: commands on data files then keep vectors in the workspace's
     * cache by it, beside name and dimension. Left out: they are not kept.
     */
    readonly version?: string;
    /**
     * US dollars per million tokens, unknown by default: a budget in dollars is then refused;
     * tokens are estimated.
     */
    readonly price?: number;
    /** Seconds until a call is given up. */
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
    fingerprint:
      options.version === undefined
        ? undefined
        : sha256Hex(
            canonicalJson(["langchain-embeddings", name, options.dimension, options.version]),
          ).slice(0, 20),
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

function definedParameters({ parameters: { seed, stop } }: ChatRequest): Record<string, unknown> {
  return {
    ...(seed === undefined ? {} : { seed: seed % 2 ** 31 }),
    ...(stop === undefined ? {} : { stop: [...stop] }),
  };
}
