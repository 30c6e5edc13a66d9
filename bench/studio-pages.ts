import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { chromium, type Page } from "playwright-core";
import { DatabaseSampleStore } from "../memory/sample-store.js";
import { openRunDatabase } from "../memory/sqlite/open-run-database.js";
import { DatabaseTraceStore } from "../memory/trace-store.js";
import type { Sample } from "../schema/sample.js";
import type { Span } from "../schema/span.js";
import { madeSample } from "../test/helpers/made-sample.js";

const DIST = join(import.meta.dirname, "..", "dist");
const MAIN = join(DIST, "cli", "main.js");
const SAMPLES = Number(process.env["STUDIO_SAMPLES"] ?? 100_000);
const SPANS = Number(process.env["STUDIO_SPANS"] ?? 200_000);
const CHUNK = 500;
/** Turns of the wheel while the tasks are watched, and pixels of each. */
const TURNS = 60;
const TURN = 900;
const LABELS = ["billing", "delivery", "praise"];

const TASK = `
name: pages
kind: classification
description: Short messages that customers write to a shop.
labels: [billing, delivery, praise]
support:
  rows:
    - { text: I was charged twice for the same order and need my money back., label: billing }
    - { text: The yearly fee on my statement is higher than on your website., label: billing }
    - { text: My parcel has been at the depot for a week without any news., label: delivery }
    - { text: The courier says it was delivered but nothing is at my door., label: delivery }
    - { text: Thank you for the quick answer and the kind words on the phone., label: praise }
    - { text: The new kettle works very well and my family is happy with it., label: praise }
target: 6
seed: 1
`;

/**
 * What a browser needs for the largest run: milliseconds to the first useful paint of each page of
 * 200,000 steps and 100,000 samples, and the longest task while its list is scrolled; kilobytes of
 * the built pages.
 */
export async function run(): Promise<void> {
  sayWeight();
  const home = mkdtempSync(join(tmpdir(), "datawright-studio-pages-"));
  let studio: ChildProcess | undefined;
  const browser = await chromium.launch({
    executablePath: process.env["DATAWRIGHT_CHROMIUM"] ?? "/usr/bin/chromium",
    args: ["--no-sandbox"],
  });
  try {
    const file = join(home, "task.yaml");
    writeFileSync(file, TASK);
    execFileSync(process.execPath, [MAIN, "run", file, "--yes", "--workspace", home], {
      stdio: "ignore",
    });
    const [id] = readdirSync(join(home, "runs"));
    if (id === undefined) throw new Error("the run left no folder");
    await fill(join(home, "runs", id, "run.db"), id);
    const started = await startStudio(home);
    studio = started.studio;
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(started.address);
    await page.waitForSelector(".grid-row");
    for (const [name, path, useful, list] of [
      ["samples", `/runs/${id}/samples`, ".grid-row", ".grid-table"],
      ["trace", `/runs/${id}/trace`, "[data-span]", ".trace-rows"],
      ["trace, every chat", `/runs/${id}/trace?operation=chat`, "[data-span]", ".trace-rows"],
      ["run", `/runs/${id}`, ".figures", "main"],
    ] as const) {
      const painted = await firstPaint(page, new URL(path, started.address).href, useful);
      if (name === "trace") await unfold(page);
      const longest = await longestTask(page, list);
      console.log(
        `studio-pages: ${name.padEnd(18)} first useful paint ${painted.toFixed(0).padStart(5)} ms, ` +
          `longest task while scrolling ${longest.toFixed(0).padStart(4)} ms`,
      );
    }
  } finally {
    await browser.close();
    studio?.kill("SIGINT");
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

function sayWeight(): void {
  const folder = join(DIST, "studio", "web");
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name)));
  const bytes = files.reduce((sum, file) => sum + gzipSync(file).length, 0);
  console.log(`studio-pages: the built pages weigh ${(bytes / 1000).toFixed(0)} kB gzipped`);
}

