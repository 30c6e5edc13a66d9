import { escapeHtml } from "../escape-html.js";
import type { ReportTexts } from "../language/report-texts.js";

/** One column of a table: its heading and the cell of a row, as safe HTML; numbers stand to the right. */
export interface Column<Row> {
  readonly title: string;
  readonly kind?: "n" | "words";
  cell(row: Row): string;
}

/** Rows of a table on the page; a longer one says how many it leaves out. */
const MOST_ROWS = 100;

/** A table that scrolls to the side where it has no room. */
export function htmlTable<Row>(
  texts: ReportTexts,
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  { isSmall = false }: { readonly isSmall?: boolean } = {},
): string {
  if (rows.length === 0) return `<p class="soft">${texts.none}</p>`;
  const { more, scrolls } = texts.page.table;
  const classOf = (column: Column<Row>): string => (column.kind ? ` class="${column.kind}"` : "");
  const head = columns
    .map((column) => `<th scope="col"${classOf(column)}>${escapeHtml(column.title)}</th>`)
    .join("");
  const body = rows
    .slice(0, MOST_ROWS)
    .map(
      (row) =>
        `<tr>${columns
          .map((column, at) =>
            at === 0
              ? `<th scope="row">${column.cell(row)}</th>`
              : `<td${classOf(column)}>${column.cell(row)}</td>`,
          )
          .join("")}</tr>`,
    )
    .join("");
  const rest = rows.length > MOST_ROWS ? `<p class="soft">${more(MOST_ROWS, rows.length)}</p>` : "";
  return `<div class="scroll${isSmall ? " small" : ""}" role="region" tabindex="0" aria-label="${scrolls}"><table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>${rest}`;
}

/** A part of the page under its heading. */
export function section(title: string, body: string): string {
  return `<section><h2>${escapeHtml(title)}</h2>${body}</section>`;
}

/** A part that is closed at first. */
export function foldedSection(title: string, body: string): string {
  return `<section class="folded"><details><summary><h2>${escapeHtml(title)}</h2></summary>${body}</details></section>`;
}
