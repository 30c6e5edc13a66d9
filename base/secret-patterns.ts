import { secretForms } from "./secret-forms.js";

/** What stands in the place of a secret. */
export const REDACTED = "[redacted]";
/** Characters from which on a value is found wherever it stands. */
const LONG = 8;

/** What finds secrets: a text without any of the forms is told from others much faster than by the pattern. */
export interface SecretPattern {
  readonly forms: readonly string[];
  /** Characters of the shortest form: most of what is stored, ids above all, is shorter. */
  readonly shortest: number;
  readonly pattern: RegExp;
}

/** Long values wherever they stand; short ones only where no letter or digit goes on. */
export function secretPatterns(values: ReadonlySet<string>): SecretPattern[] {
  const formsOf = (of: readonly string[]): string[] => [
    ...new Set(of.flatMap((value) => [...secretForms(value)])),
  ];
  const union = (forms: readonly string[]): string =>
    // Longest first: a secret that begins with another one must go as a whole.
    forms
      .toSorted((a, b) => b.length - a.length)
      .map((form) => form.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"))
      .join("|");
  const long = formsOf([...values].filter((value) => value.length >= LONG));
  const short = formsOf([...values].filter((value) => value.length < LONG));
  return [
    ...(long.length > 0
      ? [{ forms: long, shortest: shortestOf(long), pattern: new RegExp(union(long), "g") }]
      : []),
    // The n of an escaped line break is no letter.
    ...(short.length > 0
      ? [
          {
            forms: short,
            shortest: shortestOf(short),
            pattern: new RegExp(
              `(?:(?<![\\p{L}\\p{N}])|(?<=\\\\[bfnrt]))(?:${union(short)})(?![\\p{L}\\p{N}])`,
              "gu",
            ),
          },
        ]
      : []),
  ];
}

function shortestOf(forms: readonly string[]): number {
  return forms.reduce((least, { length }) => Math.min(least, length), Infinity);
}

/** The text with what any of the patterns finds replaced. */
export function replaceSecrets(text: string, patterns: readonly SecretPattern[]): string {
  let result = text;
  for (const { forms, shortest, pattern } of patterns)
    if (result.length >= shortest && forms.some((form) => result.includes(form)))
      result = result.replace(pattern, REDACTED);
  return result;
}
