import { z } from "zod";
import { countSetting } from "../../../base/slots/number-setting.js";
import { configurable } from "../../../base/slots/configurable.js";
import { graphemeCount } from "../../../base/text/graphemes.js";
import { cleanHtml } from "../../../base/text/html.js";
import { detectLanguage } from "../../../base/text/language.js";
import { repetition } from "../../text/repetition.js";
import { words } from "../../../base/text/words.js";
import type { CurationRow, Filter } from "../contract.js";
import { eachRow } from "./measures/each-row.js";
import type { FilterReason } from "./measures/filter-reasons.js";
import { FilterReport } from "./measures/filter-report.js";
import { findBoilerplate } from "./measures/find-boilerplate.js";

const MEANING = "checks that the text fails; 0 = none";
/** A share of repeated word triples says little about texts with fewer words. */
const FEWEST_WORDS_FOR_SHARE = 12;
const FEWEST_LETTERS = 10;
/**
 * Languages that are told apart by stop words: a few words may hold one by chance ("do" is Polish,
 * too).
 */
const LATIN = new Set("en de fr es it pt nl sv pl tr id vi".split(" "));
const FEWEST_WORDS_BY_STOP_WORDS = 8;
/**
 * What detectLanguage can answer: a text in another language may look like one of these, so where
 * another is wanted nothing is checked.
 */
const DETECTED = new Set([...LATIN, ..."ja zh ar fa uk ru ko el he th ta bn hi".split(" ")]);

const pattern = z
  .string()
  .refine(isPattern, "not a valid regular expression")
  .nullable()
  .default(null);

const settings = z.strictObject({
  minWords: z.number().int().min(0).default(1).describe("Fewest words. Default: 1."),
  maxWords: z
    .number()
    .int()
    .min(1)
    .nullable()
    .default(null)
    .describe("Most words. Default: no limit."),
  minCharacters: countSetting(
    { from: 0, usual: 1 },
    "Fewest characters as a reader counts them. Default: 1.",
  ),
  maxCharacters: z
    .number()
    .int()
    .min(1)
    .nullable()
    .default(null)
    .describe("Most characters. Default: no limit."),
  maxRepeatedShare: z
    .number()
    .min(0)
    .max(1)
    .nullable()
    .default(0.5)
    .describe(
      "Largest share of word triples that occurred before in the text (of 12 words or " +
        "more); null = unchecked. Default: 0.5.",
    ),
  maxRun: z
    .number()
    .int()
    .min(2)
    .nullable()
    .default(8)
    .describe("A phrase may follow itself this often; null = unchecked. Default: 8."),
  languages: z
    .union([z.literal("task"), z.array(z.string().min(2))])
    .nullable()
    .default("task")
    .describe(
      'Accepted languages (BCP 47), or "task" for the language of the task; texts whose ' +
        "language cannot be told stay; null = unchecked. Default: task.",
    ),
  phrases: z
    .boolean()
    .default(true)
    .describe(
      "Take out refusals, preambles, unfilled placeholders and models speaking of " +
        "themselves, in ten languages. Default: true.",
    ),
  ownPhrases: z
    .array(z.string().min(1))
    .default([])
    .describe("More phrases that take a row out, found anywhere, case aside. Default: none."),
  markup: z
    .enum(["clean", "reject", "ignore"])
    .default("clean")
    .describe("What happens to HTML tags and character references. Default: clean."),
  pattern: pattern.describe(
    "Regular expression (with the u flag) that the text must match. Default: none.",
  ),
  forbidden: pattern.describe("Regular expression that the text must not match. Default: none."),
});
type Settings = z.output<typeof settings>;

interface Finding {
  readonly reason: FilterReason;
  readonly note: string;
}

/**
 * Takes out texts that are empty, too short or long, repetitive, in a wrong language, of a wrong
 * form, or a model's talk about its answer; cleans markup.
 */
