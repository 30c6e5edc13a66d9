import type { RunResult } from "../../graphs/run/run-session.js";
import type { ReasonCode } from "../../schema/reasons.js";
import { meaningOfReason } from "../../tools/reporting/language/report-texts.js";
import { shareFigure } from "../../tools/reporting/share-figure.js";
import { spokenLanguage, texts } from "../language/texts.js";
import { differenceText } from "./difference-text.js";
import { labelled } from "./labelled.js";
import { moneyText } from "./print-figures.js";
import { printable } from "./print-table.js";

const known = <T>(value: T | null | undefined): T | string => value ?? texts().words.unknown;

const percent = (value: number | null | undefined): string =>
  known(value === null || value === undefined ? null : `${(100 * value).toFixed(1)} %`);

const decimal = (value: number | null): string => known(value?.toFixed(3));

/** The reason of samples that are not refused and wait for a person. */
const WAITING: ReasonCode = "review-uncertain";

/**
 * Prints what came of a run: figures, what is in the folder, and what to do next. The last line
 * names the folder.
 */
export function printSummary(result: RunResult, command: (name: string) => string): void {
  const { summary, report } = result;
  const { labels, ...say } = texts().summary;
  const { words, sentence } = texts();
  const out = (line = ""): void => void process.stdout.write(`${line}\n`);
  const line = (label: string, text: string): void => out(labelled(label, text));
  const { downstream } = summary;
  out();
  line(labels.stop, say.stop(summary.stop, printable(summary.stopDetail)));
  if (result.error?.hint) line(labels.mend, sentence(printable(result.error.hint)));
  line(labels.accepted, say.accepted(summary));
  for (const row of report.funnel.filter((entry) => entry.reason !== "accepted"))
    line(
      `  ${row.reason === WAITING ? labels.waits : labels.refused}`,
      `${String(row.count).padStart(5)}  ${row.reason}: ${meaningOfReason(row, spokenLanguage())}`,
    );
  for (const { message, samples } of report.agentFailures.slice(0, 3))
    line(labels.agentFailed, `${words.samples(samples)}: ${printable(message)}`);
  line(
    labels.calls,
    [
      say.calls(summary.modelCalls, summary.cachedCalls),
      say.tokens(summary.tokens.input, summary.tokens.output),
      say.cost(moneyText(summary.costUsd)),
    ].join("; "),
  );
  const { covered, cells, ratio } = summary.coverage;
  line(
    labels.coverage,
    cells === 0 ? say.nothingPlanned : say.coverage(covered, cells, percent(ratio)),
  );
  const { vocabulary, distinct1, distinct2, averagePairwiseSimilarity } = summary.diversity;
  const measured = vocabulary !== null || summary.copies.verbatim !== null;
  if (!measured) line(labels.measured, say.nothingMeasured);
  else {
    line(
      labels.diversity,
      say.diversity({
        vocabulary: known(vocabulary),
        distinct1: decimal(distinct1),
        distinct2: decimal(distinct2),
        similarity: decimal(averagePairwiseSimilarity),
      }),
    );
    line(labels.copies, say.copies(known(summary.copies.verbatim), known(summary.copies.near)));
  }
  const agreement = shareFigure(summary.labelAgreement, summary.labelAgreementRows);
  const interval = (figures: { readonly low: number; readonly high: number }, share: number) =>
    words.interval(percent(share), percent(figures.low), percent(figures.high));
  if (agreement !== null)
    line(labels.agreement, say.agreement(interval(agreement, agreement.share), agreement.rows));
  else if (summary.labelAgreement !== null)
    line(labels.agreement, say.agreement(percent(summary.labelAgreement), null));
  if (downstream.testSize > 0) {
    const show = (value: typeof downstream.synthetic): string =>
      value === null
        ? words.unknown
        : say.trainedOn(interval(value, value.accuracy), value.trainSize);
    line(
      labels.downstream,
      say.downstream({
        rows: downstream.testSize,
        synthetic: show(downstream.synthetic),
        real: show(downstream.real),
        majority: percent(downstream.majority),
      }),
    );
    const difference = differenceText(downstream);
    if (difference !== null) line("", difference);
  }
  for (const note of [
    ...report.notes,
    ...(downstream.note && !report.notes.some((one) => one.includes(downstream.note!))
      ? [downstream.note]
      : []),
  ])
    line(labels.note, sentence(printable(note)));
  const models = [
    ...new Set(Object.values((report.task["models"] as Record<string, string> | undefined) ?? {})),
  ];
  if (models.includes("embedded")) line(labels.model, say.embedded);
  line(
    labels.thresholds,
    say.thresholds({
      rougeL: report.thresholds["rougeL"] as number,
      distance: report.thresholds["vectorDistance"] as number,
      rating: report.thresholds["minRating"] as number,
      probability: report.thresholds["minLabelProbability"] as number,
    }),
  );
  if (result.status === "interrupted" || result.status === "provider-down")
    line(labels.goOn, command("resume"));
  else if (summary.inReview > 0) line(labels.decide, command("review"));
  if (summary.stop === "budget") line(labels.goOn, say.moreBudget(command("resume")));
  line(labels.look, `${command("samples")}; ${command("trace")}; report.html`);
  out(summary.folder);
}
