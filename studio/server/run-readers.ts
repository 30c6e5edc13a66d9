import { DatawrightError } from "../../base/errors.js";
import { OpenRun } from "../../graphs/commands/open-run.js";
import { readRunConfig, type RunConfig } from "../../graphs/runtime/run-config.js";
import type { RunDatabase } from "../../memory/database/run-database.js";
import type { RunFolder } from "../../memory/run-folder.js";
import type { RunStorage } from "../../memory/run-storage.js";
import { DatabaseRunStore } from "../../memory/run-store.js";
import { DatabaseSampleStore } from "../../memory/sample-store.js";
import { SampleTable } from "../../memory/read/sample-table.js";
import { openRunDatabase } from "../../memory/sqlite/open-run-database.js";
import { DatabaseTraceStore } from "../../memory/trace-store.js";
import { TraceTree } from "../../memory/read/trace-tree.js";
import type { Workspace } from "../../memory/workspace.js";

/** A run that is open to be looked into: nothing of it is locked or written. */
export interface RunReader {
  readonly folder: RunFolder;
  readonly config: RunConfig;
  readonly database: RunDatabase;
  readonly samples: DatabaseSampleStore;
  readonly table: SampleTable;
  readonly trace: DatabaseTraceStore;
  readonly store: DatabaseRunStore;
  readonly run: OpenRun;
  /** The tree of its trace; of a run that an earlier version wrote it is made first. */
  tree(): Promise<TraceTree>;
  report(): Promise<unknown>;
  isWorkedOn(): Promise<boolean>;
  /**
   * Something that takes long to count: counted anew after ten times as long as it took, so that a page
   * that watches a large run leaves it the machine.
   */
  lately<T>(name: string, count: () => Promise<T>): Promise<T>;
}

interface Opened {
  readonly reader: Promise<RunReader>;
  close(): void;
  usedAt: number;
}

/** Runs open at once, and how long one stays open that nobody asks for. */
const MOST_OPEN = 8;
const IDLE_MILLISECONDS = 60_000;
/** How long a count that took long is kept, by how long it took. */
const REST = 10;
/** Steps of an earlier version that are read at once. */
const PAGE = 2000;

/** Keeps runs open while a page looks at them: opening one looks through its file. */
export class RunReaders {
  readonly #workspace: Workspace;
  readonly #storage: RunStorage;
  readonly #opened = new Map<string, Opened>();
  readonly #timer: NodeJS.Timeout;

  constructor(workspace: Workspace, storage: RunStorage) {
    this.#workspace = workspace;
    this.#storage = storage;
    this.#timer = setInterval(() => this.#closeIdle(), IDLE_MILLISECONDS / 4);
    this.#timer.unref();
  }

  /** The folder of a run of this workspace. @throws RUN_NOT_FOUND for a path, and for any other name */
  async folder(id: string): Promise<RunFolder> {
    const refused = (): DatawrightError =>
      new DatawrightError({
        code: "RUN_NOT_FOUND",
        message: `There is no run "${id}" in ${this.#storage.place ?? this.#workspace.folder}.`,
        hint: "The page of runs lists those that there are.",
        details: { name: id },
      });
    if (id === "." || id === ".." || /[/\\\0]/u.test(id)) throw refused();
    if (this.#storage.place === null && !this.#workspace.knows(id)) throw refused();
    const folder = await this.#storage.find(this.#workspace, id);
    if (folder.id !== id) throw refused();
    return folder;
  }

  /** @throws RUN_NOT_FOUND, STORE_CORRUPT, STORE_VERSION */
  async open(id: string): Promise<RunReader> {
    const known = this.#opened.get(id);
    if (known !== undefined) {
      known.usedAt = Date.now();
      return known.reader;
    }
    let database: RunDatabase | undefined;
    const reader = this.#read(id, (opened) => void (database = opened));
    const opened = { reader, close: () => void database?.close(), usedAt: Date.now() };
    this.#opened.set(id, opened);
    // A run that cannot be opened now may be made this moment: the next request looks again.
    reader.catch(() => this.#opened.delete(id));
    if (this.#opened.size > MOST_OPEN) this.#closeOldest();
    return reader;
  }

  close(): void {
    clearInterval(this.#timer);
    for (const opened of this.#opened.values()) opened.close();
    this.#opened.clear();
  }

  /** Lets go of a run, which is read anew when it is asked for. */
  forget(id: string): void {
    this.#opened.get(id)?.close();
    this.#opened.delete(id);
  }

  async #read(id: string, keep: (database: RunDatabase) => void): Promise<RunReader> {
    const folder = await this.folder(id);
    const config = await readRunConfig(folder, this.#storage);
    const database = await this.#storage.open(folder, { readonly: true });
    keep(database);
    const trace = new DatabaseTraceStore(database);
    let tree: Promise<TraceTree> | undefined;
    const storage = this.#storage;
    return {
      folder,
      config,
      database,
      samples: new DatabaseSampleStore(database),
      table: new SampleTable(database),
      trace,
      store: new DatabaseRunStore(database),
      run: new OpenRun({ storage, folder, config, database }),
      tree: () => (tree ??= treeOf(database, trace)),
      report: () => storage.readReport(folder).catch(() => null),
      isWorkedOn: () => storage.isLocked(folder),
      lately: latelyCounted(),
    };
  }

  #closeIdle(): void {
    for (const [id, { usedAt }] of this.#opened)
      if (Date.now() - usedAt > IDLE_MILLISECONDS) this.forget(id);
  }

  #closeOldest(): void {
    const [oldest] = [...this.#opened].sort(([, a], [, b]) => a.usedAt - b.usedAt);
    if (oldest !== undefined) this.forget(oldest[0]);
  }
}

function latelyCounted(): RunReader["lately"] {
  const counted = new Map<string, { readonly value: Promise<unknown>; until: number }>();
  return <T>(name: string, count: () => Promise<T>): Promise<T> => {
    const known = counted.get(name);
    if (known !== undefined && performance.now() < known.until) return known.value as Promise<T>;
    const started = performance.now();
    const value = count();
    const entry = { value, until: Infinity };
    counted.set(name, entry);
    const age = (): void => {
      const now = performance.now();
      entry.until = now + REST * (now - started);
    };
    value.then(age, () => counted.delete(name));
    return value;
  };
}

async function treeOf(database: RunDatabase, trace: DatabaseTraceStore): Promise<TraceTree> {
  const tree = new TraceTree(database);
  if (await tree.isWhole()) return tree;
  // Parents of an earlier version's steps stand in their records only.
  const memory = openRunDatabase(":memory:");
  const copied = new DatabaseTraceStore(memory);
  for (let offset = 0; ; offset += PAGE) {
    const spans = await trace.spans({ limit: PAGE, offset });
    for (const span of spans) copied.record(span);
    await copied.flush();
    if (spans.length < PAGE) return new TraceTree(memory);
  }
}
