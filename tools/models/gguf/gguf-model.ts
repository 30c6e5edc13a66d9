import { randomInt } from "node:crypto";
import { basename, resolve } from "node:path";
import { DatawrightError, isDatawrightError } from "../../../base/errors.js";
import { canonicalJson, sha256Hex } from "../../../base/statistics/hash.js";
import { TimeSlices } from "../../../base/workers/time-slices.js";
import type { ChatMessage } from "../../../schema/prompt.js";
import type { ChatModel, ChatRequest, ChatResponse, ModelInfo } from "../contract.js";
import { onAbort } from "../middleware/on-abort.js";
import { withDeadline } from "../middleware/with-deadline.js";
import { readGgufFile } from "./gguf-file.js";
import { llamaEngine, type LlamaSlot, type LoadLibrary } from "./llama-engine.js";
import { loadLlamaLibrary, locateLlamaLibrary, type ChatItem } from "./llama-library.js";

/** How a model from a GGUF file is loaded, and how it answers. */
export interface GgufModelOptions {
  /** Path of the file, from the working directory where it is relative. */
  readonly path: string;
  /** Tokens of prompt and answer together. Default: what the file was trained on, at most 8192. */
  readonly contextTokens?: number;
  /** Limit of one answer where a request sets none. Default: the room that the prompt leaves. */
  readonly maxTokens?: number;
  /**
   * Seconds for one answer, from when its turn has come: neither loading nor waiting counts.
   * Default: 600.
   */
  readonly timeoutSeconds?: number;
  /** Calls that run at the same time; each needs the memory of a context. Default: 1. */
  readonly concurrency?: number;
  /**
   * Threads that compute one answer. Default: the cores, shared by as many calls as may run. More
   * threads than cores that are free make it many times slower.
   */
  readonly threads?: number;
  /** US dollars per million tokens. Default: 0. */
  readonly price?: NonNullable<ModelInfo["price"]>;
  /** Gives node-llama-cpp where it is installed elsewhere. Default: the installed package. */
  readonly library?: LoadLibrary;
}

const UNTOLD_CONTEXT_TOKENS = 4096;
const DEFAULT_CONTEXT_TOKENS = 8192;
const DEFAULT_TIMEOUT_SECONDS = 600;
/** llama.cpp's own settings of sampling, where a request says nothing. */
const USUAL = { temperature: 0.8, topP: 0.95, topK: 40, minP: 0.05 };
/** The largest number of 32 bits means "any" to llama.cpp. */
const MOST_SEEDS = 2 ** 32 - 1;
/** Tokens that the library keeps free in a context; at fewer it would drop turns of the prompt. */
const KEPT_FREE = 8;
/** Characters that are tokenized in one go: a few milliseconds. */
const PIECE = 20_000;

/**
 * A model in a GGUF file of the user's, computed in this process on the CPU by llama.cpp
 * (node-llama-cpp, which the user installs). Nothing is downloaded or compiled.
 *
 * The file is loaded with the first call, once per process. The same request with the same seed
 * gives the same text on the same machine, whatever runs beside it. JSON schemas are held by
 * llama.cpp's grammars and shown to the model in words; the file's own chat template is used.
 *
 * @throws MODEL_UNKNOWN where the file is missing or no GGUF file, PACKAGE_MISSING; from `complete`
 *         also MODEL_BAD_REQUEST (details.contextExceeded where the prompt is too long),
 *         MODEL_TIMEOUT, MODEL_ABORTED, MODEL_SERVER
 */
