import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { startServerProcess } from "../server-process.js";
import type { Vocabulary } from "./answers.js";
import { copyWorkspace, multiplyRun } from "./multiply.js";
import { measureReaders } from "./readers.js";
import type { ResumedRun, ResumedStretch } from "./resumed-run.js";
import type { RunFigures, WholeRun } from "./whole-run.js";

/*
 * Runs what `npm run build` made.
 *
 * GROWTH_SIZES=2000,10000,50000     samples of each run; 1000000 on demand
 * GROWTH_VOCABULARIES=narrow,wide   what the texts are made of
 * GROWTH_LATENCY=200                milliseconds a call; 0 for a model object in the process
 * GROWTH_IN_FLIGHT=64
 * GROWTH_STEPS=1                   tells when each step of a run begins, and how many calls were out; of a multiplied
 *                                  one its memory, every 5 s
 * GROWTH_STALLS=1                  tells each stall of the event loop above 30 ms, and of the collector above 15
 * GROWTH_KEEP=FOLDER                keeps the workspaces there, for the readers of large runs
 * GROWTH_NODE="--cpu-prof"          more options of the runs' node
 * GROWTH_PACKAGES=dist,OTHER        folders of built packages, which take turns; default: dist
 * GROWTH_REPEAT=1                  runs of each
 * GROWTH_MULTIPLIED=50000,1000000   instead: what comes behind the last gate of so many samples, made from
 *                                   a run of 2,000 with other texts, vectors, verdicts and steps
 * GROWTH_READERS=1                  of each: what looking into it takes, by commands and pages
 * GROWTH_EXTENDED=0                 does not extend them
 * GROWTH_INDEX=compact             where the texts and vectors are that drafts are compared with
 */
const setting = (name: string, usual: string): string => process.env[`GROWTH_${name}`] ?? usual;
const SIZES = setting("SIZES", "2000,10000,50000").split(",").map(Number);
const VOCABULARIES = setting("VOCABULARIES", "narrow,wide").split(",") as Vocabulary[];
const LATENCY = Number(setting("LATENCY", "200"));
const IN_FLIGHT = Number(setting("IN_FLIGHT", "64"));
const PACKAGES = setting("PACKAGES", "dist").split(",");
const REPEAT = Number(setting("REPEAT", "1"));
const MULTIPLIED = setting("MULTIPLIED", "").split(",").filter(Boolean).map(Number);
const INDEX = setting("INDEX", "memory") as "memory" | "compact";
const BASE = 2000;
/** Samples that a multiplied run is extended by. */
const MORE = 64;
/** Beside the sources, where packages are found. */
const MADE = fileURLToPath(new URL(`../../.dist-growth-${process.pid}`, import.meta.url));

/**
 * A script for a plain node: what compiles sources as they are loaded would also handle each module of
 * the package, and be counted as the run's.
 */
async function plainScript(name: "whole-run" | "resumed-run"): Promise<string> {
  const outfile = join(MADE, `${name}.mjs`);
  await build({
    entryPoints: [fileURLToPath(new URL(`./${name}.ts`, import.meta.url))],
    outfile,
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    logLevel: "warning",
  });
  return outfile;
}

const moduleOf = (folder: string): string => pathToFileURL(resolve(folder, "index.js")).href;

