import type { z } from "zod";
import type { JsonSchema } from "../../schema/json.js";
import type { ChatMessage, Prompt, ToolCall } from "../../schema/prompt.js";
import type { ProviderLimits } from "./limits/provider-limits.js";

/** What is known of a model before it is asked. */
export interface ModelInfo {
  /** Name as the spec writes it: `embedded`, `openai:gpt-4o-mini`. */
  readonly name: string;
  /**
   * Hash of everything that decides its answers besides the request: name, base URL, weights or
   * version. Part of the cache key.
   */
  readonly fingerprint: string;
  /** Tokens that prompt and answer may have together. */
  readonly contextTokens: number;
  /**
   * US dollars per million tokens, or null where unknown: a cost is then null, never a guess. Zero
   * for models that cost nothing.
   */
  readonly price: {
    /** Of tokens that are sent. */
    readonly input: number;
    /** Of tokens that are written. */
    readonly output: number;
    /** Of sent tokens that the provider had kept from an earlier prompt. Default: as `input`. */
    readonly cachedInput?: number | undefined;
    /** Date of the price list that it is from, as YYYY-MM; left out for a price that was given. */
    readonly listed?: string | undefined;
  } | null;
  /** True if it can give log-probabilities of its tokens. */
  readonly logProbabilities: boolean;
  /**
   * What the model can be asked for: a JSON schema, JSON mode, or text only. The structured ladder
   * starts at the first.
   */
  readonly structured: readonly ("schema" | "json" | "text")[];
  /**
   * Tokens of a text by the model's own tokenizer, without the framing of messages. It must not
   * hold the event loop: of long texts it returns a promise. Absent where the tokenizer is not
   * known: `estimateTokens` stands in.
   */
  readonly countTokens?: ((text: string) => number | Promise<number>) | undefined;
  /**
   * True for a model that makes its answers of the rows and passages in front of it: it is shown rows
   * also where the words of a question need none. Default: false.
   */
  readonly writesFromRows?: boolean;
  /** True if requests may offer tools. Default: false. */
  readonly tools?: boolean;
  /**
   * Parameters of a request that the model cannot be given: it goes by settings of its own. A run
   * says so once.
   */
  readonly ignores?: readonly (keyof ChatParameters)[];
}

/** A tool that an answer may call. */
export interface ToolDefinition {
  readonly name: string;
  readonly description?: string;
  /** JSON Schema of its arguments, an object. */
  readonly parameters: JsonSchema;
}

/** Whether tools may, must or must not be called; a name: this one must. */
export type ToolChoice = "auto" | "none" | "required" | { readonly name: string };

export interface ChatParameters {
  readonly temperature?: number;
  readonly topP?: number;
  readonly maxTokens?: number;
  readonly stop?: readonly string[];
  /** Derived per order and step; a model that cannot be seeded ignores it. */
  readonly seed?: number;
}

export interface ResponseFormat {
  readonly type: "schema" | "json" | "text";
  /**
   * Name and schema of the wanted object, for `schema`; also there for `json`, for models that read
   * it from the prompt.
   */
  readonly name?: string;
  readonly schema?: JsonSchema;
}

/**
 * Which step asks: part of the cache key, so that two equal prompts do not share an answer, and of
 * the span.
 */
interface RequestOrigin {
  /** Order, round or run id. */
  readonly orderId: string;
  readonly step: string;
  readonly attempt: number;
  readonly agent: string;
  readonly sampleIds: readonly string[];
  /** Id of the span that the call stands below, where that is not the current one. */
  readonly parentSpan?: string;
}

/** One request to a chat model. */
export interface ChatRequest {
  /** The conversation so far. */
  readonly messages: readonly ChatMessage[];
  /**
   * The sections that `messages` were rendered from, for the trace. Models must not read it: what
   * counts is `messages`.
   */
  readonly prompt?: Prompt;
  /** How it is to answer. */
  readonly parameters: ChatParameters;
  /** Form that the answer must have. */
  readonly format: ResponseFormat;
  /** Only for models that say so (`info.tools`). */
  readonly tools?: readonly ToolDefinition[];
  /** Whether tools may, must or must not be called. */
  readonly toolChoice?: ToolChoice;
  /** Which step asks. */
  readonly origin: RequestOrigin;
  /** Stops the request. */
  readonly signal?: AbortSignal;
}

export interface Usage {
  readonly inputTokens: number;
  /** Of them those that the provider had kept; left out where it does not say. */
  readonly cachedInputTokens?: number;
  readonly outputTokens: number;
}

/** The answer to one request. */
export interface ChatResponse {
  /** The words. */
  readonly text: string;
  /** Tokens that it took. */
  readonly usage: Usage;
  /** Why it ended. */
  readonly finish: "stop" | "length" | "refusal" | "other";
  /** Log-probability (natural) of each token of the answer, where the model gives them. */
  readonly logProbabilities?: readonly number[];
  /** Tools that the answer calls; the text is then often empty. */
  readonly toolCalls?: readonly ToolCall[];
  /** True when it came from the response cache and cost nothing now. */
  readonly cached?: boolean;
  /** Model that answered, as it names itself. */
  readonly model: string;
  /** What the provider stated about its limits beside the answer. */
  readonly limits?: ProviderLimits | null;
}

/**
 * A language model: one call, one answer. Throws coded MODEL_* errors; never retries by itself (the
 * admission middleware does).
 */
