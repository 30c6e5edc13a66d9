import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Random } from "../base/statistics/random.js";
import { labelledSet } from "./labelled-sets.js";

const MAIN = join(import.meta.dirname, "..", "dist", "cli", "main.js");
/** MANY_ROWS=5000 curates so many rows; 0 none. */
const ROWS = Number(process.env["MANY_ROWS"] ?? 36_000);
/** MANY_ROWS_IN_PARTS=1000000,3000000 curates and labels files of so many short rows in parts. */
const IN_PARTS = (process.env["MANY_ROWS_IN_PARTS"] ?? "100000").split(",").map(Number);
const AT_ONCE = 50_000;
const CLASSES = 40;
const LABELS = 8;
const WRONG = 0.1;

/** Both forms, of so many rows as the environment says. */
export async function run(): Promise<void> {
  if (ROWS > 0) await asWhole();
  for (const rows of IN_PARTS) if (rows > 0) await inParts(rows);
}

/**
 * What `curate --rows-at-once` takes for files that do not fit: rules, equal and near rows, of short
 * rows of which a fiftieth equals the one before it and a hundredth nearly.
 */
async function inParts(rows: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "datawright-many-rows-"));
  try {
    const data = join(folder, "rows.jsonl");
    await writeFile(data, shortRows(rows));
    const { size } = await stat(data);
    const filters = "heuristics,exact-duplicate,near-duplicate";
    const used = await measured(data, [
      ...["curate", "--filters", filters],
      ...["--rows-at-once", String(AT_ONCE)],
    ]);
    console.log(
      `many-rows: ${rows} short rows (${(size / 2 ** 20).toFixed(0)} MiB), ${AT_ONCE} at a time: ` +
        `${used.seconds.toFixed(0)} s, processor ${used.processor.toFixed(0)} s, ` +
        `${used.mebibytes.toFixed(0)} MiB at the peak, ${used.touched} rows removed`,
    );
    console.log(`many-rows: ${await labelled(folder, rows)}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What `label` takes for as many rows whose words tell the label, by 2,000 trusted rows and no question. */
async function labelled(folder: string, rows: number): Promise<string> {
  const [data, support] = [join(folder, "told.jsonl"), join(folder, "support.jsonl")];
  await writeFile(data, toldRows(rows, "rows"));
  await writeFile(support, toldRows(2000, "support"));
  const task = join(folder, "task.yaml");
  const labels = Array.from({ length: LABELS }, (_, at) => `l${at}`).join(", ");
  await writeFile(
    task,
    `name: told\nkind: classification\ndescription: Short rows.\nlabels: [${labels}]\ntarget: 8\n`,
  );
  const used = await measured(data, [
    ...["label", "--spec", task, "--support", support, "--max-calls", "0"],
    ...["--people", "100", "--rows-at-once", String(AT_ONCE)],
  ]);
  return (
    `${rows} short rows labelled, ${AT_ONCE} at a time: ${used.seconds.toFixed(0)} s, processor ` +
    `${used.processor.toFixed(0)} s, ${used.mebibytes.toFixed(0)} MiB at the peak, ` +
    `${used.touched} labels`
  );
}

/** Rows of words of which two in eleven are of the label, in eight labels. */
function* toldRows(count: number, seed: string): Generator<string> {
  const random = new Random(seed);
  const word = (of: string): string => `${of}${Math.floor(random.next() ** 2 * 300)}`;
  for (let row = 0; row < count; row++) {
    const label = `l${random.integer(LABELS)}`;
    const text = Array.from({ length: 11 }, (_, at) => word(at % 5 === 2 ? label : "w")).join(" ");
    yield `${JSON.stringify({ text, label })}\n`;
  }
}

function* shortRows(count: number): Generator<string> {
  const random = new Random("short rows");
  const words = Array.from({ length: 3000 }, (_, at) => `w${((at * 7919) % 100_003).toString(36)}`);
  let last = "";
  for (let row = 0; row < count; row++) {
    const drawn = (): string => words[Math.floor(random.next() ** 2 * words.length)]!;
    if (row % 100 === 30) last = `${last} x`;
    else if (row % 50 !== 49) last = Array.from({ length: 11 }, drawn).join(" ");
    yield `${JSON.stringify({ text: last, label: `l${row % 8}` })}\n`;
  }
}

/**
 * Seconds, seconds of processor time and MiB at the peak that `datawright curate` takes for 36,000
 * rows of 40 classes, with the gate and forced, a process each. The rows are halves of two messages
 * of one bank intent each, a tenth with a wrong label.
 */
async function asWhole(): Promise<void> {
  const found = labelledSet("BANKING77");
  if (found.set === null) {
    console.log(`many-rows: skipped: ${found.missing} is not there`);
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), "datawright-many-rows-"));
  try {
    const data = join(folder, "rows.jsonl");
    writeFileSync(
      data,
      recombined(found.set.train.map(({ text, label }) => [text, String(label)])),
    );
    for (const force of [false, true]) {
      const used = await measured(data, ["curate", ...(force ? ["--force"] : [])]);
      console.log(
        `many-rows: ${ROWS} rows, ${force ? "forced  " : "the gate"} ` +
          `${used.seconds.toFixed(1)} s, processor ${used.processor.toFixed(1)} s, ` +
          `${used.mebibytes.toFixed(0)} MiB at the peak, ${used.touched} rows touched`,
      );
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function recombined(rows: readonly (readonly [text: string, label: string])[]): string {
  const random = new Random("many rows");
  const labels = [...new Set(rows.map(([, label]) => label))].sort().slice(0, CLASSES);
  const wordsOf = labels.map((name) =>
    rows.filter(([, label]) => label === name).map(([text]) => text.split(" ")),
  );
  const any = <T>(list: readonly T[]): T => list[Math.floor(random.next() * list.length)]!;
  return Array.from({ length: ROWS }, (_, row) => {
    const of = row % CLASSES;
    const [one, other] = [any(wordsOf[of]!), any(wordsOf[of]!)];
    const text = [...one.slice(0, one.length >> 1), ...other.slice(other.length >> 1)].join(" ");
    const label = random.next() < WRONG ? any(labels) : labels[of]!;
    return `${JSON.stringify({ text, label })}\n`;
  }).join("");
}

interface Used {
  readonly seconds: number;
  readonly processor: number;
  readonly mebibytes: number;
  readonly touched: number;
}

/** A hook on the way out tells what the process took. */
const MEASURED =
  "process.on('exit', () => { const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();" +
  " require('node:fs').writeFileSync(process.env.MANY_ROWS_USED," +
  " JSON.stringify([(userCPUTime + systemCPUTime) / 1e6, maxRSS / 1024])); });";

function measured(data: string, [command, ...flags]: readonly string[]): Promise<Used> {
  const [out, hook, used] = [`${data}.out`, `${data}.cjs`, `${data}.used`];
  writeFileSync(hook, MEASURED);
  const started = performance.now();
  const child = spawn(
    process.execPath,
    ["--require", hook, MAIN, command!, data, "--out", out, "--json", ...flags],
    { env: { ...process.env, MANY_ROWS_USED: used }, stdio: ["ignore", "pipe", "inherit"] },
  );
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (part: string) => (text += part));
  return new Promise((resolve, reject) => {
    child.once("exit", () => {
      try {
        const [processor, mebibytes] = JSON.parse(readFileSync(used, "utf8")) as [number, number];
        const { removed, relabelled, labelled } = JSON.parse(text) as Partial<
          Record<"removed" | "relabelled" | "labelled", number>
        >;
        resolve({
          seconds: (performance.now() - started) / 1000,
          processor,
          mebibytes,
          touched: labelled ?? removed! + relabelled!,
        });
      } catch (error) {
        reject(error as Error);
      }
    });
  });
}
