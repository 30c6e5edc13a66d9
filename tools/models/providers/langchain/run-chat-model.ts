import {
  CallbackManager,
  type CallbackManagerForLLMRun,
  type Callbacks,
} from "@langchain/core/callbacks/manager";
import type { BaseLanguageModelInput } from "@langchain/core/language_models/base";
import {
  BaseChatModel,
  type BaseChatModelCallOptions,
  type BindToolsInput,
} from "@langchain/core/language_models/chat_models";
import type { AIMessageChunk, BaseMessage } from "@langchain/core/messages";
import type { ChatResult } from "@langchain/core/outputs";
import { RunnableLambda, type Runnable } from "@langchain/core/runnables";
import { convertToOpenAITool } from "@langchain/core/utils/function_calling";
import { isInteropZodSchema } from "@langchain/core/utils/types";
import { toJsonSchema } from "@langchain/core/utils/json_schema";
import { DatawrightError } from "../../../../base/errors.js";
import { canonicalJson, sha256Hex } from "../../../../base/statistics/hash.js";
import type { JsonSchema } from "../../../../schema/json.js";
import type { ChatParameters, ChatTurn, ResponseFormat, RoleModel } from "../../contract.js";
import { withCallbacks } from "../../middleware/graph-callbacks.js";
import { parseJsonAnswer } from "../../prompt/parse-json-answer.js";
import { aiMessage, chatMessage, toolChoice, toolDefinition } from "./from-langchain-messages.js";

/** Whose calls they are: part of the cache key and of the span. */
export interface RunChatModelOptions {
  readonly model: RoleModel;
  readonly orderId: string;
  readonly step: string;
  readonly sampleIds: readonly string[];
  /** Equal requests of one agent's call so far, by hash: shared by all models made for that call. */
  readonly asked: Map<string, number>;
}

interface CallOptions extends BaseChatModelCallOptions {
  readonly tools?: readonly unknown[];
  readonly temperature?: number;
  readonly topP?: number;
  readonly maxTokens?: number;
  readonly seed?: number;
  readonly format?: ResponseFormat;
}

/** A callback handler that knows the span of a LangChain run: the trace of `fromRunnable`. */
interface SpanFinder {
  spanOf(runId: string): Promise<string> | undefined;
}

/**
 * A role's model as a LangChain chat model: for chains, and for LangGraph agents with tools.
 *
 * Each call goes the way of every model call of a run: traced with prompt, answer, tokens and
 * model, cached, budgeted, limited and tried again. Equal requests within one call of an agent are
 * told apart by their count, so that a graph that asks in parallel asks the same when it is resumed.
 *
 * @throws MODEL_* and BUDGET_EXHAUSTED, as `context.model` does; MODEL_BAD_REQUEST for content that
 *         is no text, and where tools are bound to a model that cannot be given any
 */
export class RunChatModel extends BaseChatModel<CallOptions, AIMessageChunk> {
  readonly #options: RunChatModelOptions;

  constructor(options: RunChatModelOptions) {
    super({ disableStreaming: true });
    this.#options = options;
  }

  static override lc_name(): string {
    return "RunChatModel";
  }

  _llmType(): string {
    return "datawright";
  }

  override _modelType(): string {
    return "base_chat_model";
  }

  /** The name that traces of others show. */
  get model(): string {
    return this.#options.model.info.name;
  }

  override bindTools(
    tools: BindToolsInput[],
    kwargs?: Partial<CallOptions>,
  ): Runnable<BaseLanguageModelInput, AIMessageChunk, CallOptions> {
    return this.withConfig({
      tools: tools.map((tool) => convertToOpenAITool(tool as Record<string, unknown>)),
      ...kwargs,
    } as Partial<CallOptions>);
  }

  /**
   * Asks for an object by the best way that the model has (JSON schema, JSON mode, text); an answer
   * that does not fit is asked for once more, with its problems shown.
   */
  // The overloads of the base class differ in generics only.
  override withStructuredOutput(schema: unknown, config?: unknown): never {
    const { name, includeRaw } = (config ?? {}) as { name?: string; includeRaw?: boolean };
    const wanted = wantedOf(schema, name);
    const ask = RunnableLambda.from(async (input: BaseLanguageModelInput, options) => {
      const messages = messagesOf(input);
      const [rung = "text"] = this.#options.model.info.structured;
      const format: ResponseFormat =
        rung === "text" ? { type: "text" } : { type: rung, name: wanted.name, schema: wanted.json };
      if (rung !== "schema")
        messages.push({ role: "user", content: inWords(wanted.json) } as never);
      for (let last = false; ; last = true) {
        const raw = await this.invoke(messages, { ...options, format } as never);
        const read = wanted.read(raw.text);
        if (read.ok) return includeRaw === true ? { raw, parsed: read.value } : read.value;
        if (last && includeRaw === true) return { raw, parsed: null };
        if (last)
          throw new DatawrightError({
            code: "MODEL_OUTPUT",
            message: `${this.model} gave an answer that does not fit after the correction turn: ${read.problem}`,
            details: { text: raw.text },
          });
        messages.push(raw, {
          role: "user",
          content: `Your answer does not fit:\n- ${read.problem}\nAnswer again with the whole corrected JSON object and nothing else.`,
        } as never);
      }
    });
    return ask.withConfig({ runName: "StructuredOutput" }) as never;
  }

