import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Random } from "../base/statistics/random.js";
import { buildReport } from "../graphs/finish/build-report.js";
import { runBrowser } from "../graphs/finish/run-browser.js";
import { renderReportHtml } from "../tools/reporting/report-html.js";
import {
  begun,
  madeDraft,
  madeOrder,
  madeSealed,
  madeVerdict,
  memoryRun,
} from "../test/helpers/memory-run.js";

const ROUND = 512;
const WORDS = Array.from({ length: 4000 }, (_, at) => `word${at}`);

/**
 * The report of runs of 1,000, 10,000 and 100,000 accepted samples: what it takes to collect its
 * figures and to write the page, how large the page is, and how much memory it took beside the store.
 */
export async function run(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "datawright-bench-report-"));
  try {
    for (const size of [1_000, 10_000, 100_000]) await measure(size, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(size: number, folder: string): Promise<void> {
  const made = await memoryRun();
  Object.assign(made, { folder: { folder, readJson: () => Promise.resolve(null) } });
  await begun(made);
  const random = new Random(1);
  const rounds = Math.ceil(size / ROUND);
  for (let round = 0; round < rounds; round++) {
    const samples = Array.from({ length: Math.min(ROUND, size - round * ROUND) }, (_, at) =>
      madeDraft({
        id: `${round}-${at}`,
        round,
        ordinal: round * ROUND + at,
        text: random.sample(WORDS, 20).join(" "),
        status: "accepted",
        reasons: ["accepted"],
      }),
    );
    await made.rounds.order(
      round,
      samples.map(({ id, ordinal }) => madeOrder({ id, round, ordinal })),
      { planRevision: 0, size: samples.length, inputsUsed: 0, moves: [] },
    );
    await made.samples.saveDrafts(
      samples.map((sample) => ({
        sample,
        verdicts: ["coherent", "novel", "on-task"].map((criterion) =>
          madeVerdict(sample.id, { criterion, pass: true, score: random.next() }),
        ),
        vector: Float32Array.from({ length: 256 }, () => random.next() - 0.5),
      })),
    );
    await made.rounds.seal(
      madeSealed(round, {
        accepted: round * ROUND + samples.length,
        drafted: round * ROUND + samples.length,
      }),
    );
  }
  globalThis.gc?.();
  const before = process.memoryUsage().rss;
  const start = performance.now();
  const report = await buildReport(made, {
    sealed: rounds - 1,
    stop: "target",
    stopDetail: `${size} of ${size} accepted`,
  });
  const collected = performance.now();
  const html = renderReportHtml(report, { browser: await runBrowser(made) });
  const written = performance.now();
  console.log(
    `${size} samples: figures ${((collected - start) / 1000).toFixed(2)} s, page ` +
      `${((written - collected) / 1000).toFixed(2)} s of ${(Buffer.byteLength(html) / 1e6).toFixed(2)} MB, ` +
      `memory ${((process.memoryUsage().rss - before) / 2 ** 20).toFixed(0)} MiB more than before`,
  );
  await made.database.close();
}
