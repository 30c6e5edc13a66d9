import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, mkdirSync, openSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { DatawrightError } from "../../base/errors.js";
import { ERROR_CODES, type ErrorCode } from "../../base/error-codes.js";
import type { Workspace } from "../../memory/workspace.js";

const COMMAND = fileURLToPath(new URL("../../cli/main.js", import.meta.url));
/** Characters of a child's log that are read for what it said. */
const LOG_TAIL = 20_000;

/** Commands in processes of their own: the studio answers on while they work, and survives them. */
export class ChildRuns {
  readonly #workspace: Workspace;
  readonly #store: string | undefined;
  readonly #command: readonly string[];
  readonly #children = new Map<string, ChildProcess>();

  /** @param command what is started, words of the command line behind it. Default: this package's */
  constructor(
    workspace: Workspace,
    {
      store,
      command,
    }: {
      readonly store?: string | undefined;
      readonly command?: readonly string[] | undefined;
    } = {},
  ) {
    this.#workspace = workspace;
    this.#store = store;
    this.#command = command ?? [process.execPath, COMMAND];
  }

  /** True while a process of this studio works on the run. */
  has(run: string): boolean {
    return this.#children.has(run);
  }

  /**
   * Starts a command on a run.
   * @param options.ready resolves once the run may be named to a page
   * @throws what the command said, where it ended before
   */
  async start(
    run: string,
    words: readonly string[],
    { ready }: { readonly ready: () => Promise<boolean> },
  ): Promise<void> {
    const { child, log } = this.#spawned(run, words);
    const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
    for (;;) {
      const code = await Promise.race([ended, pause(100)]);
      if (await ready()) return;
      if (code !== "pause") throw await whatItSaid(log);
    }
  }

  /** Starts a command and waits for its end. @returns its exit code, and what it printed */
  async finished(run: string, words: readonly string[]): Promise<{ code: number; log: string }> {
    const { child, log } = this.#spawned(run, words);
    const code = await new Promise<number | null>((resolve) => child.once("exit", resolve));
    return { code: code ?? 1, log: await readFile(log, "utf8") };
  }

  /** Asks the process of a run to end with its state saved. @returns false where there is none */
  stop(run: string): boolean {
    return this.#children.get(run)?.kill("SIGINT") ?? false;
  }

  /** Ends what still works, each with its state saved. */
  async close(): Promise<void> {
    const children = [...this.#children.values()];
    const ended = children.map(
      (child) => new Promise<void>((resolve) => child.once("exit", () => resolve())),
    );
    for (const child of children) child.kill("SIGINT");
    await Promise.all(ended);
  }

  #spawned(run: string, words: readonly string[]): { child: ChildProcess; log: string } {
    const folder = join(this.#workspace.folder, "studio");
    mkdirSync(folder, { recursive: true });
    const log = join(folder, `${run}.log`);
    const file = openSync(log, "w", 0o600);
    const [program, ...first] = this.#command as readonly [string, ...string[]];
    try {
      const child = spawn(program, [...first, ...words, "--workspace", this.#workspace.folder], {
        stdio: ["ignore", file, file],
        // In a group of its own: Ctrl-C in a terminal reaches it once, by `close`.
        detached: true,
        env: {
          ...process.env,
          ...(this.#store === undefined ? {} : { DATAWRIGHT_STORE: this.#store }),
        },
      });
      this.#children.set(run, child);
      child.once("exit", () => {
        if (this.#children.get(run) === child) this.#children.delete(run);
      });
      return { child, log };
    } finally {
      closeSync(file);
    }
  }
}

function pause(milliseconds: number): Promise<"pause"> {
  return new Promise((resolve) => setTimeout(() => resolve("pause"), milliseconds));
}

/** The error that a command with `--json` ended with. */
async function whatItSaid(log: string): Promise<DatawrightError> {
  const text = (await readFile(log, "utf8")).slice(-LOG_TAIL);
  const error = text
    .split("\n")
    .reverse()
    .map(errorOf)
    .find((found) => found !== null);
  return (
    error ??
    new DatawrightError({
      code: "INTERNAL",
      message: `the process ended before the run was made: ${text.trim().slice(-500)}`,
      hint: `Its log is ${log}.`,
    })
  );
}

function errorOf(line: string): DatawrightError | null {
  try {
    const { error } = JSON.parse(line) as {
      error?: { code?: unknown; message?: unknown; hint?: unknown };
    };
    if (typeof error?.code !== "string" || !Object.hasOwn(ERROR_CODES, error.code)) return null;
    return new DatawrightError({
      code: error.code as ErrorCode,
      message: String(error.message),
      ...(typeof error.hint === "string" ? { hint: error.hint } : {}),
    });
  } catch {
    return null;
  }
}
