import { escapeHtml, escapeValue, unbroken } from "../escape-html.js";
import type { ReportTexts } from "../language/report-texts.js";
import type { Plot } from "../plots/plot.js";
import { htmlTable, section } from "./html-table.js";

/** Pixels of a drawing on a screen of half or whole width, and on a telephone or half a sheet of paper. */
const WIDTHS = { half: 500, whole: 1040, narrow: 330 } as const;

/** The plots that have something to show, each with its words and its table. */
export function plotsSection(plots: readonly (Plot | null)[], texts: ReportTexts): string {
  const shown = plots.filter((plot): plot is Plot => plot !== null);
  if (shown.length === 0) return "";
  return section(
    texts.page.plots.title,
    `<div class="plots">${shown.map((plot) => figureOf(plot, texts)).join("")}</div>`,
  );
}

function figureOf(plot: Plot, texts: ReportTexts): string {
  const { id, title, caption, note, columns, rows, isWhole } = plot;
  const table = htmlTable(
    texts,
    rows,
    columns.map(({ title: name, isNumber }, at) => ({
      title: name,
      ...(isNumber === true ? { kind: "n" as const } : {}),
      cell: (row) => `<span dir="auto">${escapeValue(row[at])}</span>`,
    })),
  );
  const few = note === null ? "" : `<span class="few">${escapeHtml(note)}</span>`;
  return (
    `<figure id="${id}"${isWhole === true ? ' class="whole"' : ""}>` +
    `<h3 id="${id}-title">${escapeHtml(title)}</h3>` +
    `<div class="drawing wide">${plot.draw(isWhole === true ? WIDTHS.whole : WIDTHS.half)}</div>` +
    `<div class="drawing narrow full" role="group" aria-labelledby="${id}-title" tabindex="0">${plot.draw(WIDTHS.narrow)}</div>` +
    `<figcaption><span id="${id}-caption" dir="auto">${unbroken(escapeHtml(caption))}</span>${few}</figcaption>` +
    `<details><summary>${texts.page.plots.asTable}</summary>${table}</details></figure>`
  );
}
