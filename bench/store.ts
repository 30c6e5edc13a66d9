import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RunDatabase } from "../memory/database/run-database.js";
import { PostgresStorage } from "../memory/postgres/postgres-storage.js";
import { RunFolder } from "../memory/run-folder.js";
import { openRunDatabase } from "../memory/sqlite/open-run-database.js";
import { DatabaseSampleStore } from "../memory/sample-store.js";
import { sampleStatements } from "../memory/database/sample-statements.js";
import { VerdictKinds } from "../memory/database/verdict-kinds.js";
import { DatabaseTraceStore } from "../memory/trace-store.js";
import { VectorIndex } from "../memory/vectors/vector-index.js";
import { postgresPrograms, PostgresTestServer } from "../test/helpers/postgres-server.js";
import type { Sample } from "../schema/sample.js";
import type { Span } from "../schema/span.js";

const BATCH = 20;
const SPANS = 3;

function sampleOf(index: number): Sample {
  return {
    id: `run-0-${index}`,
    runId: "run",
    round: 0,
    ordinal: index,
    cell: "cell",
    fields: { text: `the text of sample ${index}, long enough to be one `.repeat(6) },
    text: "",
    conditions: [{ name: "tone", value: "polite" }],
    label: { given: "a", current: "a", source: "condition", confidence: 0.9, student: null },
    status: "drafted",
    reasons: [],
    weight: 1,
    scores: { coherent: 1 },
    parents: [],
    revisions: 0,
    history: [],
  };
}
function spanOf(sample: Sample, index: number): Span {
  return {
    id: `${sample.id}-${index}`,
    parentId: null,
    runId: "run",
    name: "chat",
    operation: "chat",
    agent: "generator",
    startedAt: index,
    durationMs: 200,
    status: "ok",
    errorCode: null,
    sampleIds: [sample.id],
    attributes: {
      "gen_ai.request.model": "m",
      "gen_ai.usage.input_tokens": 900,
      "gen_ai.usage.output_tokens": 80,
      "datawright.cached": false,
      "datawright.cost_usd": 0.001,
    },
    inputHash: null,
    outputHash: null,
  };
}
const verdictOf = (sampleId: string) => ({
  sampleId,
  revision: 0,
  judge: "critic",
  criterion: "coherent",
  pass: true,
  score: 1,
  reason: "reads well",
  code: "coherence",
  evidence: [],
});

/**
 * Writes samples and their spans, `whole` with a verdict, a vector of 256 and the bodies of the
 * calls; returns items a second.
 */
async function write(
  database: RunDatabase,
  { count, batch, whole }: { count: number; batch: number; whole: boolean },
): Promise<number> {
  const statements = sampleStatements(database.query);
  const samples = new DatabaseSampleStore(database);
  const traces = new DatabaseTraceStore(database, {
    flushSize: Number.MAX_SAFE_INTEGER,
    flushMilliseconds: 1_000_000,
  });
  const vector = Float32Array.from({ length: 256 }, (_, index) => Math.sin(index));
  const start = performance.now();
  for (let from = 0; from < count; from += batch) {
    const drafts = Array.from({ length: Math.min(batch, count - from) }, (_, index) =>
      sampleOf(from + index),
    ).map((sample) => ({
      sample,
      verdicts: whole ? [verdictOf(sample.id)] : [],
      vector: whole ? vector : null,
    }));
    if (batch === 1) {
      // Each row in a transaction of its own, as a store without batches would write it.
      const kinds = new VerdictKinds().batch();
      for (const draft of drafts)
        for (const statement of [statements.draft(draft, kinds).at(-1)])
          if (statement !== undefined) await database.writeBatch([statement]);
      for (const draft of drafts)
        for (const statement of statements.draft(draft, kinds).slice(0, -1))
          await database.writeBatch([statement]);
    } else {
      await samples.saveDrafts(drafts);
    }
    for (const { sample } of drafts) {
      for (let index = 0; index < SPANS; index++) {
        traces.record(spanOf(sample, index), whole ? { input: { text: sample.id, index } } : {});
        if (batch === 1) await traces.flush();
      }
    }
    await traces.flush();
  }
  return (1000 * count) / (performance.now() - start);
}

