import type { ConceptNode } from "../../schema/plan.js";
import type { Report, Summary } from "../../schema/report.js";
import { shareFigure, type ShareFigure } from "./share-figure.js";
import { escapeHtml } from "./escape-html.js";
import { examplesSection } from "./report-examples.js";
import {
  count,
  coverageSection,
  dollars,
  downstreamSection,
  funnelSection,
  percent,
  recordSection,
  section,
  usageSection,
} from "./report-tables.js";

/**
 * The style sheet of report.html: no image, no font and no script from elsewhere; follows the
 * reader's light or dark setting.
 */
const REPORT_STYLE = `
:root{color-scheme:light dark;--ink:#1c2430;--soft:#5b6676;--page:#f6f7f9;--card:#fff;--line:#dde2e8;--good:#1d7a4c;--bad:#b3402f;--bar:#4a7bd0;--mark:#eef2f8}
@media(prefers-color-scheme:dark){:root{--ink:#e6eaf0;--soft:#9aa6b6;--page:#14181e;--card:#1c222b;--line:#323b48;--good:#58c08a;--bad:#ea8a78;--bar:#6f9be6;--mark:#252d39}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI","Noto Sans","Noto Sans CJK KR","Apple SD Gothic Neo","Malgun Gothic",sans-serif}
main{max-width:1080px;margin:0 auto;padding:28px 20px 60px}
h1{font-size:26px;margin:0 0 4px;overflow-wrap:anywhere}h2{font-size:17px;margin:0 0 12px}
section{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:18px 20px;margin-top:18px;overflow-x:auto}
.soft{color:var(--soft)}p{margin:6px 0}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:12px;margin-top:18px}
.tile{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:12px 14px}
.tile b{display:block;font-size:22px;line-height:1.25;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
.tile span{color:var(--soft);font-size:13px}
table{border-collapse:collapse;width:100%;font-size:14px}
th,td{text-align:start;padding:6px 10px 6px 0;border-bottom:1px solid var(--line);vertical-align:top}
th{color:var(--soft);font-weight:600;font-size:13px}tr:last-child td{border-bottom:0}
td.n,th.n{text-align:end;font-variant-numeric:tabular-nums;white-space:nowrap}
.bar{display:block;height:10px;min-width:2px;border-radius:5px;background:var(--bar)}.bar.good{background:var(--good)}.bar.bad{background:var(--bad)}
td.chart{width:34%}
.track{position:relative;height:12px;border-radius:6px;background:var(--mark);min-width:160px}
.track i{position:absolute;top:0;bottom:0;border-radius:6px;background:var(--bar);opacity:.45}
.track b{position:absolute;top:-2px;bottom:-2px;width:3px;border-radius:2px;background:var(--ink)}
ol{margin:0;padding:0;list-style:none}
ol li{padding:10px 0;border-bottom:1px solid var(--line)}ol li:last-child{border-bottom:0}
.text{white-space:pre-wrap;overflow-wrap:anywhere;unicode-bidi:plaintext}
.tag{display:inline-block;border-radius:4px;background:var(--mark);padding:0 7px;margin-inline-end:6px;font-size:13px;overflow-wrap:anywhere}
.tag.good{color:var(--good)}.tag.bad{color:var(--bad)}
.why{color:var(--soft);font-size:13px;overflow-wrap:anywhere;unicode-bidi:plaintext}
code{font-size:13px;overflow-wrap:anywhere}
@media print{body{background:#fff}section,.tile{break-inside:avoid}}
`;

const STOPS: Readonly<Record<Summary["stop"], string>> = {
  target: "The target was reached.",
  budget: "The budget was used up.",
  saturation: "New drafts stopped being new in every open cell.",
  "no-progress": "Several rounds in a row gave no accepted sample.",
  "plan-failed": "A step of the plan failed again after it was planned anew.",
  "inputs-used": "All given inputs were used.",
  interrupted: "The run was interrupted; it can be resumed.",
  "provider-down": "The model provider failed; the run can be resumed.",
  error: "An error ended the run.",
};

/**
 * The whole report as one HTML page: no script, no request to anywhere, and every text of a model
 * or a user escaped.
 */
