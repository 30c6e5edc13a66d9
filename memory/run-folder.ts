import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { shellQuote } from "../base/text/shell-quote.js";
import { DatawrightError } from "../base/errors.js";
import { writeFileAtomic } from "./atomic-file.js";
import { RUN_FILES, type RunFile } from "./run-files.js";
import { storeError } from "./database/store-error.js";

/** The folder of one run: where each of its files is, and writing them whole. */
export class RunFolder {
  readonly folder: string;
  readonly id: string;

  readonly #workspace: string | undefined;
  readonly #store: string | undefined;

  /**
   * @param options.id        default: the folder's name
   * @param options.workspace folder of the workspace that knows the run by its id
   * @param options.store     what a shell is told of where the run's records are, if not here
   */
  constructor(
    folder: string,
    options: {
      readonly id?: string;
      readonly workspace?: string;
      readonly store?: string;
    } = {},
  ) {
    this.folder = resolve(folder);
    this.id = options.id ?? basename(this.folder);
    this.#workspace = options.workspace;
    this.#store = options.store;
  }

  /**
   * A command on the run as it works when it is typed in the current folder: quoted, and with
   * `--workspace` where the run would not be found without it.
   */
  command(name: string): string {
    const workspace = this.#workspace;
    const words = ["datawright", name, workspace === undefined ? this.folder : this.id];
    // What DATAWRIGHT_HOME says now it may not say in the shell where the command is typed.
    if (workspace !== undefined && workspace !== resolve(".datawright"))
      words.push("--workspace", workspace);
    return [...words.map(shellQuote), ...(this.#store ? ["--store", this.#store] : [])].join(" ");
  }

  /** The same folder of a run whose records are elsewhere. */
  at(store: string): RunFolder {
    return new RunFolder(this.folder, { id: this.id, workspace: this.#workspace, store });
  }

  path(file: RunFile): string {
    return join(this.folder, RUN_FILES[file]);
  }

  /** True once a run was configured here. */
  get configured(): boolean {
    return existsSync(this.path("config"));
  }

  async writeJson(file: RunFile, value: unknown): Promise<void> {
    await writeFileAtomic(this.path(file), `${JSON.stringify(value, null, 2)}\n`);
  }

  /** One JSON object a line. */
  async writeLines(
    file: RunFile,
    records: Iterable<unknown> | AsyncIterable<unknown>,
  ): Promise<void> {
    await writeFileAtomic(this.path(file), lines(records));
  }

  /**
   * The file's value, or null where there is no such file.
   * @throws STORE_CORRUPT if it is not JSON
   */
  async readJson<T>(file: RunFile): Promise<T | null> {
    let text: string;
    try {
      text = await readFile(this.path(file), "utf8");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
      throw storeError(error, this.path(file));
    }
    try {
      return JSON.parse(text) as T;
    } catch (cause) {
      throw new DatawrightError({
        code: "STORE_CORRUPT",
        message: `${this.path(file)} is not JSON.`,
        hint: "Restore it from a copy, or start the run anew.",
        details: { path: this.path(file) },
        cause,
      });
    }
  }
}

async function* lines(records: Iterable<unknown> | AsyncIterable<unknown>): AsyncGenerator<string> {
  for await (const record of records) yield `${JSON.stringify(record)}\n`;
}
