import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parquetWriteBuffer } from "hyparquet-writer";
import { z } from "zod";
import { isDatawrightError } from "../../base/errors.js";
import { Random } from "../../base/statistics/random.js";
import { readTaskFile } from "../../graphs/run/read-task.js";
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

const folderOfCorpus = join(dirname(fileURLToPath(import.meta.url)), "corpus");

const corpora = new Map<string, Buffer[]>();

/** The files that a target's cases are made of. */
function corpusOf(target: string): Buffer[] {
  let corpus = corpora.get(target);
  if (corpus === undefined) corpora.set(target, (corpus = readCorpus(target)));
  return corpus;
}

function readCorpus(target: string): Buffer[] {
  if (target === "parquet") return [parquetFile("UNCOMPRESSED"), parquetFile("SNAPPY")];
  return readdirSync(folderOfCorpus)
    .filter((name) => name.startsWith(`${target}-`))
    .sort()
    .map((name) => readFileSync(join(folderOfCorpus, name)));
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
