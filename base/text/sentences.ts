import { boundedSegments } from "./bounded-segments.js";

const segmenter = new Intl.Segmenter("en", { granularity: "sentence" });
const ABBREVIATION =
  /(?:^|[\s(])(?:mr|mrs|ms|dr|prof|sr|jr|st|vs|etc|e\.g|i\.e|no|fig|inc|ltd|approx|[a-z])\.\s*$/i;

/** More than the longest abbreviation with the character before it. */
const LONGEST = 16;

/**
 * The sentences of a text, trimmed, none empty; common English abbreviations and initials do not
 * end one.
 */
export function sentences(text: string): string[] {
  const found: string[] = [];
  let pending: string[] = [];
  let end = "";
  const close = (): void => {
    const sentence = pending.join("").trim();
    if (sentence !== "") found.push(sentence);
    pending = [];
    end = "";
  };
  for (const { segment } of boundedSegments(segmenter, text)) {
    pending.push(segment);
    end = endOf(end + segment);
    if (!(ABBREVIATION.test(end) && !end.endsWith("\n"))) close();
  }
  close();
  return found;
}

/**
 * What tells whether a sentence goes on behind a text: its last letters, more than an abbreviation
 * has, and one white space for those behind them, a line break where there is one.
 */
function endOf(text: string): string {
  const visible = text.trimEnd();
  const space = text.slice(visible.length);
  return visible.slice(-LONGEST) + (space.includes("\n") ? "\n" : space === "" ? "" : " ");
}
