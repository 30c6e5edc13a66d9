import { boundedSegments } from "./bounded-segments.js";
import { caseFold, isAscii } from "./case-fold.js";
import { graphemes } from "./graphemes.js";

const ASCII_WORD = /[a-z0-9_]+(?:['.,](?=[a-z0-9])[a-z0-9_]+)*/g;
const WORD_OR_EMOJI =
  /[\p{L}\p{N}_][\p{L}\p{M}\p{N}_]*(?:['’.,·\u200c\u200d](?=[\p{L}\p{N}])[\p{L}\p{M}\p{N}_]+)*|\p{RI}\p{RI}|[0-9#*]\ufe0f?\u20e3|\p{Extended_Pictographic}[\ufe0f\p{EMod}]*(?:\u200d\p{Extended_Pictographic}[\ufe0f\p{EMod}]*)*/gu;
/** Scripts written without spaces between words, where only a dictionary finds them. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\u30fc]/u;
const UNSPACED_RUN = new RegExp(`${UNSPACED.source}(?:${UNSPACED.source}|\\p{M})*`, "gu");
const segmenter = new Intl.Segmenter("ja", { granularity: "word" });

/**
 * The case-folded word tokens of a text in any script, in order.
 *
 * Words are runs of letters and digits ("don't" and "3.14" are one each); Chinese, Japanese, Thai,
 * Lao, Khmer and Burmese are cut by Intl.Segmenter; every emoji is a token. Text that has neither,
 * such as "?!", yields its characters, so only blank text yields nothing. A token does not depend
 * on the text around it being ASCII.
 */
export function words(text: string): string[] {
  const folded = caseFold(text);
  const found = isAscii(folded) ? folded.match(ASCII_WORD) : unicodeWords(folded);
  if (found !== null && found.length > 0) return found;
  return graphemes(folded.replace(/[\s\p{Cf}\p{Cc}]+/gu, "") || folded.trim());
}

function unicodeWords(folded: string): string[] {
  if (!UNSPACED.test(folded)) return folded.match(WORD_OR_EMOJI) ?? [];
  const found: string[] = [];
  let position = 0;
  const spaced = (end: number) => {
    if (end <= position) return;
    // One by one: so many arguments as a long text has words are more than a call takes.
    for (const word of folded.slice(position, end).match(WORD_OR_EMOJI) ?? []) found.push(word);
  };
  for (const run of folded.matchAll(UNSPACED_RUN)) {
    spaced(run.index);
    for (const part of boundedSegments(segmenter, run[0]))
      if (part.isWordLike) found.push(part.segment);
    position = run.index + run[0].length;
  }
  spaced(folded.length);
  return found;
}