export function renderReportHtml(report: Report): string {
  const { summary, task } = report;
  const name = typeof task["name"] === "string" ? task["name"] : summary.runId;
  const language =
    typeof task["language"] === "string" && /^[A-Za-z0-9-]+$/.test(task["language"])
      ? task["language"]
      : "en";
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(name)} – dataset report</title>
<style>${REPORT_STYLE}</style>
</head>
<body><main>
<h1 dir="auto">${escapeHtml(name)}</h1>
<p dir="auto">${escapeHtml(typeof task["description"] === "string" ? task["description"] : "")}</p>
<p class="soft">Run <code>${escapeHtml(summary.runId)}</code>. ${STOPS[summary.stop]} ${escapeHtml(summary.stopDetail)}</p>
${tiles(summary)}
${funnelSection(report.funnel)}
${failuresSection(report.agentFailures)}
${downstreamSection(summary)}
${recordSection("Diversity and copies", { ...summary.diversity, "verbatim copies of support rows": summary.copies.verbatim, "near copies of support rows": summary.copies.near, "label agreement": summary.labelAgreement, "held-out rows given away": report.leakage })}
${coverageSection(report)}
${treeSection(report)}
${replansSection(report.replans)}
${usageSection(report.usage)}
<div lang="${language}">${examplesSection(report.examples)}</div>
${recordSection("Thresholds", report.thresholds)}
${recordSection("Task", task)}
${report.notes.length > 0 ? section("Notes", report.notes.map((note) => `<p dir="auto">${escapeHtml(note)}</p>`).join("")) : ""}
</main></body>
</html>
`;
}

function tiles(summary: Summary): string {
  const { downstream, coverage } = summary;
  const tile = (value: string, name: string): string =>
    `<div class="tile"><b>${value}</b><span>${name}</span></div>`;
  return `<div class="tiles">${[
    tile(
      `${count(summary.accepted)} / ${count(summary.target)}`,
      `accepted of the target (stop: ${summary.stop})`,
    ),
    tile(count(summary.rejected), "rejected"),
    tile(count(summary.inReview), "wait for a person"),
    tile(
      coverage.cells === 0 ? "unknown" : percent(coverage.ratio),
      coverage.cells === 0
        ? "cells covered: nothing was planned"
        : `of ${count(coverage.cells)} cells covered`,
    ),
    tile(
      ...shareTile(
        "accuracy on real rows",
        shareFigure(downstream.synthetic?.accuracy ?? null, downstream.testSize),
      ),
    ),
    tile(
      ...shareTile(
        "label agreement",
        shareFigure(summary.labelAgreement, summary.labelAgreementRows),
      ),
    ),
    tile(count(summary.modelCalls), `model calls, ${count(summary.cachedCalls)} from cache`),
    tile(
      dollars(summary.costUsd),
      `cost, ${count(summary.tokens.input + summary.tokens.output)} tokens`,
    ),
    tile(`${summary.seconds.toFixed(1)} s`, `time, ${count(summary.rounds)} rounds`),
  ].join("")}</div>`;
}

/** The interval in place of the share where few rows carry it: 2 of 2 is not "100 %". */
function shareTile(name: string, figure: ShareFigure | null): [value: string, name: string] {
  if (figure === null) return ["–", `${name}: not measured`];
  const interval = `${percent(figure.low)} – ${percent(figure.high)}`;
  return figure.few
    ? [interval, `${name}: only ${count(figure.rows)} rows, 95 % interval`]
    : [percent(figure.share), `${name} (${count(figure.rows)} rows; 95 % interval ${interval})`];
}

/**
 * The concept tree of a run in which it grew, with when and why; nothing where it was planned at
 * once, as the coverage table has it all.
 */
function treeSection({ tree, growth }: Pick<Report, "tree" | "growth">): string {
  if (tree === null || growth.length === 0) return "";
  const round = new Map(growth.flatMap((row) => row.added.map(({ id }) => [id, row] as const)));
  const item = (node: ConceptNode): string => {
    const row = round.get(node.id);
    const when =
      row && row.round >= 0
        ? ` <span class="soft">round ${row.round}, ${row.step}: ${escapeHtml(row.why)}</span>`
        : "";
    return (
      "<li><span " +
      `dir="auto">${escapeHtml(node.name)}</span>${when}${list(node.children, item)}</li>`
    );
  };
  return section("Concept tree", list([tree], item));
}

/** Errors of agents' own code. */
function failuresSection(failures: Report["agentFailures"]): string {
  if (failures.length === 0) return "";
  const lines = failures.map(
    ({ message, samples, example }) =>
      `<li><span class="tag bad">${count(samples)} samples</span><code class="soft">` +
      `${escapeHtml(example)}</code><div class="why" dir="auto">${escapeHtml(message)}</div></li>`,
  );
  return section("Agents that failed", `<ol>${lines.join("")}</ol>`);
}

/** Sub-tasks that were planned again because they failed. */
function replansSection(replans: Report["replans"]): string {
  if (replans.length === 0) return "";
  const lines = replans.map(
    ({ revision, subTask, because }) =>
      `<li>revision ${revision}: <code>${escapeHtml(subTask)}</code> after <span ` +
      `dir="auto">${escapeHtml(because.join("; "))}</span></li>`,
  );
  return section("Plan revisions", `<ol>${lines.join("")}</ol>`);
}

function list(nodes: readonly ConceptNode[], item: (node: ConceptNode) => string): string {
  return nodes.length === 0 ? "" : `<ol>${nodes.map(item).join("")}</ol>`;
}