export function ggufModel(options: GgufModelOptions): ChatModel {
  const file = readGgufFile(resolve(options.path));
  if (options.library === undefined) locateLlamaLibrary();
  const { timeoutSeconds = DEFAULT_TIMEOUT_SECONDS, concurrency = 1 } = options;
  const contextTokens =
    options.contextTokens ??
    Math.min(file.contextTokens ?? UNTOLD_CONTEXT_TOKENS, DEFAULT_CONTEXT_TOKENS);
  const engine = llamaEngine({
    file,
    contextTokens,
    concurrency,
    threads: options.threads ?? null,
    library: options.library ?? loadLlamaLibrary,
  });
  const slices = new TimeSlices();
  const name = `gguf:${basename(options.path)}`;

  const info: ModelInfo = {
    name,
    fingerprint: sha256Hex(
      canonicalJson(["gguf", file.hash, contextTokens, options.maxTokens ?? null]),
    ).slice(0, 20),
    contextTokens,
    price: options.price ?? { input: 0, output: 0 },
    logProbabilities: false,
    structured: ["schema", "text"],
    countTokens: async (text) => {
      const { model } = await engine.loaded();
      let tokens = 0;
      for (const piece of piecesOf(text)) {
        if (slices.over) await slices.turn();
        tokens += model.tokenize(piece).length;
      }
      return tokens;
    },
  };

  async function sample(
    request: ChatRequest,
    slot: LlamaSlot,
    { signal, history, grammar, room }: Prepared & { readonly signal: AbortSignal },
  ): Promise<ChatResponse> {
    const { temperature, topP, maxTokens = options.maxTokens, stop, seed } = request.parameters;
    const { sequence, chat } = slot;
    await sequence.clearHistory();
    const before = sequence.tokenMeter.getState();
    const { response, metadata } = await chat.generateResponse(history, {
      signal,
      maxTokens: Math.min(maxTokens ?? room, room),
      temperature: temperature ?? USUAL.temperature,
      // Who says where the unlikely is cut off wants no other cut.
      topP: topP ?? USUAL.topP,
      topK: topP === undefined ? USUAL.topK : 0,
      minP: topP === undefined ? USUAL.minP : 0,
      seed: seed === undefined ? randomInt(MOST_SEEDS) : seed % MOST_SEEDS,
      // JSON repeats its names and signs.
      repeatPenalty: false,
      grammar,
      customStopTriggers: stop === undefined || stop.length === 0 ? undefined : stop,
    });
    const after = sequence.tokenMeter.getState();
    return {
      text: response,
      finish: metadata.stopReason === "maxTokens" ? "length" : "stop",
      usage: {
        inputTokens: after.usedInputTokens - before.usedInputTokens,
        outputTokens: after.usedOutputTokens - before.usedOutputTokens,
      },
      model: name,
    };
  }

  interface Prepared {
    readonly history: readonly ChatItem[];
    readonly grammar: object | undefined;
    /** Tokens that an answer may have. */
    readonly room: number;
  }

  async function prepare(request: ChatRequest): Promise<Prepared> {
    const { schema } = request.format;
    const { model, wrapper } = await engine.loaded();
    const wanted = request.format.type === "text" ? undefined : schema;
    const grammar = wanted === undefined ? undefined : await engine.grammar(wanted);
    const history = historyOf(request.messages, wanted);
    const prompt = wrapper
      .generateContextState({ chatHistory: [...history, { type: "model", response: [] }] })
      .contextText.tokenize(model.tokenizer).length;
    const room = contextTokens - prompt - KEPT_FREE;
    if (room < 1)
      throw new DatawrightError({
        code: "MODEL_BAD_REQUEST",
        message:
          `the prompt has ${prompt} tokens and leaves no room for an answer in the context of ` +
          `${contextTokens} that ${name} has`,
        hint: "Raise contextTokens of this model, or give fewer or shorter demonstrations and sources.",
        details: { model: name, contextExceeded: true, promptTokens: prompt, contextTokens },
      });
    return { history, grammar, room };
  }

  async function complete(request: ChatRequest): Promise<ChatResponse> {
    if (request.tools !== undefined && request.tools.length > 0)
      throw new DatawrightError({
        code: "MODEL_BAD_REQUEST",
        message: `${name} cannot be given tools`,
        details: { model: name },
      });
    const prepared = await unlessAborted(prepare(request), request.signal, name);
    const taken = engine.take();
    let slot: LlamaSlot;
    try {
      slot = await unlessAborted(taken, request.signal, name);
    } catch (error) {
      // A place that comes too late goes to the next one.
      taken.then(
        (late) => engine.release(late),
        () => undefined,
      );
      throw error;
    }
    let sampling: Promise<unknown> = Promise.resolve();
    try {
      return await withDeadline(
        (signal) => {
          const answer = sample(request, slot, { ...prepared, signal });
          sampling = answer;
          return answer;
        },
        { seconds: timeoutSeconds, signal: request.signal, name },
      );
    } finally {
      // The call may be over before llama.cpp has stopped.
      const release = (): void => engine.release(slot);
      sampling.then(release, release);
    }
  }

  return {
    info,
    timeoutSeconds,
    complete: async (request) => {
      try {
        return await complete(request);
      } catch (error) {
        if (isDatawrightError(error)) throw error;
        throw new DatawrightError({
          code: "MODEL_SERVER",
          message: `${name}: ${String((error as Error).message)}`,
          details: { model: name },
          cause: error,
        });
      }
    },
  };
}

/**
 * A conversation as the library takes it: neighbours of one role are one turn (many templates
 * refuse others), a tool's answer is the user's, and a wanted schema is shown after the last turn.
 */
function historyOf(messages: readonly ChatMessage[], schema: unknown): ChatItem[] {
  const turns: { role: "system" | "user" | "assistant"; texts: string[] }[] = [];
  const add = (role: ChatMessage["role"], text: string): void => {
    const of = role === "tool" ? "user" : role;
    const last = turns.at(-1);
    if (last?.role === of) last.texts.push(text);
    else turns.push({ role: of, texts: [text] });
  };
  for (const { role, content } of messages) add(role, content);
  if (schema !== undefined)
    add(
      "user",
      "Answer with one JSON object and nothing else. It must fit this JSON Schema:\n" +
        JSON.stringify(schema),
    );
  return turns.map(({ role, texts }) => {
    const text = texts.join("\n\n");
    return role === "assistant" ? { type: "model", response: [text] } : { type: role, text };
  });
}

/** Settles with the promise, or rejects as soon as the signal aborts. @throws MODEL_ABORTED */
function unlessAborted<T>(
  promise: Promise<T>,
  signal: AbortSignal | undefined,
  name: string,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const leave = onAbort(signal, () =>
      reject(
        new DatawrightError({
          code: "MODEL_ABORTED",
          message: `the call to ${name} was cancelled`,
        }),
      ),
    );
    void promise.then(resolve, reject).finally(leave);
  });
}

/** A text in pieces that begin with a space where there is one: no token spans two of them. */
function* piecesOf(text: string): Generator<string> {
  for (let start = 0; start < text.length;) {
    let end = start + PIECE;
    if (end < text.length) {
      const space = text.lastIndexOf(" ", end);
      if (space > start) end = space;
    }
    yield text.slice(start, end);
    start = end;
  }
}