/** One run in a process of its own: what it takes is its own. */
function measured<Figures>(script: string, run: WholeRun | ResumedRun): Promise<Figures> {
  const options = setting("NODE", "")
    .split(" ")
    .filter((option) => option !== "");
  const child = spawn(process.execPath, [...options, script, JSON.stringify(run)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (part: string) => (text += part));
  return new Promise((resolve, reject) => {
    child.once("exit", (code) => {
      if (code === 0) resolve(JSON.parse(text.trim().split("\n").at(-1)!) as Figures);
      else reject(new Error(`the run of ${run.target} samples ended with ${String(code)}`));
    });
  });
}

function print(
  { target, vocabulary, module }: WholeRun,
  { calls, accepted, work, finish, bytes }: RunFigures,
) {
  const seconds = work.seconds + finish.seconds;
  const ideal = (calls * LATENCY) / 1000 / IN_FLIGHT;
  const cpu = (1000 * (work.cpuSeconds + finish.cpuSeconds)) / calls;
  const kilobytes = (of: number): string => (of / accepted / 1000).toFixed(1);
  console.log(
    [
      `growth: ${String(target).padStart(8)} ${vocabulary.padEnd(6)}`,
      PACKAGES.length > 1 ? module : null,
      `${seconds.toFixed(1)} s (${finish.seconds.toFixed(1)} behind the last gate)`,
      LATENCY > 0 ? `ratio to ideal ${(ideal / seconds).toFixed(3)}` : null,
      `CPU ${cpu.toFixed(2)} ms a call (${((1000 * work.cpuSeconds) / calls).toFixed(2)} until the last gate)`,
      `resident ${work.resident.toFixed(0)} MiB at the last gate, ${finish.resident.toFixed(0)} at the end, ${finish.peak.toFixed(0)} at the peak`,
      `longest stall ${work.stall.toFixed(0)} ms (${work.stalledBehind}), ${finish.stall.toFixed(0)} behind the last gate (${finish.stalledBehind})`,
      `disk ${kilobytes(bytes.run)} kB a sample, of it run.db ${kilobytes(bytes.database)}; cache ${kilobytes(bytes.cache)}`,
      `${accepted} accepted by ${calls} calls`,
    ]
      .filter((part) => part !== null)
      .join("; "),
  );
}

function allRuns(): readonly (readonly [number, Vocabulary, string])[] {
  return SIZES.flatMap((target) =>
    VOCABULARIES.flatMap((vocabulary) =>
      Array.from({ length: REPEAT }, () =>
        PACKAGES.map((folder) => [target, vocabulary, folder] as const),
      ).flat(),
    ),
  );
}

/**
 * How the cost of a sample grows with the dataset: whole runs from the launch to the report, two
 * calls a sample, of a narrow and of a wide vocabulary.
 */
export async function run(): Promise<void> {
  if (MULTIPLIED.length > 0) return multiplied();
  const server =
    LATENCY > 0
      ? await startServerProcess({
          latencyMilliseconds: LATENCY,
          answers: fileURLToPath(new URL("./answers.ts", import.meta.url)),
        })
      : null;
  const kept = process.env["GROWTH_KEEP"];
  try {
    const script = await plainScript("whole-run");
    for (const [target, vocabulary, folder] of allRuns()) {
      const workspace =
        kept === undefined
          ? mkdtempSync(join(tmpdir(), "datawright-growth-"))
          : join(kept, `${vocabulary}-${target}`);
      mkdirSync(workspace, { recursive: true });
      try {
        const whole = {
          module: moduleOf(folder),
          workspace,
          target,
          vocabulary,
          inFlight: IN_FLIGHT,
          index: INDEX,
          url: server?.url ?? null,
        };
        print(whole, await measured<RunFigures>(script, whole));
      } finally {
        if (kept === undefined) rmSync(workspace, { recursive: true, force: true });
      }
    }
  } finally {
    rmSync(MADE, { recursive: true, force: true });
    await server?.stop();
  }
}

/** What resuming a run of so many samples takes, up to its report. */
async function multiplied(): Promise<void> {
  const folder = process.env["GROWTH_KEEP"] ?? mkdtempSync(join(tmpdir(), "datawright-growth-"));
  const base = join(folder, `base-${BASE}`);
  const module = moduleOf(PACKAGES[0]!);
  try {
    const script = await plainScript("resumed-run");
    if (!existsSync(base)) {
      mkdirSync(base, { recursive: true });
      const small: WholeRun = {
        module,
        workspace: base,
        target: BASE,
        vocabulary: "narrow",
        inFlight: IN_FLIGHT,
        index: INDEX,
        url: null,
      };
      await measured<RunFigures>(await plainScript("whole-run"), small);
    }
    for (const target of MULTIPLIED) {
      const workspace = join(folder, `multiplied-${target}`);
      if (!existsSync(workspace)) {
        copyWorkspace(base, workspace);
        const started = performance.now();
        const tell = (samples: number): void => {
          if (samples % (50 * BASE) > 0) return;
          const seconds = ((performance.now() - started) / 1000).toFixed(0);
          process.stderr.write(`  ${samples} samples made after ${seconds} s\n`);
        };
        const multiplied = { base: BASE, target, index: INDEX, progress: tell };
        await multiplyRun(join(workspace, "runs", "run"), multiplied);
      }
      if (setting("READERS", "") !== "")
        await measureReaders(resolve(PACKAGES[0]!, "cli", "main.js"), workspace);
      if (setting("EXTENDED", "1") === "0") continue;
      console.log(`growth: ${target} samples, extended by ${MORE}`);
      const { accepted, stretches } = await measured<{
        readonly accepted: number;
        readonly stretches: readonly ResumedStretch[];
      }>(script, { module, workspace, target: target + MORE, inFlight: IN_FLIGHT });
      const peak = Math.max(...stretches.map(({ highest }) => highest));
      const seconds = stretches.reduce((sum, stretch) => sum + stretch.seconds, 0);
      console.log(
        `growth: ${accepted} accepted after ${seconds.toFixed(0)} s, ${peak.toFixed(0)} MiB at the peak: ${stretches
          .map(
            (of) =>
              `${of.name} ${of.cpuSeconds.toFixed(1)} s of the processor, ${of.highest.toFixed(0)} MiB`,
          )
          .join("; ")}`,
      );
    }
  } finally {
    rmSync(MADE, { recursive: true, force: true });
    if (process.env["GROWTH_KEEP"] === undefined) rmSync(folder, { recursive: true, force: true });
  }
}
