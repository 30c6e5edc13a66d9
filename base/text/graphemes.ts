import { boundedSegments } from "./bounded-segments.js";
import { isAscii } from "./case-fold.js";

const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });

/** The characters as a reader counts them: an emoji family or a letter with its accents is one. */
export function graphemes(text: string): string[] {
  if (isAscii(text) && !text.includes("\r\n")) return text.split("");
  return Array.from(boundedSegments(segmenter, text), (part) => part.segment);
}

/** How many characters a reader sees. */
export function graphemeCount(text: string): number {
  if (isAscii(text) && !text.includes("\r\n")) return text.length;
  let count = 0;
  for (const _part of boundedSegments(segmenter, text)) count++;
  return count;
}
