import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { hash32, sha256Hex } from "../../base/statistics/hash.js";
import { openRun } from "../../graphs/commands/open-run.js";
import type { Summary } from "../../schema/report.js";
import { CountingServer } from "../../test/helpers/counting-server.js";
import { CuttableProxy } from "../../test/helpers/cuttable-proxy.js";
import { datasetRows, ticketSpec } from "../../test/helpers/ticket-run.js";
import { drawnScenario, OF_THE_ANSWER, OF_THE_WAY, type Scenario } from "./scenarios.js";
import { repeatsOf, wordsOf, type Break } from "./repeats.js";
import { steadyProcess } from "./steady-process.js";

/*
 * npm run bench -- soak      SOAK_MINUTES=2 SOAK_SEED=1      SOAK_RUN=6 for that run of it alone
 *
 * Runs in processes of their own against a server that limits, fails, hangs, cuts off, talks nonsense
 * and gives answers twice and to others, killed and interrupted at drawn moments, with clocks that jump,
 * full disks, threads without memory and cut networks, and gone on with, until the time is over. Looks
 * after each whether what a run promises holds, and prints what was met and what was broken.
 */
const MINUTES = Number(process.env["SOAK_MINUTES"] ?? 2);
const SEED = process.env["SOAK_SEED"] ?? "1";
/** The one run to play; 0 for all. */
const ONLY = Number(process.env["SOAK_RUN"] ?? 0);
const CONCURRENCY = 8;
const TARGET = 48;
const HELPERS = join(import.meta.dirname, "..", "..", "test", "helpers");
const CHILD = join(HELPERS, "run-child.mjs");
/** Milliseconds for which the network is cut: longer than a request may take. */
const CUT = 1500;
/** Writes of a run of this size, of which the disk is full from one on. */
const WRITES = [40, 200] as const;
/** Threads of a run, of which one starves. */
const THREADS = 3;
/**
 * Answers that a break may take along. One that stops a run: what is in flight. One that kills it
 * also what came in the same turn of the event loop, which was not committed yet, as the next were sent
 * already; and of a network that is cut what was in flight, and what was sent again meanwhile.
 */
const MOST = { stop: CONCURRENCY, kill: 2 * CONCURRENCY };
/** Seconds that a request may take. */
const TIMEOUT = 1;
/** Milliseconds that no step of such a run takes. */
const LONGEST_STEP = 300_000;
/** Requests for an answer that are no storm, beside what is under way. */
const STORM = 3;

const spec = (budget: number | null) =>
  ticketSpec({
    target: TARGET,
    plan: { subtopics: 0, roundSize: TARGET / 3 },
    models: { default: { model: "openai:tickets", timeoutSeconds: TIMEOUT } },
    ...(budget === null ? {} : { budget: { calls: budget } }),
  });

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What is loaded before a process to make its trouble, with its environment. */
function troubleOf({ trouble, moment, number }: Scenario): readonly [string, object] | null {
  const [first, last] = WRITES;
  switch (trouble) {
    case "clock":
      return ["jumping-clock.mjs", { JUMPING_CLOCK: String(number) }];
    case "full-disk":
      return [
        "kill-at-write.mjs",
        { FULL_FROM_WRITE: String(Math.floor(first + moment * (last - first))) },
      ];
    case "starved-thread":
      return ["starved-thread.mjs", { STARVED_THREAD: String(1 + Math.floor(moment * THREADS)) }];
    default:
      return null;
  }
}

