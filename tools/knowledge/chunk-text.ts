import { boundedSegments, isLowSurrogate } from "../../base/text/bounded-segments.js";
import { words } from "../../base/text/words.js";

/** A passage ends at the first end of a paragraph after this many words, */
const ENOUGH = 120;
/** and never has more than this many. */
const MOST = 200;
/** A rest shorter than this joins the passage before it. */
const TOO_SHORT = 40;
/** Letters that count as a word where words are longer than that: a passage has at most 6,000. */
const WORD_UNITS = 30;

interface Range {
  readonly start: number;
  readonly end: number;
  readonly words: number;
}

interface Piece extends Range {
  readonly endsParagraph: boolean;
}

const sentences = new Intl.Segmenter("en", { granularity: "sentence" });
const wordBreaks = new Intl.Segmenter("en", { granularity: "word" });

/**
 * Cuts a text into passages of about 120 to 200 words at the ends of paragraphs, else of sentences,
 * in any script.
 *
 * Every passage is a piece of the text as it stands, without the blanks around it; together they
 * hold every word of it.
 */
export function chunkText(text: string): string[] {
  return chunkRanges(text)
    .map((range) => text.slice(range.start, range.end).trim())
    .filter((passage) => passage !== "");
}

/** Where the passages of a text begin and end, blanks around them not yet taken off. */
export function chunkRanges(text: string): { readonly start: number; readonly end: number }[] {
  const ranges: Range[] = [];
  let open: Range | null = null;
  for (const piece of withHeadings(text, pieces(text))) {
    if (open && joined(open, piece).words > MOST) {
      ranges.push(open);
      open = null;
    }
    open = open ? joined(open, piece) : { start: piece.start, end: piece.end, words: piece.words };
    if (piece.endsParagraph && open.words >= ENOUGH) {
      ranges.push(open);
      open = null;
    }
  }
  if (open) ranges.push(open);
  const last = ranges.at(-1);
  const before = ranges.at(-2);
  if (last && before && last.words < TOO_SHORT && joined(before, last).words <= MOST + TOO_SHORT)
    ranges.splice(-2, 2, joined(before, last));
  return ranges;
}

/** One range over two, the blanks between them counted: a page of blank lines is a gap. */
function joined(first: Range, second: Range): Range {
  const words = Math.max(
    first.words + second.words,
    Math.ceil((second.end - first.start) / WORD_UNITS),
  );
  return { start: first.start, end: second.end, words };
}

/** Sentences with their places; one that is longer than a passage is cut between words. */
function* pieces(text: string): Generator<Piece> {
  for (const paragraph of paragraphs(text)) {
    const found: Piece[] = [];
    for (const { segment, index } of boundedSegments(
      sentences,
      text.slice(paragraph.start, paragraph.end),
    )) {
      const start = paragraph.start + index;
      const count = countWords(segment);
      if (count <= MOST)
        found.push({ start, end: start + segment.length, words: count, endsParagraph: false });
      else found.push(...cutLong(segment, start));
    }
    yield* found.map((piece, index) => ({ ...piece, endsParagraph: index === found.length - 1 }));
  }
}

function* paragraphs(text: string): Generator<{ start: number; end: number }> {
  let start = 0;
  for (const gap of text.matchAll(/\r?\n[^\S\n]*\r?\n\s*/gu)) {
    if (gap.index > start) yield { start, end: gap.index };
    start = gap.index + gap[0].length;
  }
  if (start < text.length) yield { start, end: text.length };
}

function cutLong(sentence: string, offset: number): Piece[] {
  const cut: Piece[] = [];
  let start = 0;
  let count = 0;
  const cutAt = (index: number): void => {
    if (index > start)
      cut.push({ start: offset + start, end: offset + index, words: count, endsParagraph: false });
    start = index;
    count = 0;
  };
  for (const { index, segment, isWordLike } of boundedSegments(wordBreaks, sentence)) {
    count = Math.max(count, Math.ceil((index - start) / WORD_UNITS));
    if (count >= ENOUGH) cutAt(index);
    if (isWordLike) count++;
    // One word without end, such as data in letters: cut where it stands, between characters.
    for (let at = index + MOST * WORD_UNITS; at < index + segment.length; at += MOST * WORD_UNITS) {
      count = MOST;
      cutAt(at - (isLowSurrogate(sentence.charCodeAt(at)) ? 1 : 0));
    }
  }
  return [
    ...cut,
    { start: offset + start, end: offset + sentence.length, words: count, endsParagraph: false },
  ];
}

/** A heading belongs to the piece that follows it, where both fit into one passage. */
function* withHeadings(text: string, found: Iterable<Piece>): Generator<Piece> {
  let heading: Piece | null = null;
  for (const piece of found) {
    let next: Piece = piece;
    if (heading && joined(heading, piece).words <= MOST)
      next = { ...piece, ...joined(heading, piece) };
    else if (heading) yield heading;
    heading = /^\s*#{1,6}\s/u.test(text.slice(piece.start, piece.end)) ? next : null;
    if (!heading) yield next;
  }
  if (heading) yield heading;
}

function countWords(text: string): number {
  return text.trim() === "" ? 0 : Math.max(words(text).length, Math.ceil(text.length / WORD_UNITS));
}
