import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { builtPackage, ROOT } from "./built-package.js";
import { startNode, type Finished, type Running } from "./run-process.js";
import { WarmProcess } from "./warm-process.js";

/** The built command line in a workspace of its own. */
export class CommandLine {
  readonly home = mkdtempSync(join(tmpdir(), "datawright-cli-"));
  readonly #main = builtPackage().main;
  readonly #warm = WarmProcess.shared();

  /** A process of its own: for its signals, its environment, its input, and how it ends. */
  start(
    args: readonly string[],
    options: {
      readonly cwd?: string;
      readonly env?: Readonly<Record<string, string>>;
      readonly input?: string;
    } = {},
  ): Running {
    return startNode([this.#main, ...args], {
      cwd: options.cwd ?? ROOT,
      // English, whatever the locale of whoever runs the tests.
      env: { DATAWRIGHT_HOME: this.home, LC_ALL: "C", ...options.env },
      ...(options.input === undefined ? {} : { input: options.input }),
    });
  }
  /** In a process that all calls share, those of other test files too, one after the other. */
  run(...args: string[]): Promise<Finished> {
    return this.runIn(ROOT, ...args);
  }
  /** The same in a folder. */
  runIn(cwd: string, ...args: string[]): Promise<Finished> {
    return this.#warm.run({ cwd, args, env: { DATAWRIGHT_HOME: this.home, LC_ALL: "C" } });
  }
  /** The same with an environment. */
  runWith(env: Readonly<Record<string, string>>, ...args: string[]): Promise<Finished> {
    return this.#warm.run({ args, env: { DATAWRIGHT_HOME: this.home, LC_ALL: "C", ...env } });
  }
  /** Runs a command with --json, expects the exit code 0, and gives the last line's value. */
  async json<T>(...args: string[]): Promise<T> {
    const finished = await this.run(...args, "--json");
    if (finished.code !== 0)
      throw new Error(
        `${args.join(" ")} ended with ${finished.code}: ${finished.stdout}${finished.stderr}`,
      );
    return lastJson<T>(finished);
  }
  remove(): void {
    this.#warm.end();
    rmSync(this.home, { recursive: true, force: true, maxRetries: 5 });
  }
}

export function lastLine(text: string): string {
  return text.trimEnd().split("\n").at(-1) ?? "";
}
export function lastJson<T>({ stdout }: Finished): T {
  return JSON.parse(lastLine(stdout)) as T;
}
