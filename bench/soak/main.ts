import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hash32, sha256Hex } from "../../base/statistics/hash.js";
import { Random } from "../../base/statistics/random.js";
import { openRun } from "../../graphs/commands/open-run.js";
import type { Summary } from "../../schema/report.js";
import { CountingServer } from "../../test/helpers/counting-server.js";
import type { Fault } from "../../test/helpers/openai-faults.js";
import { datasetRows, ticketSpec } from "../../test/helpers/ticket-run.js";
import { steadyProcess } from "./steady-process.js";

/*
 * npm run bench -- soak      SOAK_MINUTES=2 SOAK_SEED=1
 *
 * Runs in processes of their own against a server that limits, fails, hangs, cuts off and talks
 * nonsense, killed and interrupted at drawn moments and gone on with, until the time is over. Looks
 * after each whether what a run promises holds, and prints what was met and what was broken.
 */
const MINUTES = Number(process.env["SOAK_MINUTES"] ?? 2);
const SEED = process.env["SOAK_SEED"] ?? "1";
const CONCURRENCY = 8;
const TARGET = 48;
const CHILD = join(import.meta.dirname, "..", "..", "test", "helpers", "run-child.mjs");

/** Failures of the way to the model: a second try gets the answer that the first would have had. */
const OF_THE_WAY: readonly Fault[] = [
  { kind: "rate-limit" },
  { kind: "rate-limit", retryAfter: "0.05" },
  { kind: "rate-limit", retryAfter: 0 },
  { kind: "server-error" },
  { kind: "server-error", status: 503 },
  { kind: "close" },
  { kind: "close-in-body" },
  { kind: "garbage" },
  { kind: "html" },
  { kind: "no-choices" },
  { kind: "trickle" },
  { kind: "hang" },
  { kind: "hang-in-body" },
];
/** Answers that are answers, and no good: another question follows, and another dataset. */
const OF_THE_ANSWER: readonly Fault[] = [
  { kind: "empty" },
  { kind: "refusal" },
  { kind: "truncated" },
  { kind: "filtered" },
  { kind: "text", text: "I would rather not say." },
  { kind: "text", text: '{"text": 7}' },
  { kind: "text", text: '{"text": "The same as ever.", "label": "refund"}' },
  { kind: "no-usage" },
];

interface Scenario {
  readonly number: number;
  /** Requests of a thousand that meet a fault when they are first sent. */
  readonly faults: number;
  readonly isWild: boolean;
  readonly interruptions: readonly (readonly [signal: NodeJS.Signals, share: number])[];
  /** Calls; null for none. */
  readonly budget: number | null;
}

function drawn(number: number): Scenario {
  const random = new Random(`${SEED}:soak:${number}`);
  const signals = ["SIGKILL", "SIGTERM", "SIGINT", "SIGKILL"] as const;
  return {
    number,
    faults: [0, 60, 200][number % 3]!,
    isWild: number % 4 === 3,
    interruptions: Array.from({ length: Math.floor(random.next() * 4) }, () => [
      signals[Math.floor(random.next() * signals.length)]!,
      random.next(),
    ]),
    budget: number % 5 === 4 ? 70 : null,
  };
}

const spec = (budget: number | null) =>
  ticketSpec({
    target: TARGET,
    plan: { subtopics: 0, roundSize: TARGET / 3 },
    models: { default: { model: "openai:tickets", timeoutSeconds: 1 } },
    ...(budget === null ? {} : { budget: { calls: budget } }),
  });

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

function start(job: Record<string, unknown>): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(
    process.execPath,
    [CHILD, JSON.stringify({ concurrency: CONCURRENCY, ...job })],
    {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, OPENAI_API_KEY: "sk-for-a-local-server", NODE_OPTIONS: "" },
    },
  );
  let [stdout, stderr] = ["", ""];
  child.stdout!.on("data", (piece: Buffer) => (stdout += piece.toString("utf8")));
  child.stderr!.on("data", (piece: Buffer) => (stderr += piece.toString("utf8")));
  const ended = new Promise<Ended>((resolve) =>
    child.on("close", (code, signal) => resolve({ code, signal, stdout, stderr })),
  );
  return { child, ended };
}

