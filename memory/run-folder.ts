import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { DatawrightError } from "../base/errors.js";
import { writeFileAtomic } from "./atomic-file.js";
import { storeError } from "./sqlite/store-error.js";

/** Files of a run, by what they hold. */
export const RUN_FILES = {
  config: "config.json",
  database: "run.db",
  vectors: "vectors.hnsw",
  supportVectors: "support-vectors.hnsw",
  knowledge: "knowledge.hnsw",
  dataset: "dataset.jsonl",
  rejected: "rejected.jsonl",
  coverage: "coverage.json",
  report: "report.html",
  reportJson: "report.json",
  usage: "usage.json",
  log: "run.log",
  lock: "run.lock",
} as const;
export type RunFile = keyof typeof RUN_FILES;

const OWN_FILE = new RegExp(
  `^(?:${Object.values(RUN_FILES)
    .map((name) => name.replaceAll(".", "\\."))
    .join("|")}|run\\.(?:db|lock)-(?:wal|shm|journal)|(?:support-)?vectors-\\d+\\.hnsw|` +
    `(?:(?:support-)?vectors-\\d+|knowledge)\\.hnsw\\.vectors)` +
    `(?:\\.(?:datawright-\\d+-[0-9a-f]{8}-\\d+|\\d+-\\d+)\\.tmp|\\.tmp)?$`,
  "u",
);

/** True for a name that only a run gives its files, those half-written included. */
export function isRunFile(name: string): boolean {
  return OWN_FILE.test(name);
}

/** The folder of one run: where each of its files is, and writing them whole. */
export class RunFolder {
  readonly folder: string;
  readonly id: string;

  /** @param id default: the folder's name */
  constructor(folder: string, id?: string) {
    this.folder = resolve(folder);
    this.id = id ?? basename(this.folder);
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
