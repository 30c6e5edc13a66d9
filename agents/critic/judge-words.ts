import type { Verdict } from "../../schema/verdict.js";

/** Answers every question for words with keywords: they say nothing about why. */
const WORDLESS = "embedded";
/** Most characters of a judge's own words that are kept. */
const MOST_CHARACTERS = 300;

/**
 * What a judge said, in one bounded line without characters that steer a terminal; null where it
 * said nothing. It is a model's text: whoever shows it escapes it.
 */
export function judgeWords(said: unknown, model: string): string | null {
  if (typeof said !== "string" || model === WORDLESS) return null;
  const line = said
    .replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, " ")
    .replace(/\s+/gu, " ")
    .trim();
  if (line === "") return null;
  const characters = [...line];
  return characters.length > MOST_CHARACTERS
    ? `${characters.slice(0, MOST_CHARACTERS).join("").trimEnd()} …`
    : line;
}

/** The words behind what a verdict says. */
export function withWords(reason: string, words: string | null): string {
  return words === null ? reason : `${reason} The judge: ${JSON.stringify(words)}`;
}

/**
 * Verdicts with the judge's words on the draft as a whole: on each of those that refuse it by the
 * judge's answer; where none does, on the one that was rated lowest.
 *
 * @param judged which of the verdicts were decided by that answer and have no words of their own
 */
export function withSharedWords(
  verdicts: readonly Verdict[],
  words: string | null,
  judged: ReadonlySet<Verdict>,
): Verdict[] {
  const refusing = verdicts.filter((verdict) => judged.has(verdict) && !verdict.pass);
  const lowest = verdicts
    .filter((verdict) => judged.has(verdict) && verdict.score !== null)
    .sort((a, b) => a.score! - b.score!)
    .slice(0, 1);
  const chosen = new Set(
    refusing.length > 0 ? refusing : verdicts.every((verdict) => verdict.pass) ? lowest : [],
  );
  return verdicts.map((verdict) =>
    chosen.has(verdict) ? { ...verdict, reason: withWords(verdict.reason, words) } : verdict,
  );
}
