import type { Report, Summary } from "../../schema/report.js";
import type { Language } from "../../base/language/language.js";
import { meaningOfReason, reportTexts, type ReportTexts } from "./language/report-texts.js";
import { escapeHtml, escapeValue } from "./escape-html.js";
import { isRecord } from "../../base/values/is-record.js";

/**
 * One column of a table: its heading and the cell of a row, as safe HTML; numbers stand to the
 * right.
 */
interface Column<Row> {
  readonly title: string;
  readonly kind?: "n" | "chart";
  cell(row: Row): string;
}

/** Reasons by count, most frequent first, with bars. */
export function funnelSection(funnel: Report["funnel"], language: Language): string {
  const texts = reportTexts(language);
  const { columns } = texts;
  const most = Math.max(1, ...funnel.map((row) => row.count));
  return section(
    texts.sections.funnel,
    table(texts, funnel, [
      { title: columns.reason, cell: (row) => `<code>${escapeHtml(row.reason)}</code>` },
      { title: columns.meaning, cell: (row) => escapeHtml(meaningOfReason(row, language)) },
      {
        title: "",
        kind: "chart",
        cell: (row) => bar(row.count / most, row.reason === "accepted" ? "good" : "bad"),
      },
      { title: columns.samples, kind: "n", cell: (row) => count(row.count) },
    ]),
  );
}

/** One row per cell of the coverage map, with whatever figures the report has for it. */
export function coverageSection({ coverage, summary }: Report, texts: ReportTexts): string {
  const { cells, covered, ratio } = summary.coverage;
  const names = [...new Set(coverage.flatMap((cell) => Object.keys(cell)))].filter(
    (name) => name !== "cell",
  );
  const columns: Column<Report["coverage"][number]>[] = [
    {
      title: texts.columns.cell,
      cell: (cell) => `<span dir="auto">${escapeValue(cell["cell"])}</span>`,
    },
  ];
  columns.push({
    title: "",
    kind: "chart",
    cell: (cell) => bar(share(cell["accepted"], cell["quota"]), "good"),
  });
  for (const name of names)
    columns.push({
      title: escapeHtml(texts.cellFigures[name] ?? name.replace(/([A-Z])/g, " $1").toLowerCase()),
      kind: "n",
      cell: (cell) => escapeValue(cell[name]),
    });
  return section(
    texts.sections.coverage,
    `<p class="soft">${texts.coverage(count(covered), count(cells), percent(ratio))}</p>` +
      table(texts, coverage, columns),
  );
}

/** Accuracy on real rows with its interval, as figures and as a track from 0 to 1. */
export function downstreamSection({ downstream }: Summary, texts: ReportTexts): string {
  const { columns, downstream: say } = texts;
  const rows = (
    [
      [say.synthetic, downstream.synthetic],
      [say.real, downstream.real],
    ] as const
  ).map(([name, figures]) => ({ name, figures }));
  const majority = downstream.majority === null ? "" : say.majority(percent(downstream.majority));
  const removed =
    downstream.removedFromTest > 0 ? say.removed(count(downstream.removedFromTest)) : "";
  const note =
    downstream.note === undefined
      ? ""
      : `<p class="soft">${escapeHtml(texts.sentence(downstream.note))}</p>`;
  return section(
    texts.sections.downstream,
    `<p class="soft">${say.about(count(downstream.testSize))}${majority}${removed}</p>${note}${table(
      texts,
      rows,
      [
        { title: columns.trainedOn, cell: (row) => row.name },
        {
          title: columns.rows,
          kind: "n",
          cell: (row) => (row.figures ? count(row.figures.trainSize) : "–"),
        },
        { title: "", kind: "chart", cell: (row) => (row.figures ? track(row.figures) : "") },
        {
          title: columns.accuracy,
          kind: "n",
          cell: (row) => (row.figures ? percent(row.figures.accuracy) : "–"),
        },
        {
          title: columns.interval,
          kind: "n",
          cell: (row) =>
            row.figures ? `${percent(row.figures.low)} – ${percent(row.figures.high)}` : "–",
        },
      ],
    )}`,
  );
}