export const heuristicsFilter = configurable({
  settings,
  make: (chosen): Filter => ({
    name: "heuristics",
    async apply(rows, context) {
      const report = new FilterReport(rows.length);
      const languages = chosen.languages === "task" ? [context.language] : chosen.languages;
      const unknown = (languages ?? [])
        .map(baseLanguage)
        .filter((language) => !DETECTED.has(language));
      const wanted =
        languages === null || unknown.length > 0 ? null : new Set(languages.map(baseLanguage));
      const required = chosen.pattern === null ? null : new RegExp(chosen.pattern, "u");
      const forbidden = chosen.forbidden === null ? null : new RegExp(chosen.forbidden, "u");
      const counts = { tags: 0, entities: 0, cleaned: 0, languageUnknown: 0 };
      const byLanguage: Record<string, number> = {};
      await eachRow(rows, context, "heuristics", (row, index) => {
        const findings: Finding[] = [];
        const text = markup(row, index, chosen, { report, counts, findings });
        findings.push(...lengthFindings(text, chosen), ...repetitionFindings(text, chosen));
        if (wanted !== null) {
          const language = languageOf(text);
          byLanguage[language] = (byLanguage[language] ?? 0) + 1;
          if (language === "und") counts.languageUnknown += 1;
          else if (!wanted.has(language))
            findings.push({
              reason: "language",
              note:
                `written in "${language}", wanted ` +
                `${[...wanted].map((name) => `"${name}"`).join(" or ")}`,
            });
        }
        const phrase =
          chosen.phrases || chosen.ownPhrases.length > 0
            ? findBoilerplate(text, chosen.ownPhrases)
            : null;
        if (phrase !== null && (chosen.phrases || phrase.kind === "custom"))
          findings.push({
            reason: "boilerplate",
            note: `${phrase.kind}: "${phrase.found.slice(0, 100)}"`,
          });
        if (required !== null && !required.test(text))
          findings.push({ reason: "format", note: `does not match /${chosen.pattern}/` });
        if (forbidden !== null && forbidden.test(text))
          findings.push({ reason: "format", note: `matches the forbidden /${chosen.forbidden}/` });
        report.scores[index] = findings.length;
        if (findings[0] !== undefined)
          report.remove(
            index,
            findings[0].reason,
            findings.map((finding) => finding.note).join("; "),
          );
      });
      return report.outcome("heuristics", MEANING, {
        ...counts,
        languages: byLanguage,
        ...(unknown.length > 0 ? { languageUnchecked: unknown } : {}),
      });
    },
  }),
});

function markup(
  row: CurationRow,
  index: number,
  { markup: mode }: Settings,
  into: {
    report: FilterReport;
    counts: { tags: number; entities: number; cleaned: number };
    findings: Finding[];
  },
): string {
  if (mode === "ignore") return row.text;
  const { text, tags, entities } = cleanHtml(row.text);
  const changed: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(row.fields)) {
    const cleaned = typeof value === "string" ? cleanHtml(value).text : value;
    if (cleaned !== value) changed[name] = cleaned;
  }
  into.counts.tags += tags;
  into.counts.entities += entities;
  if (tags + entities === 0 && Object.keys(changed).length === 0) return row.text;
  if (mode === "reject")
    into.findings.push({
      reason: "format",
      note: `${tags} tags and ${entities} character references`,
    });
  else {
    into.counts.cleaned += 1;
    into.report.mend(index, text, changed);
  }
  return text;
}

function lengthFindings(
  text: string,
  { minWords, maxWords, minCharacters, maxCharacters }: Settings,
): Finding[] {
  if (text.trim() === "") return [{ reason: "empty", note: "no text" }];
  const findings: Finding[] = [];
  const [wordCount, characters] = [words(text).length, graphemeCount(text)];
  if (wordCount < minWords)
    findings.push({ reason: "length", note: `${wordCount} words, at least ${minWords}` });
  if (maxWords !== null && wordCount > maxWords)
    findings.push({ reason: "length", note: `${wordCount} words, at most ${maxWords}` });
  if (characters < minCharacters)
    findings.push({
      reason: "length",
      note: `${characters} characters, at least ${minCharacters}`,
    });
  if (maxCharacters !== null && characters > maxCharacters)
    findings.push({ reason: "length", note: `${characters} characters, at most ${maxCharacters}` });
  return findings;
}

function repetitionFindings(text: string, { maxRepeatedShare, maxRun }: Settings): Finding[] {
  if (maxRepeatedShare === null && maxRun === null) return [];
  const { repeatedShare, longestRun, phrase } = repetition(text);
  if (maxRun !== null && longestRun > maxRun)
    return [
      { reason: "repetition", note: `"${phrase.slice(0, 60)}" ${longestRun} times in a row` },
    ];
  if (
    maxRepeatedShare === null ||
    repeatedShare <= maxRepeatedShare ||
    words(text).length < FEWEST_WORDS_FOR_SHARE
  )
    return [];
  return [
    {
      reason: "repetition",
      note: `${Math.round(100 * repeatedShare)} % of its word triples are repeated`,
    },
  ];
}

/**
 * The language, or "und" where the text is too short to tell (a name or a borrowed word has a
 * script, but no language).
 */
function languageOf(text: string): string {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  if (letters < FEWEST_LETTERS) return "und";
  const language = baseLanguage(detectLanguage(text));
  return LATIN.has(language) && words(text).length < FEWEST_WORDS_BY_STOP_WORDS ? "und" : language;
}

function baseLanguage(code: string): string {
  return code.split("-")[0]!.toLowerCase();
}

function isPattern(source: string): boolean {
  try {
    return new RegExp(source, "u") instanceof RegExp;
  } catch {
    return false;
  }
}
