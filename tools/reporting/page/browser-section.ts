import { escapeHtml, visibleControls } from "../escape-html.js";
import type { BrowserRow, SampleBrowser } from "../figures/browser-rows.js";
import { count } from "../number-text.js";
import { section } from "./html-table.js";
import { traceLine, type SampleWords } from "./sample-sections.js";

/** Bytes of samples that a page holds at most: it stays a file that can be sent. */
const MOST_BYTES = 1_500_000;
/** Samples that stand on the page without the script, as many as on one of its pages. */
const FIRST = 10;
/** Entries of a choice; rarer ones are found by their words. */
const MOST_CHOICES = 200;

/** Samples to search and leaf through. Without its script the first ones. */
export function browserSection(browser: SampleBrowser, words: SampleWords): string {
  const { texts, written, run } = words;
  const say = texts.page.samples;
  const rows = fitting(browser.rows);
  const of = Object.entries(browser.of)
    .filter(([, number]) => number > 0)
    .map(([status, number]) => say.count(count(number), escapeHtml(say.statuses[status] ?? status)))
    .join(", ");
  if (rows.length === 0) return section(say.title, `<p class="soft">${texts.none}</p>`);
  const all = Object.values(browser.of).reduce((sum, number) => sum + number, 0);
  const held = { rows, say, statuses: say.statuses, run, lang: written };
  return section(
    say.title,
    `<p class="soft">${say.about(count(rows.length), of)}${rows.length < all ? ` ${say.spread}` : ""}</p>` +
      `<noscript><p class="soft">${say.noScript}</p></noscript>` +
      `<form id="samples-form" hidden role="search"><label>${say.search}<input name="words" type="search"></label>` +
      choice("label", say.label, { values: rows.map(({ l }) => l), all: say.all }) +
      choice("status", say.status, {
        values: rows.map(({ s }) => s),
        all: say.all,
        names: say.statuses,
      }) +
      choice("reason", say.reason, { values: rows.flatMap(({ r }) => r), all: say.all }) +
      `</form><ol class="list samples" id="samples-list">${rows
        .slice(0, FIRST)
        .map((row) => item(row, words))
        .join("")}</ol>` +
      `<div class="pages" id="samples-pages" hidden><button type="button" id="samples-back">${say.previous}</button>` +
      `<span id="samples-place" role="status"></span><button type="button" id="samples-on">${say.next}</button></div>` +
      `<script type="application/json" id="samples-held">${jsonInHtml(held)}</script>`,
  );
}

/** As many rows as fit, spread evenly over them. */
function fitting(rows: readonly BrowserRow[]): BrowserRow[] {
  const bytes = rows.map((row) => Buffer.byteLength(JSON.stringify(row)));
  const all = bytes.reduce((sum, size) => sum + size, 0);
  const share = Math.min(1, MOST_BYTES / Math.max(1, all));
  const kept: BrowserRow[] = [];
  let [seen, used] = [0, 0];
  rows.forEach((row, at) => {
    seen += bytes[at]!;
    if (used + bytes[at]! > seen * share + 1e-6 && share < 1) return;
    used += bytes[at]!;
    kept.push(row);
  });
  return kept;
}

function choice(
  name: string,
  title: string,
  {
    values,
    all,
    names = {},
  }: {
    readonly values: readonly string[];
    readonly all: string;
    readonly names?: Readonly<Record<string, string>>;
  },
): string {
  const different = [...new Set(values)].filter((value) => value !== "").sort();
  if (different.length < 2) return "";
  const options = different
    .slice(0, MOST_CHOICES)
    .map(
      (value) =>
        `<option value="${escapeHtml(value)}">${escapeHtml(names[value] ?? value)}</option>`,
    )
    .join("");
  return `<label>${title}<select name="${name}"><option value="">${all}</option>${options}</select></label>`;
}

/** The same item as the script makes. */
function item(row: BrowserRow, words: SampleWords): string {
  const { statuses } = words.texts.page.samples;
  const tone = row.s === "accepted" ? "good" : "bad";
  const tags = [
    ...(row.l === "" ? [] : [`<span class="tag" dir="auto">${escapeHtml(row.l)}</span>`]),
    ...(row.s === ""
      ? []
      : [`<span class="tag ${tone}" dir="auto">${escapeHtml(statuses[row.s] ?? row.s)}</span>`]),
    ...(row.s === "accepted"
      ? []
      : row.r.map((reason) => `<span class="tag bad" dir="auto">${escapeHtml(reason)}</span>`)),
    ...(row.c === "" ? [] : [`<span class="why">${escapeHtml(row.c)}</span>`]),
  ].join("");
  const why = row.w.map((line) => `<div class="why" dir="auto">${escapeHtml(line)}</div>`).join("");
  return (
    `<li><div>${tags}</div><div class="text" dir="auto" lang="${escapeHtml(words.written)}">` +
    `${escapeHtml(row.t)}</div>${why}${traceLine(row.i, words)}</li>`
  );
}

/** JSON that nothing in it can end the element of, with controls that reorder text shown. */
function jsonInHtml(value: unknown): string {
  return JSON.stringify(value, (_, own: unknown) =>
    typeof own === "string" ? visibleControls(own) : own,
  ).replace(
    /[<>&\u2028\u2029]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
