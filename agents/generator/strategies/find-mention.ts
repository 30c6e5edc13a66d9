import type { SpanValue } from "../../../schema/field.js";

const WORD = /[\p{L}\p{N}\p{M}]/u;

/**
 * Where a mention stands in a text: its first place as a whole word that no earlier span takes, in
 * its own case before any other; where there is none as a whole word, anywhere.
 *
 * @returns null where the text does not hold it
 */
export function findMention(
  text: string,
  mention: string,
  taken: readonly Pick<SpanValue, "start" | "end">[] = [],
): Pick<SpanValue, "text" | "start" | "end"> | null {
  if (mention === "") return null;
  for (const [where, what] of [
    [text, mention],
    [text.toLowerCase(), mention.toLowerCase()],
  ] as const) {
    // lower case moved the characters
    if (where.length !== text.length || what.length !== mention.length) continue;
    let anywhere: number | null = null;
    for (let start = where.indexOf(what); start >= 0; start = where.indexOf(what, start + 1)) {
      const end = start + what.length;
      if (taken.some((span) => span.start === start && span.end === end)) continue;
      if (isWhole(text, start, end)) return { text: text.slice(start, end), start, end };
      anywhere ??= start;
    }
    if (anywhere !== null)
      return {
        text: text.slice(anywhere, anywhere + mention.length),
        start: anywhere,
        end: anywhere + mention.length,
      };
  }
  return null;
}

function isWhole(text: string, start: number, end: number): boolean {
  return (
    !(WORD.test(text[start - 1] ?? "") && WORD.test(text[start] ?? "")) &&
    !(WORD.test(text[end - 1] ?? "") && WORD.test(text[end] ?? ""))
  );
}
