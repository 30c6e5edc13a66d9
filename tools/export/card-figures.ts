import type { Summary } from "../../schema/report.js";
import { shareFigure } from "../reporting/share-figure.js";
import { table } from "./card-markdown.js";

/** The figures of a run as a table: shares with the rows that carry them and their 95 % intervals. */
export function cardFigures(summary: Summary): string {
  const { diversity, downstream, copies } = summary;
  const decided = summary.accepted + summary.rejected;
  const accuracy = (figure: Summary["downstream"]["real"]): string =>
    figure === null
      ? "not measured"
      : `${number(figure.accuracy)} (${number(figure.low)} to ${number(figure.high)}; trained ` +
        `on ${figure.trainSize} rows, tested on ${downstream.testSize})`;
  return `${table(
    ["figure", "value"],
    [
      ["accepted / wanted", `${summary.accepted} / ${summary.target}`],
      ["refused", String(summary.rejected)],
      [
        "share of drafts that were accepted",
        share(decided === 0 ? null : summary.accepted / decided, decided),
      ],
      ["in review", String(summary.inReview)],
      ["ended because", `${summary.stop}: ${summary.stopDetail}`],
      ["cells covered", `${summary.coverage.covered} of ${summary.coverage.cells}`],
      ["vocabulary", number(diversity.vocabulary)],
      ["distinct-1, distinct-2", `${number(diversity.distinct1)}, ${number(diversity.distinct2)}`],
      ["average pairwise similarity", number(diversity.averagePairwiseSimilarity)],
      [
        "copies of support rows, verbatim and near",
        `${number(copies.verbatim)}, ${number(copies.near)}`,
      ],
      [
        "small model agrees with the label",
        share(summary.labelAgreement, summary.labelAgreementRows),
      ],
      ["accuracy on real rows, trained on this dataset", accuracy(downstream.synthetic)],
      ["accuracy on real rows, trained on the real support rows", accuracy(downstream.real)],
      ["share of the commonest label in the test", number(downstream.majority)],
      [
        "rows of the test",
        `${downstream.testSize} (${downstream.removedFromTest} equal to a support row were ` +
          "removed)",
      ],
      ["model calls, of them from the cache", `${summary.modelCalls}, ${summary.cachedCalls}`],
      ["cost in US dollars", summary.costUsd === null ? "unknown" : number(summary.costUsd)],
    ],
  )}\n\nIn brackets: 95 % intervals (Wilson).`;
}

function share(value: number | null, rows: number | null): string {
  const figure = shareFigure(value, rows);
  return figure === null
    ? number(value)
    : `${number(figure.share)} (${number(figure.low)} to ${number(figure.high)}; ${figure.rows} rows)`;
}

function number(value: number | null): string {
  return value === null ? "not measured" : String(Math.round(value * 10_000) / 10_000);
}
