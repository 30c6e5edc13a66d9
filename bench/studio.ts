import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bootstrapInterval } from "../base/statistics/bootstrap-interval.js";
import { quantile } from "../base/statistics/mean.js";
import { launch } from "../graphs/run/launch.js";
import { DatabaseSampleStore } from "../memory/sample-store.js";
import { openRunDatabase } from "../memory/sqlite/open-run-database.js";
import { DatabaseTraceStore } from "../memory/trace-store.js";
import type { Span } from "../schema/span.js";
import { madeSample } from "../test/helpers/made-sample.js";
import { ticketModel, ticketSpec } from "../test/helpers/ticket-run.js";

const MAIN = join(import.meta.dirname, "..", "dist", "cli", "main.js");
const SAMPLES = Number(process.env["STUDIO_SAMPLES"] ?? 100_000);
const SPANS = Number(process.env["STUDIO_SPANS"] ?? 200_000);
/** Samples of the run that is read while it works, and how often it is made alone and watched. */
const TARGET = Number(process.env["STUDIO_TARGET"] ?? 600);
const PAIRS = Number(process.env["STUDIO_PAIRS"] ?? 12);
const CHUNK = 500;
const median = (values: ArrayLike<number>): number => quantile(Array.from(values), 0.5);

/**
 * What a reader costs a run, and how long the studio's first answers of a large run take: processor
 * and wall time of a run that pages watch, over those of the same run alone; milliseconds of
 * each route over 100,000 samples and 200,000 steps.
 */
