import type { ConceptNode } from "../../schema/plan.js";
import type { Report } from "../../schema/report.js";
import { escapeHtml } from "./escape-html.js";
import { section } from "./report-tables.js";

/** The concept tree of a run in which it grew, with when and why; nothing where it was planned at once, as the coverage table has it all. */
export function treeSection({ tree, growth }: Pick<Report, "tree" | "growth">): string {
  if (tree === null || growth.length === 0) return "";
  const round = new Map(growth.flatMap((row) => row.added.map(({ id }) => [id, row] as const)));
  const item = (node: ConceptNode): string => {
    const row = round.get(node.id);
    const when =
      row && row.round >= 0
        ? ` <span class="soft">round ${row.round}, ${row.step}: ${escapeHtml(row.why)}</span>`
        : "";
    return `<li><span dir="auto">${escapeHtml(node.name)}</span>${when}${list(node.children, item)}</li>`;
  };
  return section("Concept tree", list([tree], item));
}

/** Sub-tasks that were planned again because they failed. */
export function replansSection(replans: Report["replans"]): string {
  if (replans.length === 0) return "";
  const lines = replans.map(
    ({ revision, subTask, because }) =>
      `<li>revision ${revision}: <code>${escapeHtml(subTask)}</code> after <span dir="auto">${escapeHtml(because.join("; "))}</span></li>`,
  );
  return section("Plan revisions", `<ol>${lines.join("")}</ol>`);
}

function list(nodes: readonly ConceptNode[], item: (node: ConceptNode) => string): string {
  return nodes.length === 0 ? "" : `<ol>${nodes.map(item).join("")}</ol>`;
}
