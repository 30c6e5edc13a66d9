/** A part of a text: UTF-16 offsets, end exclusive. */
interface TextRange {
  readonly start: number;
  readonly end: number;
}

/**
 * The text with some parts blanked out, so that what is looked for later does not find them; of the
 * same length, so that offsets hold.
 */
export function blankOut(text: string, parts: readonly TextRange[]): string {
  if (parts.length === 0) return text;
  const pieces: string[] = [];
  let at = 0;
  for (const { start, end } of [...parts].sort((a, b) => a.start - b.start)) {
    if (end <= at) continue;
    const from = Math.max(at, start);
    pieces.push(text.slice(at, from), "\u0001".repeat(end - from));
    at = end;
  }
  pieces.push(text.slice(at));
  return pieces.join("");
}
