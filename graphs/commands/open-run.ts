import { checkRunDatabase } from "../../memory/sqlite/check-run-database.js";
import { openRunDatabase, type RunDatabase } from "../../memory/sqlite/database.js";
import type { SampleQuery, SpanQuery, StoredVerdict } from "../../memory/contract.js";
import type { RunFolder } from "../../memory/run-folder.js";
import { entryKey } from "../../memory/entry-key.js";
import { SqliteRunStore } from "../../memory/run-store.js";
import { SqliteSampleStore } from "../../memory/sample-store.js";
import { SqliteTraceStore, type UsageRow } from "../../memory/trace-store.js";
import { Workspace } from "../../memory/workspace.js";
import type { Report } from "../../schema/report.js";
import type { Plan } from "../../schema/plan.js";
import type { Sample } from "../../schema/sample.js";
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
  readonly #database: RunDatabase;
  readonly #samples: SqliteSampleStore;
  readonly #trace: SqliteTraceStore;
  readonly #store: SqliteRunStore;

  constructor(folder: RunFolder, config: RunConfig) {
    this.id = config.runId;
    this.folder = folder.folder;
    this.config = config;
    this.#folder = folder;
    this.#database = openRunDatabase(folder.path("database"), { readonly: true });
    this.#samples = new SqliteSampleStore(this.#database);
    this.#trace = new SqliteTraceStore(this.#database);
    this.#store = new SqliteRunStore(this.#database);
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
  countByReason(): ReturnType<SqliteSampleStore["countByReason"]> {
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
  /** A small value that the run keeps under a name; null where there is none. */
  entry(name: string): Promise<unknown> {
    return this.#store.get(entryKey<unknown>(name));
  }
  /** The report; null before there is one. */
  report(): Promise<Report | null> {
    return this.#folder.readJson<Report>("reportJson");
  }
  /**
   * Looks whether the store still has all that the run wrote.
   * @throws STORE_CORRUPT, naming what is missing
   */
  async check(): Promise<void> {
    // One moment of a run that may be at work.
    this.#database.raw.exec("BEGIN");
    try {
      await checkRunDatabase(this.#database, expectedStore(this.config));
    } finally {
      this.#database.raw.exec("COMMIT");
    }
  }
  /** Lets go of the run's files. */
  close(): void {
    this.#database.close();
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
  } = {},
): Promise<OpenRun> {
  const folder = Workspace.open(options.workspace).findRun(run);
  return new OpenRun(folder, await readRunConfig(folder));
}
