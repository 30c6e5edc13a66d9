import stringWidth from "string-width";
import { graphemes } from "./graphemes.js";

/**
 * Columns that a text takes in a terminal: 2 for wide characters and emoji, 0 for combining marks
 * and colour codes.
 */
export function displayWidth(text: string): number {
  return stringWidth(text);
}

/** Fills a text with spaces up to a width in columns; longer text stays as it is. */
export function padDisplay(text: string, width: number, align: "left" | "right" = "left"): string {
  const space = " ".repeat(Math.max(0, width - displayWidth(text)));
  return align === "left" ? text + space : space + text;
}

/**
 * Cuts a text without colour codes to at most `width` columns, never through a character, ending in
 * "…" where something was cut.
 */
export function truncateDisplay(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  let cut = "";
  let used = 0;
  for (const character of graphemes(text)) {
    const columns = displayWidth(character);
    if (used + columns > width - 1) break;
    cut += character;
    used += columns;
  }
  return width < 1 ? "" : `${cut}…`;
}
