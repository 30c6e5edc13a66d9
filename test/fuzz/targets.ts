import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { brotliCompressSync, brotliDecompressSync } from "node:zlib";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parquetWriteBuffer } from "hyparquet-writer";
import { z } from "zod";
import { isDatawrightError } from "../../base/errors.js";
import { Random } from "../../base/statistics/random.js";
import { spanLine } from "../../cli/print/span-lines.js";
import { readTaskFile } from "../../graphs/run/read-task.js";
import { openRunDatabase, type SqliteRunDatabase } from "../../memory/sqlite/open-run-database.js";
import { DatabaseTraceStore } from "../../memory/trace-store.js";
import { Tracer } from "../../memory/tracer.js";
import { DATA_LIMITS } from "../../schema/task-file/data-source.js";
import { resolveTask } from "../../schema/task.js";
import { createRoleModel } from "../../tools/models/providers/role-model.js";
import { scriptedModel } from "../../tools/models/providers/scripted-model.js";
import { readParquet } from "../../tools/rows/formats/read-parquet.js";
import { readTaskRows } from "../../tools/rows/read-task-rows.js";
import { checkTaskSpec } from "../../tools/task-file/read-task.js";
import { mutate } from "./mutate.js";

/** What reads bytes that nobody vouches for; it succeeds, or throws a coded error. */
type Target = (bytes: Buffer, folder: string) => Promise<unknown>;

const task = resolveTask(
  checkTaskSpec({
    name: "tickets",
    kind: "classification",
    description: "Tickets.",
    labels: ["refund", "delivery"],
    target: 4,
  }),
  [],
);
const rowsOf =
  (ending: string): Target =>
  (bytes, folder) => {
    writeFileSync(join(folder, `fuzzed${ending}`), bytes);
    return readTaskRows({ source: { path: `fuzzed${ending}` }, task, folder, set: "support" });
  };
const answer = z.object({
  question: z.string(),
  answer: z.object({ text: z.string(), score: z.number() }),
  tags: z.array(z.string()),
});

export const TARGETS: Readonly<Record<string, Target>> = {
  specs: (bytes, folder) => {
    const path = join(folder, "fuzzed.yaml");
    writeFileSync(path, bytes);
    return readTaskFile(path);
  },
  csv: rowsOf(".csv"),
  tsv: rowsOf(".tsv"),
  jsonl: rowsOf(".jsonl"),
  json: rowsOf(".json"),
  // In this process, which the file may take down: `parquetReader` has one of its own for it.
  parquet: async (bytes, folder) => {
    const path = join(folder, "fuzzed.parquet");
    writeFileSync(path, bytes);
    let rows = 0;
    for await (const batch of readParquet(path, DATA_LIMITS.rows)) rows += batch.length;
    return rows;
  },
  // What `trace` reads of a store whose bytes changed, packed or not as they should be.
  traces: async (bytes, folder) => {
    if (!traces.has(folder)) traces.set(folder, makeTrace(join(folder, "trace.db")));
    const { database } = await traces.get(folder)!;
    const data = (bytes[0] ?? 0) % 8 === 0 ? bytes : brotliCompressSync(bytes);
    database.raw.prepare("update trace_blocks set data = ?").run(data);
    const store = new DatabaseTraceStore(database);
    const spans = await store.spans();
    for (const { inputHash, outputHash } of spans)
      for (const hash of [inputHash, outputHash]) if (hash !== null) await store.body(hash);
    for (const span of spans) spanLine(span, 0, { who: true });
    return store.usage();
  },
  answers: (bytes) => {
    const text = bytes.toString("utf8");
    const model = scriptedModel(() => ({ text, times: "any" as const }));
    return createRoleModel({ model, agent: "generator" }).object({
      name: "answer",
      schema: answer,
      step: "write",
      orderId: "order-1",
      prompt: { sections: [{ kind: "task", text: "Answer." }] },
    });
  },
};

/** A store with one block of spans and bodies, which each case replaces; one for each folder. */
const traces = new Map<string, Promise<{ database: SqliteRunDatabase; block: Buffer }>>();

async function makeTrace(path: string): Promise<{ database: SqliteRunDatabase; block: Buffer }> {
  const database = openRunDatabase(path);
  const store = new DatabaseTraceStore(database);
  const tracer = new Tracer({ runId: "run", store });
  for (const text of ["Write a ticket.", 'Judge it: {"a": [1]}', "쓰세요"])
    await tracer.span(
      { name: "chat m", operation: "chat", agent: "generator", sampleIds: ["s1"], attributes: {} },
      async (span) => {
        span.set({ "gen_ai.request.model": "m", "gen_ai.usage.input_tokens": 7 });
        span.body({
          input: { sections: [{ kind: "task", text }] },
          output: { text, finish: "stop" },
        });
      },
    );
  await store.flush();
  const { data } = database.raw.prepare("select data from trace_blocks").get() as { data: Buffer };
  return { database, block: brotliDecompressSync(data) };
}

const folderOfCorpus = join(dirname(fileURLToPath(import.meta.url)), "corpus");

const corpora = new Map<string, Buffer[]>();

/** The files that a target's cases are made of. */
function corpusOf(target: string): Buffer[] {
  let corpus = corpora.get(target);
  if (corpus === undefined) corpora.set(target, (corpus = readCorpus(target)));
  return corpus;
}

const TRACED = await tracedBlock();

function readCorpus(target: string): Buffer[] {
  if (target === "traces") return [TRACED];
  if (target === "parquet") return [parquetFile("UNCOMPRESSED"), parquetFile("SNAPPY")];
  return readdirSync(folderOfCorpus)
    .filter((name) => name.startsWith(`${target}-`))
    .sort()
    .map((name) => readFileSync(join(folderOfCorpus, name)));
}

/** The lines of a block of a trace: steps and bodies, as JSON. */
async function tracedBlock(): Promise<Buffer> {
  const { database, block } = await makeTrace(":memory:");
  database.close();
  return block;
}

function parquetFile(codec: "UNCOMPRESSED" | "SNAPPY"): Buffer {
  const rows = Array.from({ length: 60 }, (_, row) => row);
  return Buffer.from(
    parquetWriteBuffer({
      codec,
      columnData: [
        { name: "text", data: rows.map((row) => `give it back ${row % 7}`) },
        { name: "label", data: rows.map((row) => (row % 2 === 0 ? "refund" : "delivery")) },
        { name: "score", data: rows.map((row) => row / 3) },
        { name: "more", data: rows.map((row) => ({ a: [row, null] })) },
      ],
    }),
  );
}

/** The bytes of one case: the same for the same target, seed and number. */
export function caseOf(target: string, seed: string, number: number): Buffer {
  const random = new Random(`${seed}:${target}:${number}`);
  const corpus = corpusOf(target);
  return mutate(random.pick(corpus), random, corpus);
}

/** What a case came to: null where it is as it should be, else the error that has no code. */
export async function outcomeOf(
  target: string,
  bytes: Buffer,
  folder: string,
): Promise<string | null> {
  try {
    await TARGETS[target]!(bytes, folder);
    return null;
  } catch (error) {
    if (isDatawrightError(error) && error.code !== "INTERNAL") return null;
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}
