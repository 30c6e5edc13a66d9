import stringWidth from "string-width";
import { boundedSegments } from "./bounded-segments.js";

const characters = new Intl.Segmenter("en", { granularity: "grapheme" });
/**
 * UTF-16 units measured at once: what measures a text cuts it into characters, and the time for
 * each grows with the text's length.
 */
const PIECE = 1024;
/** A colour code is shorter; one that begins so near the end of a piece is left to the next. */
const LONGEST_CODE = 32;
const ESCAPE = "\u001b";
/** Each is one column wide. */
const PLAIN = /^[\x20-\x7e]*$/;
/** None of these takes a column. */
const CONTROL = /^[\x00-\x1f\x7f]+$/;

/**
 * Columns that a text takes in a terminal: 2 for wide characters and emoji, 0 for combining marks
 * and colour codes. In linear time.
 */
export function displayWidth(text: string): number {
  let width = 0;
  for (const piece of pieces(text)) width += PLAIN.test(piece) ? piece.length : stringWidth(piece);
  return width;
}

/** Fills a text with spaces up to a width in columns; longer text stays as it is. */
export function padDisplay(text: string, width: number, align: "left" | "right" = "left"): string {
  const space = " ".repeat(Math.max(0, width - displayWidth(text)));
  return align === "left" ? text + space : space + text;
}

/**
 * Cuts a text without colour codes to at most `width` columns, never through a character, ending in
 * "…" where something was cut. What stands behind the cut is not looked at.
 */
export function truncateDisplay(text: string, width: number): string {
  if (text.length <= PIECE && displayWidth(text) <= width) return text;
  let cut = 0;
  let used = 0;
  for (const { segment, index } of boundedSegments(characters, text)) {
    if (CONTROL.test(segment)) continue;
    used += displayWidth(segment);
    if (used <= width - 1) cut = index + segment.length;
    else if (used > width) return width < 1 ? "" : `${text.slice(0, cut)}…`;
  }
  return text;
}

/** The text in pieces that end between two characters and outside of a colour code. */
function* pieces(text: string): Generator<string> {
  if (text.length <= PIECE) {
    yield text;
    return;
  }
  let start = 0;
  for (const { segment, index } of boundedSegments(characters, text)) {
    if (index + segment.length - start <= PIECE || index === start) continue;
    const code = text.lastIndexOf(ESCAPE, index - 1);
    const end = code > start && code > index - LONGEST_CODE ? code : index;
    yield text.slice(start, end);
    start = end;
  }
  yield text.slice(start);
}
