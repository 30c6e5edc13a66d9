import { spawn, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import { ROOT } from "./built-package.js";
import type { Finished } from "./run-process.js";

export interface Job {
  /** Default: the root of this repository. */
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Arguments of the built command line. */
  readonly args?: readonly string[];
  /** URL of a module to import in place of a command. */
  readonly module?: string;
}

/**
 * Runs commands of the built package one after the other in one process: loading takes longer than
 * most commands do. For what a process is about (signals, its environment, how it ends), start one:
 * `startNode`.
 */
export class WarmProcess {
  readonly #nodeArgs: readonly string[];
  readonly #waiting = new Map<number, PromiseWithResolver>();
  #child: ChildProcess | undefined;
  #jobs = 0;

  constructor(nodeArgs: readonly string[] = []) {
    this.#nodeArgs = nodeArgs;
  }

  run({ cwd = ROOT, env = {}, args = [], module }: Job): Promise<Finished> {
    const child = (this.#child ??= this.#start());
    const id = this.#jobs++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      child.send({ id, cwd, env, args, module });
    });
  }

  end(): void {
    this.#child?.kill("SIGKILL");
    this.#child = undefined;
  }

  #start(): ChildProcess {
    const {
      NODE_OPTIONS: _options,
      NODE_V8_COVERAGE: _coverage,
      OPENAI_API_KEY: _key,
      OPENAI_BASE_URL: _url,
      ...env
    } = process.env;
    const child = spawn(
      process.execPath,
      [...this.#nodeArgs, join(ROOT, "test", "helpers", "command-process.mjs")],
      { cwd: ROOT, env, stdio: ["ignore", "inherit", "inherit", "ipc"] },
    );
    child.on("message", (message) => {
      const { id, ...finished } = message as Finished & { readonly id: number };
      this.#waiting.get(id)?.resolve(finished);
      this.#waiting.delete(id);
    });
    child.on("close", (code, signal) => {
      const error = new Error(`the process of the commands ended with ${code ?? signal}`);
      for (const { reject } of this.#waiting.values()) reject(error);
      this.#waiting.clear();
      this.#child = undefined;
    });
    return child;
  }
}

interface PromiseWithResolver {
  readonly resolve: (finished: Finished) => void;
  readonly reject: (error: Error) => void;
}