/** Calls, tokens, money and time by agent. */
export function usageSection(usage: Report["usage"], texts: ReportTexts): string {
  const { columns } = texts;
  return section(
    texts.sections.usage,
    table(texts, usage, [
      { title: columns.agent, cell: (row) => escapeHtml(row.agent) },
      { title: columns.model, cell: (row) => escapeHtml(row.model) },
      { title: columns.calls, kind: "n", cell: (row) => count(row.calls) },
      { title: columns.cached, kind: "n", cell: (row) => count(row.cached) },
      { title: columns.inputTokens, kind: "n", cell: (row) => count(row.inputTokens) },
      {
        title: columns.cachedInputTokens,
        kind: "n",
        cell: (row) => count(row.cachedInputTokens),
      },
      { title: columns.outputTokens, kind: "n", cell: (row) => count(row.outputTokens) },
      { title: columns.cost, kind: "n", cell: (row) => dollars(row.costUsd, texts) },
      { title: columns.seconds, kind: "n", cell: (row) => row.seconds.toFixed(1) },
    ]),
  );
}

/** Names and values of a record, nested ones by their path. */
export function recordSection(
  title: string,
  record: Readonly<Record<string, unknown>>,
  texts: ReportTexts,
): string {
  return section(
    title,
    table(texts, flatten(record), [
      { title: texts.columns.name, cell: ([name]) => `<code>${escapeHtml(name)}</code>` },
      {
        title: texts.columns.value,
        cell: ([, value]) => `<span dir="auto">${escapeValue(value)}</span>`,
      },
    ]),
  );
}

export function section(title: string, body: string): string {
  return `<section><h2>${escapeHtml(title)}</h2>${body}</section>`;
}
export function count(value: number): string {
  return value.toLocaleString("en-US");
}
export function percent(value: number): string {
  return `${(value * 100).toFixed(1)} %`;
}
export function dollars(value: number | null, { unknown }: Pick<ReportTexts, "unknown">): string {
  return value === null
    ? unknown
    : `$${value === 0 || value >= 0.01 ? value.toFixed(2) : value.toPrecision(2)}`;
}

function table<Row>(
  { none }: Pick<ReportTexts, "none">,
  rows: readonly Row[],
  columns: readonly Column<Row>[],
): string {
  if (rows.length === 0) return `<p class="soft">${none}</p>`;
  const classOf = (column: Column<Row>): string => (column.kind ? ` class="${column.kind}"` : "");
  const head = columns.map((column) => `<th${classOf(column)}>${column.title}</th>`).join("");
  const body = rows
    .map(
      (row) =>
        `<tr>${columns.map((column) => `<td${classOf(column)}>${column.cell(row)}</td>`).join("")}</tr>`,
    )
    .join("");
  return `<table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>`;
}

function flatten(record: Readonly<Record<string, unknown>>, path = ""): [string, unknown][] {
  return Object.entries(record).flatMap(([name, value]): [string, unknown][] =>
    isRecord(value)
      ? flatten(value as Record<string, unknown>, `${path}${name}.`)
      : [
          [
            `${path}${name}`,
            Array.isArray(value)
              ? value
                  .map((item) => (typeof item === "string" ? item : JSON.stringify(item)))
                  .join(", ")
              : value,
          ],
        ],
  );
}

function bar(part: number, tone: "good" | "bad"): string {
  return (
    `<span class="bar ${tone}" ` +
    `style="width:${(Math.min(1, Math.max(0, part)) * 100).toFixed(1)}%"></span>`
  );
}

function track({
  accuracy,
  low,
  high,
}: {
  readonly accuracy: number;
  readonly low: number;
  readonly high: number;
}): string {
  return (
    `<div class="track"><i ` +
    `style="left:${(low * 100).toFixed(1)}%;width:${((high - low) * 100).toFixed(1)}%"></i><b ` +
    `style="left:calc(${(accuracy * 100).toFixed(1)}% - 1px)"></b></div>`
  );
}

function share(part: unknown, whole: unknown): number {
  return typeof part === "number" && typeof whole === "number" && whole > 0 ? part / whole : 0;
}
