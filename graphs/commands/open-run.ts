import { checkRunDatabase } from "../../memory/database/check-run-database.js";
import type { RunDatabase } from "../../memory/database/run-database.js";
import { openStorage } from "../../memory/open-storage.js";
import type { SampleQuery, SpanQuery, StoredVerdict } from "../../memory/contract.js";
import type { RunFolder } from "../../memory/run-folder.js";
import { entryKey } from "../../memory/entry-key.js";
import type { RunStorage } from "../../memory/run-storage.js";
import { DatabaseRunStore, type RowSet } from "../../memory/run-store.js";
import { DatabaseSampleStore } from "../../memory/sample-store.js";
import { DatabaseTraceStore, type UsageRow } from "../../memory/trace-store.js";
import { Workspace } from "../../memory/workspace.js";
import type { Report } from "../../schema/report.js";
import type { Plan } from "../../schema/plan.js";
import type { Row, Sample } from "../../schema/sample.js";
import type { Span } from "../../schema/span.js";
import { expectedStore } from "../run/expected-store.js";
import { readRunConfig, type RunConfig } from "../runtime/run-config.js";

/**
 * A stored run to look into: typed, paged, read only. Does not lock the run and does not load its
 * graph.
 */
export class OpenRun {
  readonly id: string;
  readonly folder: string;
  readonly config: RunConfig;
  readonly #folder: RunFolder;
  readonly #storage: RunStorage;
  readonly #database: RunDatabase;
  readonly #samples: DatabaseSampleStore;
  readonly #trace: DatabaseTraceStore;
  readonly #store: DatabaseRunStore;

  constructor(parts: {
    /** What keeps the run's records; closed with it. */
    readonly storage: RunStorage;
    /** Folder of its outputs. */
    readonly folder: RunFolder;
    /** Its configuration. */
    readonly config: RunConfig;
    /** Its records, open to be read. */
    readonly database: RunDatabase;
  }) {
    const { storage, folder, config, database } = parts;
    this.id = config.runId;
    this.folder = folder.folder;
    this.config = config;
    this.#folder = folder;
    this.#storage = storage;
    this.#database = database;
    this.#samples = new DatabaseSampleStore(database);
    this.#trace = new DatabaseTraceStore(database);
    this.#store = new DatabaseRunStore(database);
  }

  /** Samples that fit a query, in the order of their making. */
  samples(query: SampleQuery = {}): Promise<Sample[]> {
    return this.#samples.samples(query);
  }
  /** Every sample of a query, page by page. */
  stream(query: SampleQuery = {}): AsyncIterable<Sample> {
    return this.#samples.stream(query);
  }
  /** Samples that fit a query. */
  count(query: SampleQuery = {}): Promise<number> {
    return this.#samples.count(query);
  }
  /** Samples by reason code. */
  countByReason(): ReturnType<DatabaseSampleStore["countByReason"]> {
    return this.#samples.countByReason();
  }
  /** Steps of the trace that fit a query. */
  spans(query: SpanQuery = {}): Promise<Span[]> {
    return this.#trace.spans(query);
  }
  /** Every agent with an operation that it did, each pair once; "" for what no agent did. */
  spanKinds(): Promise<{ agent: string; operation: string }[]> {
    return this.#trace.kinds();
  }
  /** The stored request or answer of a span. */
  body(hash: string): Promise<unknown> {
    return this.#trace.body(hash);
  }
  /** Verdicts on a sample, all its versions. */
  verdicts(
    sampleId?: string,
    page?: {
      /** Most of them. Default: all. */
      readonly limit?: number;
      /** How many are passed over. Default: 0. */
      readonly offset?: number;
    },
  ): Promise<StoredVerdict[]> {
    return this.#samples.verdicts(sampleId, page);
  }
  /** What each agent asked of each model. */
  usage(): Promise<UsageRow[]> {
    return this.#trace.usage();
  }
  /** Every plan that was made, the first one first. */
  plans(): Promise<{ plan: Plan; revision: number }[]> {
    return this.#store.plans();
  }
  /** Rows that the run was given or set apart. */
  rows(set: RowSet): Promise<Row[]> {
    return this.#store.rows(set);
  }
  /** A small value that the run keeps under a name; null where there is none. */
  entry(name: string): Promise<unknown> {
    return this.#store.get(entryKey<unknown>(name));
  }
  /** The report; null before there is one. */
  report(): Promise<Report | null> {
    return this.#storage.readReport(this.#folder) as Promise<Report | null>;
  }
  /**
   * Looks whether the store still has all that the run wrote.
   * @throws STORE_CORRUPT, naming what is missing
   */
  async check(): Promise<void> {
    await this.#database.atOneMoment((database) =>
      checkRunDatabase(database, expectedStore(this.config)),
    );
  }
  /** Lets go of the run's files or connections. */
  close(): void {
    void this.#database.close();
    void this.#storage.close();
  }
}

/**
 * Opens a stored run to look into.
 *
 * @param run run id, or path of the run folder
 * @throws RUN_NOT_FOUND with the nearest ids, STORE_CORRUPT
 */
export async function openRun(
  run: string,
  options: {
    /** Folder of runs and cache. Default: DATAWRIGHT_HOME, else `.datawright`. */
    readonly workspace?: string;
    /** Address of the database that keeps the run's records. Default: the run's folder. */
    readonly store?: string;
  } = {},
): Promise<OpenRun> {
  const storage = await openStorage(options.store);
  try {
    const folder = await storage.find(Workspace.open(options.workspace), run);
    const config = await readRunConfig(folder, storage);
    const database = await storage.open(folder, { readonly: true });
    return new OpenRun({ storage, folder, config, database });
  } catch (error) {
    await storage.close();
    throw error;
  }
}