/** Runs a scenario to its end; gives what was broken, each in a sentence. */
async function play(scenario: Scenario, expected: string | null): Promise<readonly string[]> {
  const { faults, isWild, interruptions, budget } = scenario;
  const kinds = isWild ? [...OF_THE_WAY, ...OF_THE_ANSWER] : OF_THE_WAY;
  const counting = await CountingServer.start(({ body }, tries) => {
    const draw = hash32(sha256Hex(`${SEED}:${JSON.stringify(body)}`));
    if (tries > 1 || draw % 1000 >= faults) return { kind: "slow", milliseconds: 2 + (draw % 20) };
    return kinds[(draw >>> 10) % kinds.length]!;
  });
  const workspace = mkdtempSync(join(tmpdir(), "datawright-soak-"));
  const broken: string[] = [];
  const job = { workspace, baseUrl: counting.server.url, spec: spec(budget) };
  let begun = 0;
  let kills = 0;
  try {
    for (const [signal, share] of interruptions) {
      const { child, ended } = start({ ...job, resume: begun > 0 });
      const from = counting.server.count;
      await counting.reached(from + 1 + Math.floor(share * 2 * TARGET), child);
      child.kill(signal);
      const end = await ended;
      if (end.signal !== null) kills += 1;
      if (end.stderr !== "") broken.push(`${signal}: standard error has ${firstLine(end.stderr)}`);
      begun += 1;
    }
    const end = await start({ ...job, resume: begun > 0 }).ended;
    if (end.code !== 0 || end.stderr !== "")
      broken.push(`ended with ${end.code ?? end.signal}: ${firstLine(end.stderr)}`);
    else
      broken.push(
        ...(await lookInto(workspace, JSON.parse(end.stdout) as Summary, { budget, kills })),
      );
    if (expected !== null && budget === null && !isWild && broken.length === 0)
      if (readFileSync(join(workspace, "runs", "run", "dataset.jsonl"), "utf8") !== expected)
        broken.push("the dataset is not the one of a run that nothing happened to");
    if (budget !== null && counting.paid > budget)
      broken.push(`${counting.paid} answers were paid for with a budget of ${budget}`);
    // What is on its way into the cache is in flight too.
    if (counting.askedAgain > interruptions.length * 1.5 * CONCURRENCY)
      broken.push(
        `${counting.askedAgain} requests were answered twice after ${interruptions.length} interruptions`,
      );
    return broken;
  } finally {
    await counting.server.stop();
    if (broken.length === 0) rmSync(workspace, { recursive: true, force: true });
    else process.stdout.write(`  kept in ${workspace}\n`);
  }
}

/** Whether the store holds what the run says. */
async function lookInto(
  workspace: string,
  summary: Summary,
  { budget, kills }: { readonly budget: number | null; readonly kills: number },
): Promise<readonly string[]> {
  const broken: string[] = [];
  const run = await openRun("run", { workspace });
  try {
    await run.check();
    const rows = datasetRows(run.folder);
    const accepted = await run.samples({ status: "accepted" });
    if (new Set(rows.map(({ id }) => id)).size !== rows.length) broken.push("a row is there twice");
    if (rows.length !== accepted.length || rows.length !== summary.accepted)
      broken.push(`${rows.length} rows, ${accepted.length} samples, ${summary.accepted} told`);
    if (budget === null && summary.stop !== "target") broken.push(`it stopped: ${summary.stop}`);
    const planned = await run.count({ status: "planned" });
    if (planned > 0 && budget === null) broken.push(`${planned} orders came to nothing`);
    const spans = await run.spans({ limit: 1_000_000 });
    const ids = new Set(spans.map(({ id }) => id));
    const orphans = spans.filter(({ parentId }) => parentId !== null && !ids.has(parentId)).length;
    // A process that was killed had no time to write the spans that were open around others.
    if (orphans > 0 && kills === 0) broken.push(`${orphans} spans stand below none`);
    return broken;
  } finally {
    run.close();
  }
}

const firstLine = (text: string): string => text.trim().split("\n")[0] ?? "";

export async function run(): Promise<void> {
  const until = performance.now() + MINUTES * 60_000;
  const quiet: Scenario = { number: 0, faults: 0, isWild: false, interruptions: [], budget: null };
  const counting = await CountingServer.start(() => null);
  const workspace = mkdtempSync(join(tmpdir(), "datawright-soak-"));
  await start({ workspace, baseUrl: counting.server.url, spec: spec(null) }).ended;
  await counting.server.stop();
  const expected = readFileSync(join(workspace, "runs", "run", "dataset.jsonl"), "utf8");
  rmSync(workspace, { recursive: true, force: true });
  let [runs, bad] = [0, 0];
  const met = { interruptions: 0, budgets: 0, wild: 0 };
  for (let number = 1; number <= 2 || performance.now() < until; number++) {
    const scenario = { ...quiet, ...drawn(number) };
    const broken = await play(scenario, expected);
    runs += 1;
    met.interruptions += scenario.interruptions.length;
    if (scenario.budget !== null) met.budgets += 1;
    if (scenario.isWild) met.wild += 1;
    if (broken.length === 0) continue;
    bad += 1;
    process.stdout.write(`  run ${number} ${JSON.stringify(scenario)}\n`);
    for (const sentence of broken) process.stdout.write(`    ${sentence}\n`);
  }
  process.stdout.write(
    `${runs} runs, ${met.interruptions} interruptions, ${met.budgets} at their budget, ` +
      `${met.wild} with answers that are no good: ${bad} broke a promise\n`,
  );
  const steady = await steadyProcess(Math.max(6, Math.round(MINUTES * 6)), SEED);
  process.stdout.write(`${steady.words}\n`);
  if (bad > 0 || !steady.isSteady) process.exitCode = 1;
}
