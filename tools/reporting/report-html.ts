import type { Language } from "../../base/language/language.js";
import type { ConceptNode } from "../../schema/plan.js";
import type { Report, Summary } from "../../schema/report.js";
import { shareFigure, type ShareFigure } from "./share-figure.js";
import { reportTexts, type ReportTexts } from "./language/report-texts.js";
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

/**
 * The whole report as one HTML page: no script, no request to anywhere, and every text of a model
 * or a user escaped. What the page says by itself is in `language`; samples, the task and what
 * agents said stay as they are.
 */
export function renderReportHtml(
  report: Report,
  { language = "en" }: { readonly language?: Language } = {},
): string {
  const { summary, task } = report;
  const texts = reportTexts(language);
  const { sections, figures } = texts;
  const name = typeof task["name"] === "string" ? task["name"] : summary.runId;
  const written =
    typeof task["language"] === "string" && /^[A-Za-z0-9-]+$/.test(task["language"])
      ? task["language"]
      : "en";
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(texts.title(name))}</title>
<style>${REPORT_STYLE}</style>
</head>
<body><main>
<h1 dir="auto">${escapeHtml(name)}</h1>
<p dir="auto">${escapeHtml(typeof task["description"] === "string" ? task["description"] : "")}</p>
<p class="soft">${texts.run(`<code>${escapeHtml(summary.runId)}</code>`)} ${texts.stops[summary.stop]} ${escapeHtml(texts.sentence(summary.stopDetail))}</p>
${tiles(summary, texts)}
${funnelSection(report.funnel, language)}
${failuresSection(report.agentFailures, texts)}
${downstreamSection(summary, texts)}
${recordSection(sections.diversity, diversityOf(report, figures), texts)}
${coverageSection(report, texts)}
${treeSection(report, texts)}
${replansSection(report.replans, texts)}
${usageSection(report.usage, texts)}
<div lang="${written}">${examplesSection(report.examples, texts)}</div>
${recordSection(sections.thresholds, report.thresholds, texts)}
${recordSection(sections.task, task, texts)}
${report.notes.length > 0 ? section(sections.notes, report.notes.map((note) => `<p dir="auto">${escapeHtml(texts.sentence(note))}</p>`).join("")) : ""}
</main></body>
</html>
`;
}

/** Figures of diversity and copies by the names that a language has for them. */
function diversityOf(
  { summary, leakage }: Report,
  names: ReportTexts["figures"],
): Record<string, unknown> {
  const { diversity, copies, labelAgreement } = summary;
  return {
    [names.vocabulary]: diversity.vocabulary,
    [names.distinct1]: diversity.distinct1,
    [names.distinct2]: diversity.distinct2,
    [names.similarity]: diversity.averagePairwiseSimilarity,
    [names.verbatim]: copies.verbatim,
    [names.near]: copies.near,
    [names.agreement]: labelAgreement,
    [names.leakage]: leakage,
  };
}

function tiles(summary: Summary, texts: ReportTexts): string {
  const { downstream, coverage } = summary;
  const names = texts.tiles;
  const tile = (value: string, name: string): string =>
    `<div class="tile"><b>${value}</b><span>${name}</span></div>`;
  return `<div class="tiles">${[
    tile(`${count(summary.accepted)} / ${count(summary.target)}`, names.accepted(summary.stop)),
    tile(count(summary.rejected), names.rejected),
    tile(count(summary.inReview), names.inReview),
    tile(
      coverage.cells === 0 ? texts.unknown : percent(coverage.ratio),
      coverage.cells === 0 ? names.nothingPlanned : names.covered(count(coverage.cells)),
    ),
    tile(
      ...shareTile(
        names.accuracy,
        shareFigure(downstream.synthetic?.accuracy ?? null, downstream.testSize),
        names,
      ),
    ),
    tile(
      ...shareTile(
        names.agreement,
        shareFigure(summary.labelAgreement, summary.labelAgreementRows),
        names,
      ),
    ),
    tile(count(summary.modelCalls), names.calls(count(summary.cachedCalls))),
    tile(
      dollars(summary.costUsd, texts),
      names.cost(count(summary.tokens.input + summary.tokens.output)),
    ),
    tile(names.seconds(summary.seconds.toFixed(1)), names.time(count(summary.rounds))),
  ].join("")}</div>`;
}

/** The interval in place of the share where few rows carry it: 2 of 2 is not "100 %". */
function shareTile(
  name: string,
  figure: ShareFigure | null,
  names: ReportTexts["tiles"],
): [value: string, name: string] {
  if (figure === null) return ["–", names.notMeasured(name)];
  const interval = `${percent(figure.low)} – ${percent(figure.high)}`;
  return figure.few
    ? [interval, names.fewRows(name, count(figure.rows))]
    : [percent(figure.share), names.rows(name, count(figure.rows), interval)];
}

/**
 * The concept tree of a run in which it grew, with when and why; nothing where it was planned at
 * once, as the coverage table has it all.
 */
function treeSection(
  { tree, growth }: Pick<Report, "tree" | "growth">,
  texts: ReportTexts,
): string {
  if (tree === null || growth.length === 0) return "";
  const round = new Map(growth.flatMap((row) => row.added.map(({ id }) => [id, row] as const)));
  const item = (node: ConceptNode): string => {
    const row = round.get(node.id);
    const when =
      row && row.round >= 0
        ? ` <span class="soft">${texts.grown(row.round, row.step)} ${escapeHtml(row.why)}</span>`
        : "";
    return (
      "<li><span " +
      `dir="auto">${escapeHtml(node.name)}</span>${when}${list(node.children, item)}</li>`
    );
  };
  return section(texts.sections.tree, list([tree], item));
}

/** Errors of agents' own code. */
function failuresSection(failures: Report["agentFailures"], texts: ReportTexts): string {
  if (failures.length === 0) return "";
  const lines = failures.map(
    ({ message, samples, example }) =>
      `<li><span class="tag bad">${texts.failedSamples(count(samples))}</span><code class="soft">` +
      `${escapeHtml(example)}</code><div class="why" dir="auto">${escapeHtml(message)}</div></li>`,
  );
  return section(texts.sections.failures, `<ol>${lines.join("")}</ol>`);
}

/** Sub-tasks that were planned again because they failed. */
function replansSection(replans: Report["replans"], texts: ReportTexts): string {
  if (replans.length === 0) return "";
  const lines = replans.map(
    ({ revision, subTask, because }) =>
      `<li>${texts.replanned(
        revision,
        `<code>${escapeHtml(subTask)}</code>`,
        `<span dir="auto">${escapeHtml(because.join("; "))}</span>`,
      )}</li>`,
  );
  return section(texts.sections.replans, `<ol>${lines.join("")}</ol>`);
}

function list(nodes: readonly ConceptNode[], item: (node: ConceptNode) => string): string {
  return nodes.length === 0 ? "" : `<ol>${nodes.map(item).join("")}</ol>`;
}
