import { boundedSegments } from "./bounded-segments.js";

const segmenter = new Intl.Segmenter("en", { granularity: "sentence" });
const ABBREVIATION =
  /(?:^|[\s(])(?:mr|mrs|ms|dr|prof|sr|jr|st|vs|etc|e\.g|i\.e|no|fig|inc|ltd|approx|[a-z])\.\s*$/i;

/**
 * The sentences of a text, trimmed, none empty; common English abbreviations and initials do not
 * end one.
 */
export function sentences(text: string): string[] {
  const found: string[] = [];
  let pending = "";
  for (const { segment } of boundedSegments(segmenter, text)) {
    pending += segment;
    if (ABBREVIATION.test(pending) && !/\n\s*$/.test(pending)) continue;
    if (pending.trim() !== "") found.push(pending.trim());
    pending = "";
  }
  if (pending.trim() !== "") found.push(pending.trim());
  return found;
}
