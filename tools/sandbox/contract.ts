import type { SandboxLanguage } from "../../schema/task-file/checker.js";
import type { JsonValue } from "../../schema/json.js";

/** What bounds one run, with the defaults. */
export const SANDBOX_LIMITS = {
  timeoutSeconds: 2,
  memoryMegabytes: 64,
  outputCharacters: 100_000,
  maxRows: 1000,
} as const;

/** What code is given, and its limits. */
export interface SandboxOptions {
  /**
   * Name -> value that the code finds: a global in JavaScript and Python, a parameter `:name` in
   * SQL, JSON on standard input in the shell.
   */
  readonly input?: Readonly<Record<string, JsonValue>>;
  /** SQL: the script that makes the tables and rows. Other languages have none. */
  readonly setup?: string;
  /** Wall-clock time of the run, without the start of its boundary. Default: 2. */
  readonly timeoutSeconds?: number;
  /** Memory beyond what the empty boundary takes. Default: 64. */
  readonly memoryMegabytes?: number;
  /** Most characters of the value's JSON, and of what was printed. Default: 100,000. */
  readonly outputCharacters?: number;
  /**
   * SQL: most rows that a statement hands back; the result is marked as truncated above. Default:
   * 1000.
   */
  readonly maxRows?: number;
  /** Only parses the code: an error of kind `syntax`, or a result without a value. */
  readonly parseOnly?: boolean;
  /** Stops the code. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Why code gave no value. `syntax`: it does not parse; `runtime`: it threw or failed; `refused`: it
 * asked for what the boundary does not allow; `output`: its value is too large or is no JSON;
 * `crash`: the engine itself ended.
 */
export type SandboxErrorKind =
  "syntax" | "runtime" | "refused" | "timeout" | "memory" | "output" | "crash";
/** What went wrong with the code. */
export interface SandboxError {
  /** Which sort of error it is. */
  readonly kind: SandboxErrorKind;
  /** What was wrong. */
  readonly message: string;
  /** Line of the code, from 1; null where it is not known. */
  readonly line: number | null;
  /** True when it was not the code but the setup script. */
  readonly inSetup?: boolean;
}

/** What the code gave. */
export interface SandboxResult {
  /**
   * The code's value; null without one. SQL: `{ columns, rows }` of the last statement that has
   * rows.
   */
  readonly value: JsonValue;
  /** What the code printed. */
  readonly stdout: string;
  /** What went wrong; null where nothing did. */
  readonly error: SandboxError | null;
  /** True if it took more time than it may. */
  readonly timedOut: boolean;
  /** True if it took more memory than it may. */
  readonly memoryExceeded: boolean;
  /** True when rows or printed text were cut at their limit. */
  readonly truncated: boolean;
}

/**
 * A boundary that code of a model can be run in: no file, no network, no environment, no object of
 * the host.
 *
 *     const sandbox: Sandbox = {
 *       name: "echo",
 *       run: async (code) => ({ value: code, stdout: "", error: null, timedOut: false, memoryExceeded: false, truncated: false }),
 *     };
 */
export interface Sandbox {
  /** What runs the code. */
  readonly name: SandboxLanguage | (string & {});
  /**
   * Never throws for what the code does.
   * @throws NO_SANDBOX if the boundary is not installed; INTERRUPTED; SHAPE for wrong limits
   */
  run(code: string, options?: SandboxOptions): Promise<SandboxResult>;
}
