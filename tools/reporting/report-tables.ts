import type { Report, Summary } from "../../schema/report.js";
import { escapeHtml, escapeValue } from "./escape-html.js";

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
export function funnelSection(funnel: Report["funnel"]): string {
  const most = Math.max(1, ...funnel.map((row) => row.count));
  return section(
    "Funnel by reason",
    table(funnel, [
      { title: "Reason", cell: (row) => `<code>${escapeHtml(row.reason)}</code>` },
      { title: "Meaning", cell: (row) => escapeHtml(row.meaning) },
      {
        title: "",
        kind: "chart",
        cell: (row) => bar(row.count / most, row.reason === "accepted" ? "good" : "bad"),
      },
      { title: "Samples", kind: "n", cell: (row) => count(row.count) },
    ]),
  );
}

/** One row per cell of the coverage map, with whatever figures the report has for it. */
export function coverageSection({ coverage, summary }: Report): string {
  const { cells, covered, ratio } = summary.coverage;
  const names = [...new Set(coverage.flatMap((cell) => Object.keys(cell)))].filter(
    (name) => name !== "cell",
  );
  const columns: Column<Report["coverage"][number]>[] = [
    { title: "Cell", cell: (cell) => `<span dir="auto">${escapeValue(cell["cell"])}</span>` },
  ];
  columns.push({
    title: "",
    kind: "chart",
    cell: (cell) => bar(share(cell["accepted"], cell["quota"]), "good"),
  });
  for (const name of names)
    columns.push({
      title: escapeHtml(name.replace(/([A-Z])/g, " $1").toLowerCase()),
      kind: "n",
      cell: (cell) => escapeValue(cell[name]),
    });
  return section(
    "Coverage",
    `<p class="soft">${count(covered)} of ${count(cells)} cells hold a sample ` +
      `(${percent(ratio)}).</p>${table(coverage, columns)}`,
  );
}

/** Accuracy on real rows with its interval, as figures and as a track from 0 to 1. */
export function downstreamSection({ downstream }: Summary): string {
  const rows = (
    [
      ["Synthetic data", downstream.synthetic],
      ["Real support data", downstream.real],
    ] as const
  ).map(([name, figures]) => ({ name, figures }));
  const majority =
    downstream.majority === null
      ? ""
      : ` The most frequent label alone: ${percent(downstream.majority)}.`;
  const removed =
    downstream.removedFromTest > 0
      ? ` ${count(downstream.removedFromTest)} rows equal to a support row were taken out of ` +
        "the test."
      : "";
  const note =
    downstream.note === undefined ? "" : `<p class="soft">${escapeHtml(downstream.note)}</p>`;
  return section(
    "Test with real data",
    `<p class="soft">A small model trained on each, tested on ${count(downstream.testSize)} held-out real rows.${majority}${removed}</p>${note}${table(
      rows,
      [
        { title: "Trained on", cell: (row) => row.name },
        {
          title: "Rows",
          kind: "n",
          cell: (row) => (row.figures ? count(row.figures.trainSize) : "–"),
        },
        { title: "", kind: "chart", cell: (row) => (row.figures ? track(row.figures) : "") },
        {
          title: "Accuracy",
          kind: "n",
          cell: (row) => (row.figures ? percent(row.figures.accuracy) : "–"),
        },
        {
          title: "95 % interval",
          kind: "n",
          cell: (row) =>
            row.figures ? `${percent(row.figures.low)} – ${percent(row.figures.high)}` : "–",
        },
      ],
    )}`,
  );
}

/** Calls, tokens, money and time by agent. */
export function usageSection(usage: Report["usage"]): string {
  return section(
    "Cost by agent",
    table(usage, [
      { title: "Agent", cell: (row) => escapeHtml(row.agent) },
      { title: "Model", cell: (row) => escapeHtml(row.model) },
      { title: "Calls", kind: "n", cell: (row) => count(row.calls) },
      { title: "From cache", kind: "n", cell: (row) => count(row.cached) },
      { title: "Input tokens", kind: "n", cell: (row) => count(row.inputTokens) },
      { title: "Output tokens", kind: "n", cell: (row) => count(row.outputTokens) },
      { title: "Cost", kind: "n", cell: (row) => dollars(row.costUsd) },
      { title: "Seconds", kind: "n", cell: (row) => row.seconds.toFixed(1) },
    ]),
  );
}

/** Names and values of a record, nested ones by their path. */
export function recordSection(title: string, record: Readonly<Record<string, unknown>>): string {
  return section(
    title,
    table(flatten(record), [
      { title: "Name", cell: ([name]) => `<code>${escapeHtml(name)}</code>` },
      { title: "Value", cell: ([, value]) => `<span dir="auto">${escapeValue(value)}</span>` },
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
export function dollars(value: number | null): string {
  return value === null
    ? "unknown"
    : `$${value === 0 || value >= 0.01 ? value.toFixed(2) : value.toPrecision(2)}`;
}

function table<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
  if (rows.length === 0) return `<p class="soft">None.</p>`;
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
    typeof value === "object" && value !== null && !Array.isArray(value)
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
