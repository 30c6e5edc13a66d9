import type { JsonSchema } from "../../../schema/json.js";
import { DatawrightError, isDatawrightError } from "../../../base/errors.js";
import { unusable, type GgufFile } from "./gguf-file.js";
import { llamaGrammarSchema } from "./llama-grammar.js";
import {
  withoutBinary,
  type ChatWrapper,
  type Llama,
  type LlamaChat,
  type LlamaLibrary,
  type LlamaModel,
  type LlamaSequence,
} from "./llama-library.js";

/** Loads the library; equal functions share what they loaded. */
export type LoadLibrary = () => Promise<LlamaLibrary>;

interface Loaded {
  readonly library: LlamaLibrary;
  readonly llama: Llama;
  readonly model: LlamaModel;
  readonly wrapper: ChatWrapper;
}

/** One call's place: a context of its own, so that what runs beside it does not touch its numbers. */
export interface LlamaSlot {
  readonly sequence: LlamaSequence;
  readonly chat: LlamaChat;
}

export interface LlamaEngineOptions {
  readonly file: GgufFile;
  readonly contextTokens: number;
  /** Calls that may run at the same time. */
  readonly concurrency: number;
  /** Threads of one call; null: the cores, shared by as many calls as may run. */
  readonly threads: number | null;
  readonly library: LoadLibrary;
}

/** Lines that llama.cpp wrote before it failed, kept for the message of the error. */
const MOST_LINES = 3;

/**
 * A model in this process: loaded with the first call, once per file whoever asks, and a fixed
 * number of places at which calls run; the others wait, first come, first served.
 *
 * llama.cpp's results depend on what is computed together, in the last bits and so, sometimes, in
 * the text. A place therefore starts each call from an empty context and a fixed number of threads.
 */
export class LlamaEngine {
  readonly #options: LlamaEngineOptions;
  readonly #free: LlamaSlot[] = [];
  readonly #waiting: ((turn: LlamaSlot | null) => void)[] = [];
  readonly #grammars = new WeakMap<JsonSchema, Promise<object>>();
  #made = 0;

  constructor(options: LlamaEngineOptions) {
    this.#options = options;
  }

  /**
   * The model, loaded with the first call.
   *
   * @throws PACKAGE_MISSING, MODEL_UNKNOWN
   */
  loaded(): Promise<Loaded> {
    return loadedModel(this.#options);
  }

  /** The grammar that holds an answer to a schema. @throws MODEL_BAD_REQUEST */
  async grammar(schema: JsonSchema): Promise<object> {
    let grammar = this.#grammars.get(schema);
    if (grammar === undefined) {
      const { llama } = await this.loaded();
      grammar = grammarOf(llama, schema);
      this.#grammars.set(schema, grammar);
    }
    return grammar;
  }

  /**
   * A place for one call, to be given back by `release`.
   *
   * @throws MODEL_UNKNOWN where there is not enough memory for a context
   */
  async take(): Promise<LlamaSlot> {
    const free = this.#free.pop();
    if (free !== undefined) return free;
    if (this.#made >= this.#options.concurrency) {
      const slot = await new Promise<LlamaSlot | null>((resolve) => this.#waiting.push(resolve));
      if (slot !== null) return slot;
    } else this.#made += 1;
    try {
      return await this.#make();
    } catch (error) {
      // The next in the line tries for itself, and has an error of its own to report.
      const next = this.#waiting.shift();
      if (next === undefined) this.#made -= 1;
      else next(null);
      throw error;
    }
  }

  release(slot: LlamaSlot): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free.push(slot);
    else next(slot);
  }

  async #make(): Promise<LlamaSlot> {
    const { file, contextTokens, concurrency, threads } = this.#options;
    const { library, llama, model, wrapper } = await this.loaded();
    try {
      const context = await model.createContext({
        contextSize: contextTokens,
        sequences: 1,
        threads: threads ?? Math.max(1, Math.floor(llama.cpuMathCores / concurrency)),
        flashAttention: false,
      });
      const sequence = context.getSequence();
      return {
        sequence,
        chat: new library.LlamaChat({ contextSequence: sequence, chatWrapper: wrapper }),
      };
    } catch (error) {
      throw unusable(
        file.path,
        `leaves no room for a context of ${contextTokens} tokens: ${String((error as Error).message)}`,
        "Lower contextTokens or concurrency of this model, or take a smaller file.",
      );
    }
  }
}

