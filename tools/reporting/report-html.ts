import type { Report, Summary } from "../../schema/report.js";
import { escapeHtml } from "./escape-html.js";
import { examplesSection } from "./report-examples.js";
import { REPORT_STYLE } from "./report-style.js";
import { replansSection, treeSection } from "./report-tree.js";
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

/** The whole report as one HTML page: no script, no request to anywhere, and every text of a model or a user escaped. */
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
${downstreamSection(summary)}
${recordSection("Diversity and copies", { ...summary.diversity, "verbatim copies of support rows": summary.copies.verbatim, "near copies of support rows": summary.copies.near, "label agreement": summary.labelAgreement, ...(report.leakage ? { "held-out rows given away": report.leakage } : {}) })}
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
  const { downstream } = summary;
  const tile = (value: string, name: string): string =>
    `<div class="tile"><b>${value}</b><span>${name}</span></div>`;
  return `<div class="tiles">${[
    tile(
      `${count(summary.accepted)} / ${count(summary.target)}`,
      `accepted of the target (stop: ${summary.stop})`,
    ),
    tile(count(summary.rejected), "rejected"),
    tile(count(summary.inReview), "wait for a person"),
    tile(percent(summary.coverage.ratio), "of the cells covered"),
    tile(
      downstream.synthetic ? percent(downstream.synthetic.accuracy) : "–",
      "accuracy on real rows",
    ),
    tile(
      summary.labelAgreement === null ? "–" : percent(summary.labelAgreement),
      "label agreement",
    ),
    tile(count(summary.modelCalls), `model calls, ${count(summary.cachedCalls)} from cache`),
    tile(
      dollars(summary.costUsd),
      `cost, ${count(summary.tokens.input + summary.tokens.output)} tokens`,
    ),
    tile(`${summary.seconds.toFixed(1)} s`, `time, ${count(summary.rounds)} rounds`),
  ].join("")}</div>`;
}
