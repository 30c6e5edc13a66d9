import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { DatawrightError } from "../../../base/errors.js";

const PACKAGE = "node-llama-cpp";

/** What is used of node-llama-cpp (version 3), which is the user's to install. */
export interface LlamaLibrary {
  getLlama(options: {
    readonly gpu: false;
    readonly build: "never";
    readonly skipDownload: boolean;
    readonly progressLogs: boolean;
    readonly logLevel: "error";
    readonly logger: (level: string, message: string) => void;
  }): Promise<Llama>;
  resolveChatWrapper(model: LlamaModel): ChatWrapper;
  readonly LlamaChat: new (options: {
    readonly contextSequence: LlamaSequence;
    readonly chatWrapper: ChatWrapper;
  }) => LlamaChat;
}

export interface Llama {
  readonly cpuMathCores: number;
  loadModel(options: {
    readonly modelPath: string;
    readonly gpuLayers: number;
  }): Promise<LlamaModel>;
  createGrammarForJsonSchema(schema: never): Promise<object>;
}

export interface LlamaModel {
  readonly tokenizer: object;
  tokenize(text: string): readonly unknown[];
  createContext(options: {
    readonly contextSize: number;
    readonly sequences: number;
    readonly threads: number;
    readonly flashAttention: boolean;
  }): Promise<{ getSequence(): LlamaSequence }>;
}

export interface LlamaSequence {
  readonly contextSize: number;
  readonly tokenMeter: {
    getState(): { readonly usedInputTokens: number; readonly usedOutputTokens: number };
  };
  clearHistory(): Promise<void>;
}

/** How a conversation is written for one model: its template. */
export interface ChatWrapper {
  generateContextState(options: { readonly chatHistory: readonly ChatItem[] }): {
    readonly contextText: { tokenize(tokenizer: object): readonly unknown[] };
  };
}

export type ChatItem =
  | { readonly type: "system" | "user"; readonly text: string }
  | { readonly type: "model"; readonly response: readonly string[] };

export interface LlamaChat {
  generateResponse(
    history: readonly ChatItem[],
    options: {
      readonly signal: AbortSignal;
      readonly maxTokens: number;
      readonly temperature: number;
      readonly topP: number;
      readonly topK: number;
      readonly minP: number;
      readonly seed: number;
      readonly repeatPenalty: false;
      readonly grammar?: object | undefined;
      readonly customStopTriggers?: readonly string[] | undefined;
    },
  ): Promise<{ readonly response: string; readonly metadata: { readonly stopReason: string } }>;
}

/**
 * Loads node-llama-cpp from beside this package, else from the project that the command runs in.
 *
 * @throws PACKAGE_MISSING with the command that installs it
 */
export async function loadLlamaLibrary(): Promise<LlamaLibrary> {
  const file = locateLlamaLibrary();
  try {
    return (await import(pathToFileURL(file).href)) as LlamaLibrary;
  } catch (error) {
    throw missing(`does not load: ${String((error as Error).message)}`, error);
  }
}

/** Where the package is looked for: beside this one, and in the project that a command runs in. */
const places = (): readonly string[] => [import.meta.url, join(process.cwd(), "package.json")];

/**
 * The file of the installed package: a look at the disk, nothing is loaded.
 *
 * @param from files whose folders it may be installed in or above
 * @throws PACKAGE_MISSING with the command that installs it
 */
export function locateLlamaLibrary(from: readonly string[] = places()): string {
  for (const place of from) {
    try {
      return createRequire(place).resolve(PACKAGE);
    } catch {
      // Not installed there.
    }
  }
  throw missing("is not installed");
}

/** The package is there, but nothing in it runs on this machine. */
export function withoutBinary(cause: unknown): DatawrightError {
  return missing(`has no binary for this machine (${process.platform}-${process.arch})`, cause);
}

function missing(what: string, cause?: unknown): DatawrightError {
  return new DatawrightError({
    code: "PACKAGE_MISSING",
    message: `models of the form gguf:PATH need the package ${PACKAGE}, which ${what}`,
    hint: `Run \`npm install ${PACKAGE}@3\` in this folder.`,
    details: { package: PACKAGE },
    cause,
  });
}