const engines = new WeakMap<LoadLibrary, Map<string, LlamaEngine>>();
const models = new WeakMap<LoadLibrary, Map<string, Promise<Loaded>>>();
const llamas = new WeakMap<LoadLibrary, Promise<Llama>>();
/** What llama.cpp said last: one native library, one log. */
const said: string[] = [];

/** The engine for a file: models of one process that name the same one share it. */
export function llamaEngine(options: LlamaEngineOptions): LlamaEngine {
  const { file, contextTokens, concurrency, threads, library } = options;
  const key = JSON.stringify([file.path, file.version, contextTokens, concurrency, threads]);
  const known = mapOf(engines, library);
  let engine = known.get(key);
  if (engine === undefined) known.set(key, (engine = new LlamaEngine(options)));
  return engine;
}

function loadedModel({ file, library }: LlamaEngineOptions): Promise<Loaded> {
  const key = JSON.stringify([file.path, file.version]);
  const known = mapOf(models, library);
  let loading = known.get(key);
  if (loading === undefined) {
    loading = load(file, library);
    known.set(key, loading);
    // A later call may find more memory, or the package installed.
    loading.catch(() => known.delete(key));
  }
  return loading;
}

async function load(file: GgufFile, load: LoadLibrary): Promise<Loaded> {
  const library = await load();
  const llama = await llamaOf(library, load);
  try {
    said.length = 0;
    // Nothing is left on a graphics card: it may be another one tomorrow, with other numbers.
    const model = await llama.loadModel({ modelPath: file.path, gpuLayers: 0 });
    return { library, llama, model, wrapper: library.resolveChatWrapper(model) };
  } catch (error) {
    const { message } = error as Error;
    const reason = [message, ...said.slice(-MOST_LINES)].join("; ").replaceAll(/\s+/gu, " ");
    throw unusable(
      file.path,
      `does not load: ${reason}`,
      /insufficient memory|not enough/iu.test(reason)
        ? "Take a smaller file or one of a smaller quantization, or free memory."
        : "Check that the file is whole, and that the installed node-llama-cpp is new enough for it.",
    );
  }
}

async function llamaOf(library: LlamaLibrary, load: LoadLibrary): Promise<Llama> {
  let starting = llamas.get(load);
  if (starting === undefined) {
    starting = library.getLlama({
      gpu: false,
      // Nothing is downloaded or compiled here: the package brings binaries for the usual machines.
      build: "never",
      skipDownload: true,
      progressLogs: false,
      logLevel: "error",
      logger: (_level, message) => {
        said.push(message.trim());
        if (said.length > MOST_LINES) said.shift();
      },
    });
    llamas.set(load, starting);
    starting.catch(() => llamas.delete(load));
  }
  try {
    return await starting;
  } catch (error) {
    throw withoutBinary(error);
  }
}

async function grammarOf(llama: Llama, schema: JsonSchema): Promise<object> {
  const sayable = llamaGrammarSchema(schema);
  try {
    return await llama.createGrammarForJsonSchema(sayable as never);
  } catch (error) {
    if (isDatawrightError(error)) throw error;
    throw new DatawrightError({
      code: "MODEL_BAD_REQUEST",
      message: `a grammar for this JSON Schema cannot be made: ${String((error as Error).message)}`,
    });
  }
}

function mapOf<V>(all: WeakMap<LoadLibrary, Map<string, V>>, key: LoadLibrary): Map<string, V> {
  let map = all.get(key);
  if (map === undefined) all.set(key, (map = new Map()));
  return map;
}
