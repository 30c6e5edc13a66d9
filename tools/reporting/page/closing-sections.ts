import type { Language } from "../../../base/language/language.js";
import type { Reproduction } from "../../../schema/report-verdict.js";
import { isRecord } from "../../../base/values/is-record.js";
import { figureDefinitions } from "../definitions/figure-definitions.js";
import { escapeHtml, escapeValue } from "../escape-html.js";
import { reportTexts, type ReportTexts } from "../language/report-texts.js";
import { foldedSection, htmlTable, section } from "./html-table.js";

/** Notes that the page shows; more are in report.json. */
const MOST_NOTES = 40;

/** What each figure of the page is, and who proposed it. */
export function definitionsSection(keys: readonly string[], language: Language): string {
  const texts = reportTexts(language);
  const say = texts.page.definitions;
  return foldedSection(
    say.title,
    htmlTable(texts, figureDefinitions(keys, language), [
      { title: say.figure, cell: ({ name }) => escapeHtml(name) },
      { title: say.definition, kind: "words", cell: ({ text }) => escapeHtml(text) },
      { title: say.source, cell: ({ source }) => (source === "" ? "–" : escapeHtml(source)) },
    ]),
  );
}

/** The command, the seed and the versions by which the same comes out again. */
export function reproduceSection(
  { command, seed, version, node }: Reproduction,
  {
    texts,
    models = {},
    about,
  }: {
    readonly texts: ReportTexts;
    readonly models?: Readonly<Record<string, unknown>>;
    readonly about: string;
  },
): string {
  const say = texts.page.reproduce;
  const names = [...new Set(Object.values(models).filter((name) => typeof name === "string"))];
  return section(
    say.title,
    `<p>${say.command}: <code>${escapeHtml(command)}</code></p>` +
      `<p>${say.seed}: ${seed}; ${say.versions}: datawright ${escapeHtml(version)}, Node.js ${escapeHtml(node)}` +
      `${names.length === 0 ? "" : `; ${say.models}: ${escapeHtml(names.join(", "))}`}</p>` +
      `<p class="soft">${about}</p>`,
  );
}

/** What a reader of the figures should know. */
export function notesSection(notes: readonly string[], texts: ReportTexts): string {
  if (notes.length === 0) return "";
  const shown = notes
    .slice(0, MOST_NOTES)
    .map((note) => `<li dir="auto">${escapeHtml(texts.sentence(note))}</li>`)
    .join("");
  const rest =
    notes.length > MOST_NOTES
      ? `<p class="soft">${texts.page.table.more(MOST_NOTES, notes.length)}</p>`
      : "";
  return section(texts.sections.notes, `<ul>${shown}</ul>${rest}`);
}

/** Names and values of a record, nested ones by their path. */
export function recordSection(
  title: string,
  record: Readonly<Record<string, unknown>>,
  texts: ReportTexts,
): string {
  return foldedSection(
    title,
    htmlTable(texts, flatten(record), [
      { title: texts.columns.name, cell: ([name]) => `<code>${escapeHtml(name)}</code>` },
      {
        title: texts.columns.value,
        kind: "words",
        cell: ([, value]) => `<span dir="auto">${escapeValue(value)}</span>`,
      },
    ]),
  );
}

function flatten(record: Readonly<Record<string, unknown>>, path = ""): [string, unknown][] {
  return Object.entries(record).flatMap(([name, value]): [string, unknown][] =>
    isRecord(value)
      ? flatten(value, `${path}${name}.`)
      : [[`${path}${name}`, Array.isArray(value) ? value.map(plain).join(", ") : value]],
  );
}

function plain(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
