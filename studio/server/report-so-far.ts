import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { openRun, type OpenRun } from "../../graphs/commands/open-run.js";
import { evaluateData } from "../../graphs/evaluation/evaluate-data.js";
import type { RowSet } from "../../memory/run-store.js";
import type { ReportWork } from "./task-work.js";

/** Accepted samples that a page which watches a run has measured at most, drawn at random. */
const MOST_ROWS = 2000;

/**
 * Measures what a run accepted so far, without asking a model, and writes the page of it: its rows
 * beside the support rows, and small models tried on the held-out ones.
 *
 * @returns how many samples were accepted
 * @throws DATA_EMPTY where none was
 */
export async function reportSoFar({
  run: id,
  workspace,
  store,
  page,
  language,
}: ReportWork): Promise<{ readonly accepted: number }> {
  const run = await openRun(id, { workspace, ...(store === undefined ? {} : { store }) });
  const folder = await mkdtemp(`${page}.`);
  // The page is headed by the name of its file.
  const data = join(folder, `${run.id}.jsonl`);
  try {
    await pipeline(Readable.from(lines(run)), createWriteStream(data, { mode: 0o600 }));
    const reference = await rowsOf(run, "support");
    const test = await rowsOf(run, "held-out");
    const { rows } = await evaluateData({
      data,
      task: run.config.spec,
      ...(reference.length === 0 ? {} : { reference }),
      ...(test.length === 0 ? {} : { test }),
      ...((await run.count({ status: "accepted" })) > MOST_ROWS ? { rowsAtOnce: MOST_ROWS } : {}),
      seeds: 1,
      // One that is asked over a network may cost money.
      embeddings: "embedded",
      report: page,
      reportLanguage: language,
    });
    return { accepted: rows };
  } finally {
    await rm(folder, { recursive: true, force: true });
    run.close();
  }
}

async function* lines(run: OpenRun): AsyncGenerator<string> {
  for await (const { id, fields, label, weight, conditions } of run.stream({
    status: "accepted",
  })) {
    const named = Object.fromEntries(conditions.map(({ name, value }) => [name, value]));
    yield `${JSON.stringify({ id, ...fields, label: label.current, weight, conditions: named })}\n`;
  }
}

async function rowsOf(run: OpenRun, set: RowSet): Promise<Record<string, unknown>[]> {
  return (await run.rows(set)).map(({ fields, label }) => ({ ...fields, label }));
}