/** Puts samples and steps into a run's store, as a large run would have left them. */
async function fill(path: string, runId: string): Promise<void> {
  const database = openRunDatabase(path);
  const samples = new DatabaseSampleStore(database);
  const trace = new DatabaseTraceStore(database);
  const began = Date.now();
  for (let first = 0; first < SAMPLES; first += CHUNK)
    await samples.saveDrafts(
      Array.from({ length: Math.min(CHUNK, SAMPLES - first) }, (_, index) => ({
        sample: sampleOf(runId, first + index),
        verdicts: [],
        vector: null,
      })),
    );
  for (let index = 0; index < SPANS; index++) {
    trace.record(spanOf(runId, index, began));
    if (index % CHUNK === 0) await trace.flush();
  }
  await trace.flush();
  database.close();
}

function sampleOf(runId: string, index: number): Sample {
  return {
    ...madeSample({
      id: `made-${index}`,
      text: `message ${index} about an order that came late and a card that was charged twice`,
      label: LABELS[index % LABELS.length] ?? null,
      status: "drafted",
    }),
    runId,
    round: 100 + Math.floor(index / 2000),
    ordinal: 1000 + index,
  };
}

/** Chunks at the top, and in each agents with a call below them. */
function spanOf(runId: string, index: number, began: number): Span {
  const place = index % CHUNK;
  const chunk = index - place;
  const isChunk = place === 0;
  const isCall = !isChunk && place % 2 === 0;
  return {
    id: `span-${index}`,
    parentId: isChunk ? null : isCall ? `span-${index - 1}` : `span-${chunk}`,
    runId,
    name: isChunk ? "chunk" : isCall ? "chat small" : "invoke_agent generator",
    operation: isChunk ? "invoke_workflow" : isCall ? "chat" : "invoke_agent",
    agent: isChunk ? null : "generator",
    startedAt: began + chunk + place / 10,
    durationMs: isChunk ? 480 : 20 + (place % 90),
    status: index % 997 === 0 ? "error" : "ok",
    errorCode: index % 997 === 0 ? "PROVIDER" : null,
    sampleIds: isChunk ? [] : [`made-${Math.floor(index / 2)}`],
    attributes: isCall ? { "gen_ai.request.model": "small", "gen_ai.usage.input_tokens": 900 } : {},
    inputHash: null,
    outputHash: null,
  };
}

async function startStudio(
  home: string,
): Promise<{ readonly studio: ChildProcess; readonly address: string }> {
  const studio = spawn(process.execPath, [MAIN, "studio", "--no-open", "--workspace", home], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const address = await new Promise<string>((resolve, reject) => {
    let printed = "";
    studio.stdout.on("data", (chunk: Buffer) => {
      printed += chunk.toString();
      const found = /http:\S+token=\S+/u.exec(printed);
      if (found) resolve(found[0]);
    });
    studio.on("exit", (code) => reject(new Error(`the studio ended with ${code}`)));
  });
  return { studio, address };
}

/** Milliseconds from the request of a page until what it is for is on the screen. */
async function firstPaint(page: Page, url: string, useful: string): Promise<number> {
  await page.goto(url, { waitUntil: "commit" });
  await page.waitForSelector(useful, { timeout: 60_000 });
  return page.evaluate<number>(
    "new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(performance.now()))))",
  );
}

/** Opens the first fold and the first step below it. */
async function unfold(page: Page): Promise<void> {
  for (const key of ["j", "l", "j", "l", "j", "l"]) {
    await page.keyboard.press(key);
    await page.waitForTimeout(400);
  }
}

/** Milliseconds of the longest task while a list is scrolled; 0 where none was above 50 ms. */
async function longestTask(page: Page, list: string): Promise<number> {
  await page.evaluate(`{
    window.longestTask = 0;
    new PerformanceObserver((entries) => {
      for (const { duration } of entries.getEntries())
        window.longestTask = Math.max(window.longestTask, duration);
    }).observe({ type: "longtask" });
  }`);
  const box = await page.locator(list).first().boundingBox();
  await page.mouse.move((box?.x ?? 0) + 300, (box?.y ?? 0) + 200);
  for (let turn = 0; turn < TURNS; turn++) {
    await page.mouse.wheel(0, TURN);
    await page.waitForTimeout(16);
  }
  await page.waitForTimeout(300);
  return page.evaluate<number>("window.longestTask");
}
