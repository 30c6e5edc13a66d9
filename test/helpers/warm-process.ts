import { spawn, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import { ROOT } from "./built-package.js";
import type { Finished } from "./run-process.js";

const keptKey = Symbol.for("datawright.tests.kept");

export interface Job {
  /** Default: the root of this repository. */
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Arguments of the built command line. */
  readonly args?: readonly string[];
  /** URL of a module to import in place of a command. */
  readonly module?: string;
}

/** What `shared-environment.mjs` keeps from one test file to the next. */
const kept = (globalThis as { [keptKey]?: Map<string, unknown> })[keptKey];

/**
 * Runs commands of the built package, and modules in TypeScript, one after the other in one process:
 * loading takes longer than most commands do. For what a process is about (signals, its input, how
 * it ends), start one: `startNode`.
 */
export class WarmProcess {
  /** Where the package is installed whose command line it runs; undefined for the built one. */
  readonly #installed: string | undefined;
  readonly #waiting = new Map<number, PromiseWithResolver>();
  #child: ChildProcess | undefined;
  #jobs = 0;

  constructor(installed?: string) {
    this.#installed = installed;
  }

  /** The one that the test files before it used; `end` leaves it to the next. */
  static shared(): WarmProcess {
    const found = kept?.get("warm process") as WarmProcess | undefined;
    if (found !== undefined) return found;
    const process = new WarmProcess();
    kept?.set("warm process", process);
    return process;
  }

  run({ cwd = ROOT, env = {}, args = [], module }: Job): Promise<Finished> {
    const child = (this.#child ??= this.#start());
    // Whoever waits keeps Jest from ending; a process that nobody waits for does not.
    child.ref();
    child.channel?.ref();
    const id = this.#jobs++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      child.send({ id, cwd, env, args, module });
    });
  }

  end(): void {
    if (kept !== undefined && this.#installed === undefined) return;
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
      [
        // Little garbage at a time, and nobody to help with it: the other core has tests to run.
        "--single-threaded-gc",
        "--max-semi-space-size=64",
        ...["--import", "tsx", join(ROOT, "test", "helpers", "command-process.mjs")],
        ...(this.#installed === undefined ? [] : [this.#installed]),
      ],
      { cwd: ROOT, env, stdio: ["ignore", "inherit", "inherit", "ipc"] },
    );
    child.on("message", (message) => {
      const { id, ...finished } = message as Finished & { readonly id: number };
      this.#waiting.get(id)?.resolve(finished);
      this.#waiting.delete(id);
      if (this.#waiting.size > 0) return;
      child.unref();
      child.channel?.unref();
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
