import { writeFileAtomic } from "../../memory/atomic-file.js";
import type { SampleQuery } from "../../memory/contract.js";
import type { Report } from "../../schema/report.js";
import type { Sample } from "../../schema/sample.js";
import { datasetRow, rejectedRow } from "../../tools/export/write-dataset-row.js";
import type { RunRuntime } from "../runtime/runtime.js";
import { runBrowser } from "./run-browser.js";

async function* rows(
  runtime: RunRuntime,
  query: SampleQuery,
  row: (sample: Sample) => unknown,
): AsyncGenerator<unknown> {
  for await (const sample of runtime.samples.stream(query)) yield row(sample);
}

/** Plots take a library that nothing else of a run needs: it is loaded while threads do other work. */
export const reportPage = async () =>
  (await import("../../tools/reporting/report-html.js")).renderReportHtml;

/** Writes everything that people read: dataset, rejected samples, coverage, report and usage. */
export async function writeOutputs(
  runtime: RunRuntime,
  sealed: number,
  report: Report,
): Promise<void> {
  const { folder } = runtime;
  await folder.writeLines(
    "dataset",
    rows(runtime, { status: "accepted", order: "accepted" }, datasetRow),
  );
  await folder.writeLines(
    "rejected",
    rows(runtime, { status: ["rejected", "in-review"], order: "ordinal" }, rejectedRow),
  );
  const last = await runtime.rounds.sealedOrNull(sealed);
  const sealedRounds: unknown[] = [];
  for (let round = 0; round <= sealed; round++) {
    const planned = await runtime.rounds.plannedOrNull(round);
    const one = await runtime.rounds.sealedOrNull(round);
    if (planned && one)
      sealedRounds.push({
        round,
        orders: planned.size,
        accepted: one.accepted,
        drafted: one.drafted,
        planRevision: planned.planRevision,
        cancelled: one.cancelled,
        moves: planned.moves,
        growth: planned.growth ?? [],
      });
  }
  await folder.writeJson("coverage", {
    cells: last?.coverage.cells ?? [],
    moves: last?.coverage.moves ?? [],
    rounds: sealedRounds,
    growth: last?.coverage.growth ?? [],
    tree: report.tree,
    replans: report.replans,
  });
  await folder.writeJson("reportJson", report);
  await runtime.storage.saveReport(folder, report);
  const renderReportHtml = await reportPage();
  await writeFileAtomic(
    folder.path("report"),
    renderReportHtml(report, {
      browser: await runBrowser(runtime),
      language: runtime.reportLanguage,
    }),
  );
  await folder.writeJson("usage", {
    total: {
      calls: report.summary.modelCalls,
      cached: report.summary.cachedCalls,
      tokens: report.summary.tokens,
      costUsd: report.summary.costUsd,
    },
    byAgent: report.usage,
  });
}