function start(
  job: Record<string, unknown>,
  trouble: readonly [string, object] | null = null,
): { child: ChildProcess; ended: Promise<Ended> } {
  const [helper, environment] = trouble ?? [null, {}];
  const child = spawn(
    process.execPath,
    [
      ...(helper === null ? [] : ["--import", pathToFileURL(join(HELPERS, helper)).href]),
      CHILD,
      JSON.stringify({ concurrency: CONCURRENCY, ...job }),
    ],
    {
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        ...process.env,
        OPENAI_API_KEY: "sk-for-a-local-server",
        NODE_OPTIONS: "",
        ...environment,
      },
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
  const { faults, isWild, interruptions, budget, trouble, moment } = scenario;
  const kinds = isWild ? [...OF_THE_WAY, ...OF_THE_ANSWER] : OF_THE_WAY;
  const counting = await CountingServer.start(({ body }, tries) => {
    const draw = hash32(sha256Hex(`${SEED}:${JSON.stringify(body)}`));
    if (tries > 1 || draw % 1000 >= faults) return { kind: "slow", milliseconds: 2 + (draw % 20) };
    return kinds[(draw >>> 10) % kinds.length]!;
  });
  const { proxy, url } = await CuttableProxy.before(counting.server.url);
  const workspace = mkdtempSync(join(tmpdir(), "datawright-soak-"));
  const broken: string[] = [];
  const job = { workspace, baseUrl: url, spec: spec(budget) };
  const own = troubleOf(scenario);
  // Clocks jump in each process of a run; what ends one is met once.
  const always = trouble === "clock" ? own : null;
  let begun = 0;
  let kills = 0;
  const breaks: Break[] = [];
  try {
    if (own !== null && always === null) {
      const end = await start(job, own).ended;
      breaks.push(pointInTime());
      if (!isBorne(end, trouble)) broken.push(`${trouble}: ended with ${endOf(end)}`);
      // Steps that stood open had no room to be written, or nobody left to write them.
      if (end.code !== 0) kills += 1;
      begun += 1;
    }
    for (const [signal, share] of interruptions) {
      const { child, ended } = start({ ...job, resume: begun > 0 }, always);
      await counting.reached(counting.server.count + 1 + Math.floor(share * 2 * TARGET), child);
      const from = performance.now();
      child.kill(signal);
      const end = await ended;
      const most = signal === "SIGKILL" ? MOST.kill : MOST.stop;
      breaks.push({ from, to: performance.now(), most });
      if (end.signal !== null) kills += 1;
      if (end.stderr !== "") broken.push(`${signal}: standard error has ${firstLine(end.stderr)}`);
      begun += 1;
    }
    const { child, ended } = start({ ...job, resume: begun > 0 }, always);
    if (trouble === "cut") {
      await counting.reached(counting.server.count + 1 + Math.floor(moment * TARGET), child);
      proxy.cut();
      const from = performance.now();
      await new Promise((resolve) => setTimeout(resolve, CUT));
      proxy.heal();
      // Requests that were given up are answered when they come through, and so are those after them.
      breaks.push({ from, to: performance.now() + 1000 * TIMEOUT, most: MOST.kill });
    }
    const end = await ended;
    if (end.code !== 0 || end.stderr !== "") broken.push(`ended with ${endOf(end)}`);
    else
      broken.push(
        ...(await lookInto(workspace, JSON.parse(end.stdout) as Summary, { budget, kills })),
      );
    if (expected !== null && budget === null && !isWild && broken.length === 0)
      if (readFileSync(join(workspace, "runs", "run", "dataset.jsonl"), "utf8") !== expected)
        broken.push("the dataset is not the one of a run that nothing happened to");
    broken.push(...paidTwice(counting, breaks, budget));
    if (counting.server.count > STORM * counting.paid + (1 + breaks.length) * 2 * CONCURRENCY)
      broken.push(`${counting.server.count} requests for ${counting.paid} answers`);
    return broken;
  } finally {
    await proxy.stop();
    await counting.server.stop();
    if (broken.length === 0) rmSync(workspace, { recursive: true, force: true });
    else process.stdout.write(`  kept in ${workspace}\n`);
  }
}

/** Whether more was paid for than the budget, or what was answered was asked again. */
function paidTwice(
  counting: CountingServer,
  breaks: readonly Break[],
  budget: number | null,
): readonly string[] {
  const broken: string[] = [];
  const repeats = repeatsOf(counting.asked, breaks);
  if (budget !== null && counting.paid > budget)
    broken.push(`${counting.paid} answers were paid for with a budget of ${budget}`);
  for (const [at, count] of repeats.ofBreaks.entries())
    if (count > breaks[at]!.most)
      broken.push(`${count} requests were answered again after break ${at + 1}`);
  for (const each of repeats.unexplained) broken.push(`answered again: ${wordsOf(each)}`);
  if (repeats.givenUp.length > 0)
    process.stdout.write(
      `  given up as they were answered: ${repeats.givenUp.map(wordsOf).join("; ")}\n`,
    );
  if (broken.length > 0)
    for (const each of counting.asked)
      if (each.answeredAt !== null && counting.answered.get(each.key)! > 1)
        process.stdout.write(`  ${wordsOf(each)}\n`);
  return broken;
}

const pointInTime = (): Break => ({
  from: performance.now(),
  to: performance.now(),
  most: MOST.kill,
});

/** Whether a process that had no room came to its end, or ended as what it met is called. */
function isBorne({ code, stdout, stderr }: Ended, trouble: Scenario["trouble"]): boolean {
  if (stderr !== "") return false;
  if (code === 0) return true;
  const said = JSON.parse(stdout) as { readonly code?: string };
  return said.code === (trouble === "full-disk" ? "DISK_FULL" : "OUT_OF_MEMORY");
}

const endOf = ({ code, signal, stdout, stderr }: Ended): string =>
  `${code ?? signal}: ${firstLine(stderr) || firstLine(stdout)}`;

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
    for (const of of ["id", "text"] as const)
      if (new Set(rows.map((row) => row[of])).size !== rows.length)
        broken.push(`a row's ${of} is there twice`);
    if (rows.length !== accepted.length || rows.length !== summary.accepted)
      broken.push(`${rows.length} rows, ${accepted.length} samples, ${summary.accepted} told`);
    if (budget === null && summary.stop !== "target") broken.push(`it stopped: ${summary.stop}`);
    const planned = await run.count({ status: "planned" });
    if (planned > 0 && budget === null) broken.push(`${planned} orders came to nothing`);
    const spans = await run.spans({ limit: 1_000_000 });
    const ids = new Set(spans.map(({ id }) => id));
    const orphans = spans.filter(({ parentId }) => parentId !== null && !ids.has(parentId)).length;
    if (spans.some(({ durationMs }) => !(durationMs >= 0 && durationMs < LONGEST_STEP)))
      broken.push("a step took less than no time, or longer than all");
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
  const counting = await CountingServer.start(() => null);
  const workspace = mkdtempSync(join(tmpdir(), "datawright-soak-"));
  await start({ workspace, baseUrl: counting.server.url, spec: spec(null) }).ended;
  await counting.server.stop();
  const expected = readFileSync(join(workspace, "runs", "run", "dataset.jsonl"), "utf8");
  rmSync(workspace, { recursive: true, force: true });
  let [runs, bad] = [0, 0];
  const met = { interruptions: 0, budgets: 0, wild: 0 };
  const troubles = new Map<string, number>();
  const goesOn = (number: number): boolean =>
    ONLY > 0 ? number === ONLY : number <= 2 || performance.now() < until;
  for (let number = ONLY || 1; goesOn(number); number++) {
    const scenario = drawnScenario(SEED, number);
    const broken = await play(scenario, expected);
    runs += 1;
    met.interruptions += scenario.interruptions.length;
    if (scenario.budget !== null) met.budgets += 1;
    if (scenario.isWild) met.wild += 1;
    const { trouble } = scenario;
    if (trouble !== null) troubles.set(trouble, (troubles.get(trouble) ?? 0) + 1);
    if (broken.length === 0) continue;
    bad += 1;
    process.stdout.write(`  run ${number} ${JSON.stringify(scenario)}\n`);
    for (const sentence of broken) process.stdout.write(`    ${sentence}\n`);
  }
  process.stdout.write(
    `${runs} runs, ${met.interruptions} interruptions, ${met.budgets} at their budget, ` +
      `${met.wild} with answers that are no good, ` +
      `${[...troubles].map(([trouble, times]) => `${times} ${trouble}`).join(", ")}: ` +
      `${bad} broke a promise\n`,
  );
  if (ONLY > 0) return;
  const steady = await steadyProcess(Math.max(6, Math.round(MINUTES * 6)), SEED);
  process.stdout.write(`${steady.words}\n`);
  if (bad > 0 || !steady.isSteady) process.exitCode = 1;
}
