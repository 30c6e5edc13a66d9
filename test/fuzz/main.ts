import { fork } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { isDatawrightError } from "../../base/errors.js";
import { readRows } from "../../tools/rows/read-rows.js";
import { caseOf, outcomeOf, TARGETS } from "./targets.js";

/*
 * npm run fuzz -- [TARGET …] [--count 20000] [--seed 1] [--from 0] [--keep FOLDER]
 *
 * Each target runs in a process of its own, which tells of every case before it begins: one that
 * ends the process, or holds it for long, is counted, and the next process goes on behind it. The
 * same seed makes the same cases. A Parquet file may take down its reader, as long as a row reader
 * around it ends in a coded error; of finds with the same message the first ones are tried so.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    count: { type: "string", default: "20000" },
    seed: { type: "string", default: "1" },
    from: { type: "string", default: "0" },
    keep: { type: "string" },
    child: { type: "boolean", default: false },
  },
});
const [count, seed] = [Number(values.count), values.seed];
const LONGEST_CASE = 20_000;
/** Finds with the same message that are tried around a reader: each starts a process. */
const MOST_TRIED = 5;

interface Told {
  readonly number: number;
  /** Null where the case begins, or is as it should be. */
  readonly error?: string;
}

async function runChild(target: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "datawright-fuzz-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  process.on("disconnect", () => process.exit(0));
  const tell = (told: Told): void => void process.send!(told);
  let current = Number(values.from);
  // Would end the process; told of, the next case need not wait for another one.
  process.on("unhandledRejection", (error) =>
    tell({ number: current, error: `unhandled: ${String((error as Error)?.stack ?? error)}` }),
  );
  for (let number = Number(values.from); number < count; number++) {
    current = number;
    tell({ number });
    const error = await outcomeOf(target, caseOf(target, seed, number), folder);
    if (error !== null) tell({ number, error });
    // What was told is sent between two turns.
    await new Promise((resolve) => setImmediate(resolve));
  }
  process.disconnect();
}

interface Finding {
  readonly number: number;
  readonly what: string;
}

/** Runs cases from a number on until they are done, or one ends or holds the process. */
function part(target: string, from: number, findings: Finding[]): Promise<number> {
  return new Promise((resolve) => {
    const child = fork(
      import.meta.filename,
      [target, "--child", "--count", String(count), "--seed", seed, "--from", String(from)],
      {
        execArgv: ["--import", "tsx", "--max-old-space-size=1024"],
        stdio: ["ignore", "ignore", "ignore", "ipc"],
      },
    );
    let number = from;
    let hung = false;
    const late = (): void => {
      hung = true;
      child.kill("SIGKILL");
    };
    let timer = setTimeout(late, 3 * LONGEST_CASE);
    child.on("message", (told: Told) => {
      clearTimeout(timer);
      timer = setTimeout(late, LONGEST_CASE);
      number = told.number;
      if (told.error !== undefined) findings.push({ number, what: told.error });
    });
    child.on("exit", (code, signal) => {
      clearTimeout(timer);
      if (code === 0) return resolve(count);
      findings.push({ number, what: hung ? "hang" : `crash (${signal ?? code})` });
      resolve(number + 1);
    });
  });
}

/** Whether a file that takes down its reader ends in a coded error where rows are read. */
async function isContained(bytes: Buffer): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), "datawright-fuzz-"));
  try {
    writeFileSync(join(folder, "fuzzed.parquet"), bytes);
    const limits = { seconds: 5, memoryMegabytes: 512 };
    for await (const _row of readRows({ path: "fuzzed.parquet", limits }, { folder }));
    return true;
  } catch (error) {
    return isDatawrightError(error) && error.code !== "INTERNAL";
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function runTarget(target: string): Promise<number> {
  const found: Finding[] = [];
  for (let from = Number(values.from); from < count;) from = await part(target, from, found);
  const bad: Finding[] = [];
  const tried = new Map<string, number>();
  let [contained, alike] = [0, 0];
  for (const finding of found) {
    const bytes = caseOf(target, seed, finding.number);
    const kind = finding.what.split("\n")[0]!.replace(/\d+/gu, "0");
    const times = tried.get(kind) ?? 0;
    tried.set(kind, times + 1);
    if (target === "parquet" && times >= MOST_TRIED) alike++;
    else if (target === "parquet" && (await isContained(bytes))) contained++;
    else bad.push(finding);
    if (values.keep !== undefined)
      writeFileSync(join(values.keep, `${target}-${seed}-${finding.number}`), bytes);
  }
  console.log(
    `${target}: ${count - Number(values.from)} cases, ${bad.length} uncoded errors, crashes or hangs` +
      (contained > 0 ? `; ${contained} took down their own process, with a coded error` : "") +
      (alike > 0 ? `; ${alike} more failed with the same messages` : ""),
  );
  for (const { number, what } of bad.slice(0, 10))
    console.log(`  case ${number}: ${what.split("\n").slice(0, 4).join(" | ")}`);
  return bad.length;
}

const wanted = positionals.length > 0 ? positionals : Object.keys(TARGETS);
const unknown = wanted.filter((name) => !Object.hasOwn(TARGETS, name));
if (unknown.length > 0) {
  console.error(`no target ${unknown.join(", ")}; there are ${Object.keys(TARGETS).join(", ")}`);
  process.exitCode = 2;
} else if (values.child) await runChild(wanted[0]!);
else {
  let bad = 0;
  for (const target of wanted) bad += await runTarget(target);
  if (bad > 0) process.exitCode = 1;
}
