/**
 * UTF-16 units given to a segmenter at once: its time for each segment grows with the length of the
 * text that it was given.
 */
const WINDOW = 2048;

export interface TextSegment {
  readonly segment: string;
  readonly index: number;
  /** For word segmenters only. */
  readonly isWordLike: boolean;
}

/**
 * The segments of a text of any length in linear time. As `segmenter.segment(text)` gives them,
 * except that a segment longer than the window of 2,048 units comes in parts; the last segment of a
 * window is segmented again with what follows it.
 */
export function* boundedSegments(segmenter: Intl.Segmenter, text: string): Generator<TextSegment> {
  let start = 0;
  while (start < text.length) {
    let end = Math.min(text.length, start + WINDOW);
    if (end < text.length && isLowSurrogate(text.charCodeAt(end))) end--;
    let held: TextSegment | undefined;
    let from = start;
    for (const { segment, index, isWordLike } of segmenter.segment(text.slice(start, end))) {
      if (held) yield held;
      held = { segment, index: start + index, isWordLike: isWordLike ?? false };
      from = held.index;
    }
    const isOpen = end < text.length && from > start;
    if (held && !isOpen) yield held;
    start = isOpen ? from : end;
  }
}

/** True for the second half of a character that takes two units. */
export function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit < 0xe000;
}