  override async _generate(
    messages: BaseMessage[],
    options: this["ParsedCallOptions"],
    runManager?: CallbackManagerForLLMRun,
  ): Promise<ChatResult> {
    const { model, orderId, step, sampleIds } = this.#options;
    const asked = messages.map(chatMessage);
    const tools = (options.tools ?? []).map(toolDefinition);
    const parentSpan = await spanOf(runManager);
    const turn: ChatTurn = {
      messages: asked,
      tools: tools.length > 0 ? tools : undefined,
      toolChoice: toolChoice(options.tool_choice),
      format: options.format,
      parameters: parametersOf(options),
      step,
      orderId,
      sampleIds,
      attempt: this.#attemptOf(canonicalJson([asked, tools, options.format?.name ?? ""])),
      parentSpan,
      signal: options.signal,
    };
    const response = await withCallbacks(callbacksBelow(runManager), () => model.chat(turn));
    return { generations: [{ text: response.text, message: aiMessage(response) }] };
  }

  #attemptOf(request: string): number {
    const { asked } = this.#options;
    const key = sha256Hex(request);
    const before = asked.get(key) ?? 0;
    asked.set(key, before + 1);
    return before;
  }
}

/** The span in which the trace shows this call's LangChain run, where there is one. */
async function spanOf(manager: CallbackManagerForLLMRun | undefined): Promise<string | undefined> {
  if (manager === undefined) return undefined;
  for (const handler of manager.handlers) {
    const finder = handler as unknown as Partial<SpanFinder>;
    if (typeof finder.spanOf === "function") return finder.spanOf(manager.runId);
  }
  return undefined;
}

/** What the provider's own client is given: it hangs below this call, and the trace has it once. */
function callbacksBelow(manager: CallbackManagerForLLMRun | undefined): Callbacks | undefined {
  if (manager === undefined) return undefined;
  const below = new CallbackManager(manager.runId);
  below.setHandlers(manager.handlers.filter((handler) => !("spanOf" in handler)));
  return below;
}

function parametersOf(options: CallOptions): ChatParameters {
  const { temperature, topP, maxTokens, seed, stop } = options;
  return Object.fromEntries(
    Object.entries({ temperature, topP, maxTokens, seed, stop }).filter(
      ([, value]) => value !== undefined,
    ),
  );
}

interface Wanted {
  readonly name: string;
  readonly json: JsonSchema;
  read(text: string): { ok: true; value: unknown } | { ok: false; problem: string };
}

function wantedOf(schema: unknown, name: string | undefined): Wanted {
  const isZod = isInteropZodSchema(schema as never);
  const json = (isZod ? toJsonSchema(schema as never) : schema) as JsonSchema;
  const title = (json as { title?: unknown }).title;
  return {
    name: name ?? (typeof title === "string" ? title.replaceAll(/\W+/gu, "_") : "answer"),
    json,
    read: (text) => {
      const parsed = parseJsonAnswer(text);
      if (!parsed.ok) return { ok: false, problem: parsed.problem };
      if (!isZod) return { ok: true, value: parsed.value };
      const checked = (
        schema as { safeParse(value: unknown): { success: boolean; data?: unknown; error?: Error } }
      ).safeParse(parsed.value);
      return checked.success
        ? { ok: true, value: checked.data }
        : { ok: false, problem: checked.error?.message ?? "it does not fit the schema" };
    },
  };
}

function inWords(json: JsonSchema): string {
  return `Answer with one JSON object and nothing else. It must fit this JSON Schema:\n${JSON.stringify(json)}`;
}

function messagesOf(input: BaseLanguageModelInput): BaseMessage[] {
  if (typeof input === "string") return [{ role: "user", content: input }] as never;
  if (Array.isArray(input)) return [...input] as BaseMessage[];
  return [...input.toChatMessages()];
}
