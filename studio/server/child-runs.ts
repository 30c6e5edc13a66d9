import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, mkdirSync, openSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { DatawrightError } from "../../base/errors.js";
import { ERROR_CODES, type ErrorCode } from "../../base/error-codes.js";
import type { Workspace } from "../../memory/workspace.js";
import type { ProcessWork, TaskWork } from "./task-work.js";

/** The compiled package around this file. */
const COMPILED = fileURLToPath(new URL("../../", import.meta.url));

/** Work in processes of their own: the studio answers on meanwhile, and a run survives its death. */
export class ChildRuns {
  readonly #workspace: Workspace;
  readonly #store: string | undefined;
  readonly #queue: string | undefined;
  readonly #compiled: string;
  readonly #runs = new Map<string, ChildProcess>();
  readonly #others = new Set<ChildProcess>();
  #count = 0;

  /** @param options.compiled folder of the compiled package. Default: the one that this is part of */
  constructor(
    workspace: Workspace,
    options: {
      readonly store?: string | undefined;
      readonly queue?: string | undefined;
      readonly compiled?: string | undefined;
    } = {},
  ) {
    this.#workspace = workspace;
    this.#store = options.store;
    this.#queue = options.queue;
    this.#compiled = options.compiled ?? COMPILED;
  }

  /** True while a process of this studio works on the run. */
  has(run: string): boolean {
    return this.#runs.has(run);
  }

  /** Starts a run of a task. @throws what keeps it from being begun */
  async launch(run: string, work: TaskWork): Promise<void> {
    const { child, log } = this.#spawned(run, ["studio/server/task-process.js"], work);
    this.#runs.set(run, child);
    const ended = this.#end(child, () => this.#runs.delete(run));
    await until(ended, async () => (await lastOf(log, "started")) !== undefined);
    const error = await lastOf(log, "error");
    if (error !== undefined) throw errorOf(error);
  }

  /**
   * Starts a command of the command line that works on a run.
   * @returns once `ready` says so, or the command ended; what it said then
   */
  async command(
    run: string,
    words: readonly string[],
    ready: () => Promise<boolean>,
  ): Promise<Readonly<Record<string, unknown>>> {
    const all = ["cli/main.js", ...words, "--json", "--workspace", this.#workspace.folder];
    const { child, log } = this.#spawned(run, all, null);
    this.#runs.set(run, child);
    const ended = this.#end(child, () => this.#runs.delete(run));
    const isOver = await until(ended, ready);
    if (!isOver) return {};
    const error = await lastOf(log, "error");
    if (error !== undefined) throw errorOf(error);
    return { problems: (await lastOf(log, "problems")) ?? [] };
  }

  /** Does work and gives its result. @throws what it ended with; INTERRUPTED by the signal */
  async result(work: ProcessWork, signal: AbortSignal): Promise<unknown> {
    this.#count += 1;
    const { child, log } = this.#spawned(
      `${work.kind}-${process.pid}-${this.#count}`,
      ["studio/server/task-process.js"],
      work,
    );
    this.#others.add(child);
    const stop = (): void => void child.kill("SIGKILL");
    signal.addEventListener("abort", stop, { once: true });
    await this.#end(child, () => this.#others.delete(child));
    signal.removeEventListener("abort", stop);
    const error = await lastOf(log, "error");
    if (error !== undefined) throw errorOf(error);
    const result = await lastOf(log, "result");
    if (result === undefined) throw errorOf(null);
    return result;
  }

  /** Makes the folder of logs and answers. */
  async prepare(): Promise<void> {
    await mkdir(join(this.#workspace.folder, "studio"), { recursive: true });
  }

  /** Asks the process of a run to end with its state saved. @returns false where there is none */
  stop(run: string): boolean {
    return this.#runs.get(run)?.kill("SIGINT") ?? false;
  }

  /** Ends what still works, runs with their state saved. */
  async close(): Promise<void> {
    const children = [...this.#runs.values(), ...this.#others];
    const ended = children.map(
      (child) => new Promise<void>((resolve) => child.once("exit", () => resolve())),
    );
    for (const child of this.#runs.values()) child.kill("SIGINT");
    for (const child of this.#others) child.kill("SIGKILL");
    await Promise.all(ended);
  }

  #end(child: ChildProcess, forget: () => void): Promise<void> {
    return new Promise((resolve) => {
      const over = (): void => {
        forget();
        resolve();
      };
      child.once("exit", over);
      child.once("error", over);
    });
  }

  #spawned(
    name: string,
    [file, ...words]: readonly string[],
    work: ProcessWork | null,
  ): { readonly child: ChildProcess; readonly log: string } {
    const folder = join(this.#workspace.folder, "studio");
    mkdirSync(folder, { recursive: true });
    const log = join(folder, `${name}.log`);
    const output = openSync(log, "w", 0o600);
    try {
      const child = spawn(process.execPath, [join(this.#compiled, file!), ...words], {
        stdio: [work === null ? "ignore" : "pipe", output, output],
        // In a group of its own: Ctrl-C in a terminal reaches it once, by `close`.
        detached: true,
        env: {
          ...process.env,
          ...(this.#store === undefined ? {} : { DATAWRIGHT_STORE: this.#store }),
          // Where the studio has no queue a variable names none either.
          DATAWRIGHT_QUEUE: this.#queue ?? "",
        },
      });
      // A process that ended before it read its work says why in its log.
      child.stdin?.on("error", () => {});
      child.stdin?.end(JSON.stringify(work));
      return { child, log };
    } finally {
      closeSync(output);
    }
  }
}

/** @returns true where the process ended before it was ready */
async function until(ended: Promise<void>, ready: () => Promise<boolean>): Promise<boolean> {
  const over = ended.then(() => "over" as const);
  for (;;) {
    const state = await Promise.race([
      over,
      new Promise<"waits">((resolve) => setTimeout(() => resolve("waits"), 50)),
    ]);
    if (state === "over") return true;
    if (await ready()) return false;
  }
}

/** The last value that a process said under a name, a JSON object a line; undefined for none. */
async function lastOf(log: string, name: string): Promise<unknown> {
  for (const line of (await readFile(log, "utf8")).split("\n").reverse()) {
    if (!line.startsWith("{")) continue;
    try {
      const said = JSON.parse(line) as Record<string, unknown>;
      if (said[name] !== undefined) return said[name];
    } catch {
      // A line that is written at this moment.
    }
  }
  return undefined;
}

function errorOf(said: unknown): DatawrightError {
  const { code, message, hint, details } = (said ?? {}) as Record<string, unknown>;
  return new DatawrightError({
    code:
      typeof code === "string" && Object.hasOwn(ERROR_CODES, code)
        ? (code as ErrorCode)
        : "INTERNAL",
    message: typeof message === "string" ? message : "the process ended without a result",
    ...(typeof hint === "string" ? { hint } : {}),
    ...(typeof details === "object" && details !== null
      ? { details: details as Record<string, unknown> }
      : {}),
  });
}
