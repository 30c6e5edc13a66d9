import { caseFold, isAscii } from "./case-fold.js";
import { normalForm } from "./normal-form.js";

// "$ 40" and "$40" are equal.
const ASCII_SYMBOL = / ?([$+<=>|~]) ?/g;
const UNICODE_SYMBOL = / ?(\p{S}) ?/gu;
const ASCII_FOLDED = /[^a-z0-9$+<=>|~]+/g;
// Joiners inside emoji and Indic or Persian words carry meaning; other format characters do not.
// Tatweel only stretches.
const INVISIBLE = /(?![\u200c\u200d])\p{Cf}|[\ufe00-\ufe0f\u0640]/gu;
// Chinese and Japanese put no space between words, so what punctuation leaves there says nothing.
const UNSPACED = "[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\u30fc]";
const SPACE_WITHIN = new RegExp(`(?<=${UNSPACED}) (?=${UNSPACED})`, "gu");
const UNICODE_FOLDED = /[\p{P}\p{Z}\p{C}`´^¨]+/gu;

/**
 * The form in which two texts count as equal: NFKC, case folded, invisible characters removed,
 * every run of punctuation and white space one space, none beside a symbol or emoji (which stay) or
 * between Chinese or Japanese characters.
 *
 * Text that is only punctuation keeps it, so that a text which is not blank is never normalised to
 * nothing.
 */
export function normalizeText(text: string): string {
  if (isAscii(text)) {
    const lower = text.toLowerCase();
    return (
      lower.replace(ASCII_FOLDED, " ").replace(ASCII_SYMBOL, "$1").trim() ||
      lower.replace(/[\s\x00-\x1f\x7f]+/g, " ").trim() ||
      text.trim()
    );
  }
  const folded = normalForm(caseFold(normalForm(text, "NFKC")), "NFKC").replace(INVISIBLE, "");
  const kept = folded
    .replace(UNICODE_FOLDED, (run) =>
      run.includes("\u200d") || run.includes("\u200c") ? keepJoiners(run) : " ",
    )
    .replace(SPACE_WITHIN, "")
    .replace(UNICODE_SYMBOL, "$1")
    .trim();
  return kept || folded.replace(/[\s\p{Cc}]+/gu, " ").trim() || text.trim();
}

/** A joiner between two kept characters stays; beside punctuation it joins nothing. */
function keepJoiners(run: string): string {
  return run === "\u200d" || run === "\u200c" ? run : " ";
}
