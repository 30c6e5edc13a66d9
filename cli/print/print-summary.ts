import type { RunResult } from "../../graphs/run/run-session.js";
import { shareFigure } from "../../tools/reporting/share-figure.js";
import { countText, moneyText } from "./print-figures.js";
import { printable } from "./print-table.js";

const percent = (value: number | null | undefined): string =>
  value === null || value === undefined ? "unknown" : `${(100 * value).toFixed(1)} %`;

const decimal = (value: number | null): string => value?.toFixed(3) ?? "unknown";

/**
 * Prints what came of a run: figures, what is in the folder, and what to do next. The last line
 * names the folder.
 */
export function printSummary(result: RunResult, command: (name: string) => string): void {
  const { summary, report } = result;
  const out = (line = ""): void => void process.stdout.write(`${line}\n`);
  const { downstream } = summary;
  out();
  out(
    "stop             " +
      `${summary.stop}${summary.stopDetail ? `: ${printable(summary.stopDetail)}` : ""}`,
  );
  out(
    `accepted         ${summary.accepted} of ${summary.target}; ${summary.rejected} ` +
      `refused, ${summary.inReview} wait for a person; ${countText(summary.rounds, "round")} ` +
      `in ${summary.seconds.toFixed(1)} s`,
  );
  for (const row of report.funnel.filter((entry) => entry.reason !== "accepted").slice(0, 6))
    out(`  refused        ${String(row.count).padStart(5)}  ${row.reason}: ${row.meaning}`);
  for (const { message, samples } of report.agentFailures.slice(0, 3))
    out(`agent failed     ${countText(samples, "sample")}: ${printable(message)}`);
  out(
    `model calls      ${summary.modelCalls} (${summary.cachedCalls} more from the cache); ` +
      `${summary.tokens.input} tokens in, ${summary.tokens.output} out; cost ` +
      `${moneyText(summary.costUsd)}`,
  );
  out(
    summary.coverage.cells === 0
      ? "coverage         unknown: nothing was planned"
      : `coverage         ${summary.coverage.covered} of ${summary.coverage.cells} cells ` +
          `(${percent(summary.coverage.ratio)})`,
  );
  const { vocabulary, distinct1, distinct2, averagePairwiseSimilarity } = summary.diversity;
  const measured = vocabulary !== null || summary.copies.verbatim !== null;
  if (!measured) out("measured         nothing: the run did not come to its evaluation");
  else {
    out(
      `diversity        vocabulary ${vocabulary ?? "unknown"}, distinct-1 ` +
        `${decimal(distinct1)}, distinct-2 ${decimal(distinct2)}, average pairwise similarity ` +
        decimal(averagePairwiseSimilarity),
    );
    out(
      `copies           ${summary.copies.verbatim ?? "unknown"} verbatim, ` +
        `${summary.copies.near ?? "unknown"} near copies of support rows`,
    );
  }
  const agreement = shareFigure(summary.labelAgreement, summary.labelAgreementRows);
  if (agreement !== null)
    out(
      `label agreement  ${percent(agreement.share)} [${percent(agreement.low)}, ` +
        `${percent(agreement.high)}] of ${countText(agreement.rows, "sample")}, with a small ` +
        "model that did not see the sample",
    );
  else if (summary.labelAgreement !== null)
    out(
      `label agreement  ${percent(summary.labelAgreement)} with a small model that did not ` +
        "see the sample",
    );
  if (downstream.testSize > 0) {
    const show = (name: string, value: typeof downstream.synthetic): string =>
      value === null
        ? `${name} unknown`
        : `${name} ${percent(value.accuracy)} [${percent(value.low)}, ${percent(value.high)}] ` +
          `from ${value.trainSize} rows`;
    out(
      `downstream       on ${downstream.testSize} real held-out rows: ` +
        `${show("synthetic", downstream.synthetic)}; ${show("real", downstream.real)}; ` +
        `majority class ${percent(downstream.majority)}`,
    );
    if (
      downstream.synthetic &&
      downstream.real &&
      downstream.synthetic.accuracy < downstream.real.accuracy
    )
      out(
        "                 the synthetic rows train a worse model than the real ones do, by " +
          `${(100 * (downstream.real.accuracy - downstream.synthetic.accuracy)).toFixed(1)} ` +
          "points",
      );
  }
  for (const note of [
    ...report.notes,
    ...(downstream.note && !report.notes.some((one) => one.includes(downstream.note!))
      ? [downstream.note]
      : []),
  ])
    out(`note             ${printable(note)}`);
  const models = [
    ...new Set(Object.values((report.task["models"] as Record<string, string> | undefined) ?? {})),
  ];
  if (models.includes("embedded"))
    out(
      "model            embedded: a small statistical model that recombines the support " +
        "rows; for text of quality use --model openai:NAME",
    );
  out(
    `thresholds       ROUGE-L ${report.thresholds["rougeL"] as number}, vector distance ` +
      `${report.thresholds["vectorDistance"] as number}, rating ` +
      `${report.thresholds["minRating"] as number} of 5, label probability ` +
      `${report.thresholds["minLabelProbability"] as number}`,
  );
  if (result.status === "interrupted" || result.status === "provider-down")
    out(`go on with       ${command("resume")}`);
  else if (summary.inReview > 0) out(`decide           ${command("review")}`);
  if (summary.stop === "budget")
    out(
      `go on with       ${command("resume")} with a larger --budget, --max-calls or ` +
        "--max-tokens",
    );
  out(`look inside      ${command("samples")}; ${command("trace")}; report.html`);
  out(summary.folder);
}
