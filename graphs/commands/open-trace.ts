import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { openRunDatabase } from "../../memory/sqlite/open-run-database.js";
import { DatabaseTraceStore } from "../../memory/trace-store.js";
import { openRun, type OpenRun } from "./open-run.js";
import { WORK_TRACE } from "./work-trace.js";

/** What was traced: of a run, or of a command on a data file. */
export type OpenTrace = Pick<
  OpenRun,
  "id" | "folder" | "spans" | "spanKinds" | "body" | "usage" | "verdicts" | "count" | "close"
> & {
  /** Run that the steps name as theirs. */
  readonly runId: string;
  /** When it was begun; "" where nothing says it. */
  readonly createdAt: string;
};

/**
 * Opens the trace of a run, or of the folder that `curate` or `label` wrote.
 *
 * @param run run id, or path of the folder
 * @throws RUN_NOT_FOUND with the nearest ids, STORE_CORRUPT
 */
export async function openTrace(
  run: string,
  options: { readonly workspace?: string; readonly store?: string } = {},
): Promise<OpenTrace> {
  const folder = resolve(run);
  const path = join(folder, WORK_TRACE);
  if (!existsSync(path)) {
    const opened = await openRun(run, options);
    return Object.assign(opened, { runId: opened.id, createdAt: opened.config.createdAt });
  }
  const database = openRunDatabase(path, { readonly: true });
  const trace = new DatabaseTraceStore(database);
  const [first] = await trace.spans({ limit: 1 });
  return {
    id: run,
    folder,
    runId: first?.runId ?? run,
    createdAt: "",
    spans: (query) => trace.spans(query),
    spanKinds: () => trace.kinds(),
    body: (hash) => trace.body(hash),
    usage: () => trace.usage(),
    verdicts: () => Promise.resolve([]),
    count: async ({ ids = [] } = {}) => {
      const [touched] = await trace.spans({ sample: ids[0], limit: 1 });
      return touched === undefined ? 0 : 1;
    },
    close: () => database.close(),
  };
}