export async function run(): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), "datawright-studio-"));
  const studio = await startStudio(home);
  try {
    await sayRatio(home, studio);
    if (SPANS > 0) await sayTimes(home, studio);
  } finally {
    studio.child.kill("SIGINT");
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

interface Started {
  readonly child: ChildProcess;
  readonly address: string;
  readonly authorization: string;
  ask(path: string): Promise<Response>;
}

async function startStudio(home: string): Promise<Started> {
  const child = spawn(process.execPath, [MAIN, "studio", "--json", "--workspace", home], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = (
    await new Promise<string>((resolve) =>
      child.stdout.once("data", (data: Buffer) => resolve(data.toString())),
    )
  ).split("\n");
  const address = new URL((JSON.parse(line!) as { url: string }).url);
  const authorization = `Bearer ${address.searchParams.get("token")}`;
  return {
    child,
    address: address.origin,
    authorization,
    ask: (path) => fetch(new URL(path, address.origin), { headers: { authorization } }),
  };
}

/**
 * Processor time of a run that pages watch, over that of the same run alone: of the run's process only,
 * in pairs one behind the other that take turns in who is first, as the median of the pairs' ratios.
 */
async function sayRatio(home: string, studio: Started): Promise<void> {
  if (PAIRS === 0) return;
  const pages = openPages(studio);
  try {
    // The first runs of a process are slower.
    await timed(home, null);
    await timed(home, pages);
    const pairs: { readonly alone: Taken; readonly watched: Taken }[] = [];
    for (let pair = 0; pair < PAIRS; pair++) {
      const first = await timed(home, pair % 2 === 0 ? null : pages);
      const second = await timed(home, pair % 2 === 0 ? pages : null);
      pairs.push(
        pair % 2 === 0 ? { alone: first, watched: second } : { alone: second, watched: first },
      );
    }
    for (const of of ["cpu", "wall"] as const) {
      const ratios = pairs.map(({ alone, watched }) => watched[of] / alone[of]);
      const { lower, upper } = bootstrapInterval(ratios, {
        ...{ seed: "studio", resamples: 10_000, statistic: median },
      });
      console.log(
        `studio: a run of ${TARGET} that pages watch takes ${median(ratios).toFixed(3)} of its ${of} ` +
          `time alone, 95 % interval ${lower.toFixed(3)} to ${upper.toFixed(3)} (${PAIRS} pairs; alone ` +
          `${median(pairs.map(({ alone }) => alone[of])).toFixed(0)} ms; ` +
          `${ratios.map((ratio) => ratio.toFixed(3)).join(" ")})`,
      );
    }
    const answers = await pages.answers();
    console.log(`studio: ${(answers / (PAIRS + 1)).toFixed(0)} answers for the pages in each run`);
  } finally {
    pages.child.kill();
  }
}

interface Taken {
  readonly cpu: number;
  readonly wall: number;
}

async function timed(home: string, pages: Pages | null): Promise<Taken> {
  global.gc?.();
  const cpu = process.cpuUsage();
  const started = performance.now();
  const handle = await launch(ticketSpec({ target: TARGET }), {
    model: ticketModel({ milliseconds: 100 }),
    workspace: home,
    cache: false,
    logLevel: null,
  });
  pages?.watch(handle.id);
  await handle.result;
  const wall = performance.now() - started;
  const { user, system } = process.cpuUsage(cpu);
  await pages?.leave();
  return { cpu: (user + system) / 1000, wall };
}

interface Pages {
  readonly child: ChildProcess;
  watch(run: string): void;
  leave(): Promise<void>;
  answers(): Promise<number>;
}

/**
 * What an open page of a run and one of its trace ask for, in a process of its own: the events, and with
 * each of them the run, its graph, and the top of its trace with the newest fold in it.
 */
function openPages({ address, authorization }: Started): Pages {
  const child = spawn(process.execPath, ["--input-type=module", "-e", PAGES], {
    stdio: ["pipe", "pipe", "inherit"],
    env: { ...process.env, STUDIO: JSON.stringify({ address, authorization }) },
  });
  const told = async (): Promise<string> =>
    new Promise((resolve) => child.stdout.once("data", (data: Buffer) => resolve(String(data))));
  const say = async (line: string): Promise<string> => {
    const answer = told();
    child.stdin.write(`${line}\n`);
    return answer;
  };
  return {
    child,
    watch: (run) => void child.stdin.write(`watch ${run}\n`),
    leave: async () => void (await say("leave")),
    answers: async () => Number(await say("count")),
  };
}

const PAGES = `
  import { createInterface } from "node:readline";
  const { address, authorization } = JSON.parse(process.env.STUDIO);
  let ending = new AbortController();
  let answers = 0;
  const watch = async (run, signal) => {
    const base = "/api/runs/" + run;
    const ask = (path) => fetch(new URL(base + path, address), { headers: { authorization }, signal });
    const read = async (path) => { answers += 1; return (await ask(path)).json(); };
    const events = await ask("/events");
    for await (const event of events.body) {
      const [, , top] = await Promise.all([read(""), read("/graph"), read("/spans?limit=200")]);
      const fold = top.rows.findLast((row) => row.fold !== null);
      if (fold) await read("/spans?limit=200&fold=" + fold.fold + "&parent=" + (fold.parentId ?? ""));
    }
  };
  for await (const line of createInterface({ input: process.stdin })) {
    const [word, run] = line.split(" ");
    if (word === "watch") watch(run, (ending = new AbortController()).signal).catch(() => undefined);
    if (word === "leave") { ending.abort(); console.log("left"); }
    if (word === "count") console.log(answers);
  }
`;

async function sayTimes(home: string, studio: Started): Promise<void> {
  const handle = await launch(ticketSpec({ target: 6 }), {
    model: ticketModel(),
    workspace: home,
    logLevel: null,
  });
  await handle.result;
  const sample = await fill(join(handle.folder, "run.db"), handle.id);
  const base = `/api/runs/${handle.id}`;
  for (const path of [
    base,
    "/spans",
    "/spans?parent=chunk-7",
    "/spans?operation=chat&status=ok",
    `/spans?sample=${sample}`,
    "/spans?text=nothing-has-this",
    "/samples",
    "/samples?status=accepted&label=billing",
    "/samples?condition=tone%3Dangry",
    "/samples?text=number%2099999",
    "/samples?sort=disagreement",
    "/samples?sort=score",
    `/samples/${sample}`,
    `/samples/facets`,
    `/spans/facets`,
  ]) {
    const times: number[] = [];
    for (let turn = 0; turn < 3; turn++) {
      const started = performance.now();
      const answer = await studio.ask(path.startsWith("/api") ? path : `${base}${path}`);
      await answer.arrayBuffer();
      times.push(performance.now() - started);
      if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    }
    const [first, ...others] = times;
    console.log(
      `studio: ${(path.startsWith("/api") ? "/" : path).padEnd(42)} first ${first!.toFixed(0).padStart(5)} ms, ` +
        `then ${Math.min(...others)
          .toFixed(0)
          .padStart(5)} ms`,
    );
  }
}

/** @returns the id of a sample with steps */
async function fill(path: string, runId: string): Promise<string> {
  const database = openRunDatabase(path);
  const samples = new DatabaseSampleStore(database);
  const trace = new DatabaseTraceStore(database, { flushSize: 2000 });
  const labels = ["refund", "delivery", "billing"];
  for (let at = 0; at < SAMPLES; at += CHUNK) {
    await samples.saveDrafts(
      Array.from({ length: Math.min(CHUNK, SAMPLES - at) }, (_, step) => {
        const ordinal = at + step;
        const label = labels[ordinal % labels.length]!;
        return {
          sample: {
            ...madeSample({
              id: `made-${ordinal}`,
              text: `the text of number ${ordinal}, as long as a message of a shop is. `.repeat(3),
              label,
              student: { label, confidence: 0.8, probabilityOfCurrent: (ordinal % 100) / 100 },
              status: ordinal % 5 === 0 ? "rejected" : "accepted",
            }),
            runId,
            round: Math.floor(ordinal / CHUNK) + 10,
            ordinal,
            conditions: [{ name: "tone", value: ordinal % 2 === 0 ? "calm" : "angry" }],
          },
          verdicts: [],
          vector: null,
        };
      }),
    );
  }
  const now = Date.now();
  const span = (at: number, more: Partial<Span>): Span => ({
    id: `span-${at}`,
    parentId: null,
    runId,
    name: "chunk",
    operation: "invoke_workflow",
    agent: null,
    startedAt: now + at,
    durationMs: 100 + (at % 97),
    status: "ok",
    errorCode: null,
    sampleIds: [],
    attributes: { "gen_ai.request.model": "m", "gen_ai.usage.input_tokens": 900 },
    inputHash: null,
    outputHash: null,
    ...more,
  });
  for (let at = 0; at < SPANS; at++) {
    const chunk = `chunk-${Math.floor(at / CHUNK)}`;
    if (at % CHUNK === 0) trace.record(span(at, { id: chunk }));
    else if (at % 2 === 0)
      trace.record(
        span(at, {
          parentId: chunk,
          name: "invoke_agent generator",
          operation: "invoke_agent",
          agent: "generator",
          sampleIds: [`made-${at / 2}`],
        }),
      );
    else
      trace.record(
        span(at, {
          parentId: `span-${at - 1}`,
          name: "chat m",
          operation: "chat",
          agent: "generator",
          sampleIds: [`made-${(at - 1) / 2}`],
        }),
      );
    if (at % 2000 === 0) await trace.flush();
  }
  await trace.flush();
  database.close();
  return "made-1001";
}
