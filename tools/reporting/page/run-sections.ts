import type { ConceptNode } from "../../../schema/plan.js";
import type { Report } from "../../../schema/report.js";
import { escapeHtml, escapeValue } from "../escape-html.js";
import type { ReportTexts } from "../language/report-texts.js";
import { count, figure, percent } from "../number-text.js";
import { foldedSection, htmlTable, section, type Column } from "./html-table.js";

/** Nodes of a concept tree that the page shows; coverage.json has all. */
const MOST_NODES = 150;

/** The figures of a run beside its plots, by the names that a language has for them. */
export function figuresSection({ summary, leakage, metrics }: Report, texts: ReportTexts): string {
  const names = texts.figures;
  const { diversity, copies, labelAgreement, downstream } = summary;
  const share = (value: number | null): string => (value === null ? "–" : percent(value));
  const number = (value: number | null): string => (value === null ? "–" : figure(value));
  const rows: (readonly [string, string])[] = [
    [names.vocabulary, number(diversity.vocabulary)],
    [names.distinct1, number(diversity.distinct1)],
    [names.distinct2, number(diversity.distinct2)],
    [names.similarity, number(diversity.averagePairwiseSimilarity)],
    [names.verbatim, number(copies.verbatim)],
    [names.near, number(copies.near)],
    [names.agreement, share(labelAgreement)],
    [names.leakage, leakage === null ? "–" : escapeValue(leakage["heldOutRows"] ?? leakage)],
    ...Object.entries(metrics).flatMap(([name, value]): (readonly [string, string])[] =>
      typeof value === "object" && value !== null
        ? Object.entries(value).map(([own, inner]) => [`${name}.${own}`, number(inner)] as const)
        : [[name, number(value)]],
    ),
  ];
  const removed =
    downstream.removedFromTest > 0
      ? `<p class="soft">${texts.downstream.removed(count(downstream.removedFromTest))}</p>`
      : "";
  const note =
    downstream.note === undefined
      ? ""
      : `<p class="soft">${escapeHtml(texts.sentence(downstream.note))}</p>`;
  return section(
    texts.sections.diversity,
    htmlTable(
      texts,
      rows,
      [
        { title: texts.columns.name, cell: ([name]) => escapeHtml(name) },
        { title: texts.columns.value, kind: "n", cell: ([, value]) => value },
      ],
      { isSmall: true },
    ) +
      removed +
      note,
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
    ...names.map((name) => ({
      title: texts.cellFigures[name] ?? name.replace(/([A-Z])/gu, " $1").toLowerCase(),
      kind: "n" as const,
      cell: (cell: Report["coverage"][number]) => escapeValue(cell[name]),
    })),
  ];
  return foldedSection(
    `${texts.sections.coverage}: ${texts.coverage(count(covered), count(cells), percent(ratio))}`,
    htmlTable(texts, coverage, columns),
  );
}

/**
 * The concept tree of a run in which it grew, with when and why; nothing where it was planned at
 * once, as the coverage table has it all.
 */
export function treeSection(
  { tree, growth }: Pick<Report, "tree" | "growth">,
  texts: ReportTexts,
): string {
  if (tree === null || growth.length === 0) return "";
  const round = new Map(growth.flatMap((row) => row.added.map(({ id }) => [id, row] as const)));
  let left = MOST_NODES;
  const list = (nodes: readonly ConceptNode[]): string =>
    nodes.length === 0 ? "" : `<ol>${nodes.map(item).join("")}</ol>`;
  const item = (node: ConceptNode): string => {
    if (left-- <= 0) return "";
    const row = round.get(node.id);
    const when =
      row && row.round >= 0
        ? ` <span class="soft">${texts.grown(row.round, row.step)} ${escapeHtml(row.why)}</span>`
        : "";
    return `<li><span dir="auto">${escapeHtml(node.name)}</span>${when}${list(node.children)}</li>`;
  };
  const shown = list([tree]);
  const all = MOST_NODES - left;
  return foldedSection(
    texts.sections.tree,
    `<div class="tree">${shown}</div>${all > MOST_NODES ? `<p class="soft">${texts.page.table.more(MOST_NODES, all)}</p>` : ""}`,
  );
}

/** Errors of agents' own code. */
export function failuresSection(failures: Report["agentFailures"], texts: ReportTexts): string {
  if (failures.length === 0) return "";
  const lines = failures.map(
    ({ message, samples, example }) =>
      `<li><span class="tag bad">${texts.failedSamples(count(samples))}</span><code class="soft">` +
      `${escapeHtml(example)}</code><div class="why" dir="auto">${escapeHtml(message)}</div></li>`,
  );
  return section(texts.sections.failures, `<ol class="list">${lines.join("")}</ol>`);
}

/** Sub-tasks that were planned again because they failed. */
export function replansSection(replans: Report["replans"], texts: ReportTexts): string {
  if (replans.length === 0) return "";
  const lines = replans.map(
    ({ revision, subTask, because }) =>
      `<li>${texts.replanned(
        revision,
        `<code>${escapeHtml(subTask)}</code>`,
        `<span dir="auto">${escapeHtml(because.join("; "))}</span>`,
      )}</li>`,
  );
  return foldedSection(texts.sections.replans, `<ol class="list">${lines.join("")}</ol>`);
}