/** Reads every sample page by page; returns samples a second. */
async function read(database: RunDatabase): Promise<number> {
  const start = performance.now();
  let count = 0;
  for await (const _ of new DatabaseSampleStore(database).stream()) count += 1;
  return (1000 * count) / (performance.now() - start);
}

/** What a server of this machine takes; its disk is not waited for, as in tests. */
async function onServer(): Promise<void> {
  if (postgresPrograms() === null)
    return console.log("PostgreSQL    not installed here: not measured");
  const server = await PostgresTestServer.start();
  try {
    const storage = await PostgresStorage.connect(await server.database("bench"));
    for (const [whole, batch] of [
      [true, BATCH],
      [false, BATCH],
      [true, BATCH],
    ] as const) {
      const name = `run-${performance.now()}`.replace(".", "-");
      const database = await storage.create(new RunFolder(name, { id: name }));
      const before = process.cpuUsage();
      const written = await write(database, { count: 2000, batch, whole });
      const { user, system } = process.cpuUsage(before);
      console.log(
        `PostgreSQL    1 sample + ${SPANS} spans${whole ? " + verdict, vector, bodies" : ""}: ` +
          `${Math.round(written)} items/s written in batches of ${batch} ` +
          `(${((user + system) / 1000 / 2000).toFixed(2)} ms of this process each), ` +
          `${Math.round(await read(database))} samples/s read`,
      );
    }
    await storage.close();
  } finally {
    await server.stop();
  }
}

async function vectors(count: number, dimension: number): Promise<void> {
  const index = new VectorIndex({ dimension });
  let state = 1;
  const next = (): number =>
    (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32 - 0.5;
  const entries = Array.from(
    { length: count },
    (_, number) => [`v${number}`, Float32Array.from({ length: dimension }, next)] as const,
  );
  const gaps: number[] = [];
  let last = performance.now();
  let running = true;
  const turn = (): void => {
    gaps.push(performance.now() - last);
    last = performance.now();
    if (running) setImmediate(turn);
  };
  setImmediate(turn);
  const start = performance.now();
  await index.addAll(entries);
  running = false;
  const added = performance.now() - start;
  const searching = performance.now();
  for (const [, vector] of entries.slice(0, 500)) index.nearest(vector, 10);
  const searched = performance.now() - searching;
  gaps.sort((a, b) => a - b);
  console.log(
    `vector index  ${count} x ${dimension}: ${(added / count).toFixed(3)} ms an add, ` +
      `${(searched / 500).toFixed(3)} ms a search of 10; turns of the event loop: median ` +
      `${(gaps[Math.floor(gaps.length / 2)] ?? 0).toFixed(1)} ms, longest ` +
      `${(gaps.at(-1) ?? 0).toFixed(1)} ms`,
  );
}

/**
 * Prints what batches gain over single writes, and what the vector index costs. An item is one
 * sample with 3 spans.
 */
export async function run(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "datawright-bench-"));
  try {
    let made = 0;
    const inFile = async (
      what: { count: number; batch: number; whole: boolean },
      then: (database: RunDatabase) => Promise<number> = async () => 0,
    ): Promise<readonly [written: number, read: number]> => {
      const database = openRunDatabase(join(folder, `run-${made++}.db`));
      const figures = [await write(database, what), await then(database)] as const;
      database.close();
      return figures;
    };
    await inFile({ count: 200, batch: BATCH + 1, whole: true });
    for (const whole of [false, true]) {
      const [batched, streamed] = await inFile({ count: 4000, batch: BATCH, whole }, read);
      const [single] = await inFile({ count: 600, batch: 1, whole });
      console.log(
        `store         1 sample + ${SPANS} ` +
          `spans${whole ? " + verdict, vector, bodies" : ""}: ${Math.round(batched)} items/s ` +
          `in batches of ${BATCH}, ${Math.round(single)} one by one; ratio ` +
          `${(batched / single).toFixed(1)}; ${Math.round(streamed)} samples/s read`,
      );
    }
    await onServer();
    await vectors(10_000, 64);
    await vectors(5_000, 256);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (import.meta.url === `file://${process.argv[1]}`) await run();