export interface ChatModel {
  /** What is known of the model before it is asked. */
  readonly info: ModelInfo;
  /**
   * Seconds after which `complete` gives up by itself with MODEL_TIMEOUT; Infinity for a model that
   * computes in this process. Left out: a run gives up an attempt after 120 seconds.
   */
  readonly timeoutSeconds?: number | undefined;
  /**
   * Throws what is known to be missing before anything is asked, such as a key; a run looks before
   * it makes its folder. Left out: nothing can be missing.
   */
  ready?(): void;
  /** Names of the models that the same endpoint offers, where it can tell. */
  offered?(signal?: AbortSignal): Promise<readonly string[]>;
  /**
   * True where answers take hours and come together, as in batches: many are asked at once. Default: false.
   */
  readonly answersLater?: boolean;
  /**
   * Keeps what it must know after a kill in a file of the run, and tells how far it is. Left out:
   * nothing is to be kept.
   */
  keep?(place: { readonly file: string; readonly told: (message: string) => void }): void;
  /** Answers one request. */
  complete(request: ChatRequest): Promise<ChatResponse>;
}

/**
 * Wraps a model with one more behaviour: tracing, cache, budget, admission, or one of the user's
 * (`launch(task, { middleware: [mine] })`).
 *
 * One that changes answers gives the model a `fingerprint` of its own, so that the cache keeps them
 * apart from the answers without it.
 *
 *     const shorter: ModelMiddleware = (model) => ({
 *       ...model,
 *       info: { ...model.info, fingerprint: `${model.info.fingerprint}+shorter-1` },
 *       complete: async (request) => {
 *         const answer = await model.complete(request);
 *         return { ...answer, text: answer.text.trim() };
 *       },
 *     });
 */
export type ModelMiddleware = (model: ChatModel) => ChatModel;

/** Turns texts into unit vectors of a fixed dimension. */
export interface EmbeddingModel {
  /** Name that tasks give it. */
  readonly name: string;
  /** Length of its vectors. */
  readonly dimension: number;
  /** Unit vectors of texts, in their order. */
  embed(texts: readonly string[], signal?: AbortSignal): Promise<Float32Array[]>;
}

/** What an embedding model may tell beside its vectors; both may be left out. */
export interface MeteredEmbeddings extends EmbeddingModel {
  /**
   * US dollars per million tokens; 0 for a model that costs nothing, null or left out where
   * unknown.
   */
  readonly price?: number | null;
  /** Seconds until a call gives up by itself with MODEL_TIMEOUT. Left out: 120 seconds in a run. */
  readonly timeoutSeconds?: number | undefined;
  /** Hash of all that decides its vectors beside the texts. Left out: commands keep no vectors. */
  readonly fingerprint?: string | undefined;
  /** Throws what is known to be missing before anything is asked, such as a key. */
  ready?(): void;
  /**
   * Like `embed`, with the tokens that the provider counted, or null where it did not. Left out:
   * tokens are estimated from the texts.
   */
  embedCounted?(texts: readonly string[], signal?: AbortSignal): Promise<CountedVectors>;
}

export interface CountedVectors {
  readonly vectors: Float32Array[];
  readonly tokens: number | null;
}

export interface ObjectRequest<S extends z.ZodType> {
  readonly prompt: Prompt;
  /**
   * What the answer must parse as. Its JSON Schema is computed once per schema object: pass the
   * same object again.
   */
  readonly schema: S;
  /** Name of the wanted object, letters and underscores. */
  readonly name: string;
  readonly step: string;
  readonly orderId: string;
  readonly sampleIds?: readonly string[];
  readonly parameters?: ChatParameters;
  readonly attempt?: number;
  /** Where several models share the role, which of the order's sequence answers. Default: 0. */
  readonly turn?: number;
}

export interface ObjectAnswer<T> {
  readonly value: T;
  readonly text: string;
  readonly usage: Usage;
  readonly logProbabilities?: readonly number[];
  readonly model: string;
}

/** One turn of a conversation of the caller's own. */
export interface ChatTurn {
  readonly messages: readonly ChatMessage[];
  /** Default: text. */
  readonly format?: ResponseFormat;
  readonly tools?: readonly ToolDefinition[];
  readonly toolChoice?: ToolChoice;
  readonly step: string;
  readonly orderId: string;
  readonly sampleIds?: readonly string[];
  readonly parameters?: ChatParameters;
  /** Of equal turns the how manyth, from 0: each is asked and cached for itself. */
  readonly attempt?: number;
  readonly parentSpan?: string;
  /** Default: the run's. */
  readonly signal?: AbortSignal;
}

/** A model as an agent sees it: its role's settings and every middleware around it. */
export interface RoleModel {
  /** What is known of the model. */
  readonly info: ModelInfo;
  /**
   * Asks for an object: JSON schema -> JSON mode -> fenced text -> one correction turn; then
   * MODEL_OUTPUT (or _EMPTY, _REFUSED, _TRUNCATED).
   */
  object<S extends z.ZodType>(request: ObjectRequest<S>): Promise<ObjectAnswer<z.output<S>>>;
  /** Asks for plain words. */
  text(request: Omit<ObjectRequest<z.ZodString>, "schema" | "name">): Promise<ObjectAnswer<string>>;
  /**
   * Sends messages as they are and gives back the answer as it came, tool calls included: for
   * conversations and tool loops. Nothing is asked again.
   *
   * @throws MODEL_BAD_REQUEST if tools are offered to a model that cannot be given any
   */
  chat(turn: ChatTurn): Promise<ChatResponse>;
}
