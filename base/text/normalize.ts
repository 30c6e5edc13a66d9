import { caseFold, isAscii } from "./case-fold.js";
import { operatorsIn, type Operator } from "./operators.js";
import { plainForm } from "./plain-form.js";

// "$ 40" and "$40" are equal.
const ASCII_SYMBOL = / ?([$+<=>|~]) ?/g;
const UNICODE_SYMBOL = / ?(\p{S}) ?/gu;
const ASCII_FOLDED = /[^a-z0-9$+<=>|~]+/g;
// Joiners inside emoji and Indic or Persian words carry meaning; other format characters do not.
// Tatweel only stretches.
const INVISIBLE = /(?![\u200c\u200d])\p{Cf}|[\ufe00-\ufe0f\u0640]/gu;
const MINUS = /[\u2012\u2013\u2212]/g;
// Chinese and Japanese put no space between words, so what punctuation leaves there says nothing.
const UNSPACED = "[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\u30fc]";
const SPACE_WITHIN = new RegExp(`(?<=${UNSPACED}) (?=${UNSPACED})`, "gu");
const UNICODE_FOLDED = /[\p{P}\p{Z}\p{C}`´^¨]+/gu;

/**
 * The form in which two texts say the same: plain forms of letters (see `plainForm`), case folded,
 * invisible characters removed, every run of punctuation and white space one space, none beside a
 * symbol or emoji (which stay) or between Chinese or Japanese characters. Punctuation that carries
 * meaning (operators, signs, negation, decimal points: see `operatorsIn`) stays too.
 *
 * Looser than `exactForm`, by which alone rows count as exact duplicates. Text that is only
 * punctuation keeps it, so that a text which is not blank is never normalised to nothing.
 */
export function normalizeText(text: string): string {
  if (isAscii(text)) {
    const lower = text.toLowerCase();
    return (
      keepingOperators(lower, foldAscii) ||
      lower.replace(/[\s\x00-\x1f\x7f]+/g, " ").trim() ||
      text.trim()
    );
  }
  const folded = plainForm(caseFold(plainForm(text)))
    .replace(INVISIBLE, "")
    .replace(MINUS, "-");
  return (
    keepingOperators(folded, foldUnicode) ||
    folded.replace(/[\s\p{Cc}]+/gu, " ").trim() ||
    text.trim()
  );
}

/** An operator may go because its operand went; more rounds than this are no text that people write. */
const MOST_ROUNDS = 8;

/** Folds what stands between operators, until nothing changes. */
function keepingOperators(text: string, fold: (piece: string) => string): string {
  let folded = text;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const operators = operatorsIn(folded);
    if (operators.length === 0) return fold(folded).trim();
    const next = foldBetween(folded, operators, fold);
    if (next === folded) return next;
    folded = next;
  }
  return fold(folded).trim();
}

function foldBetween(
  text: string,
  operators: readonly Operator[],
  fold: (piece: string) => string,
): string {
  const parts: string[] = [];
  let at = 0;
  let joined = false;
  for (const { start, end, binds } of operators) {
    let piece = fold(text.slice(at, start));
    if (joined) piece = piece.trimStart();
    parts.push(binds === "right" ? piece : piece.trimEnd(), text.slice(start, end));
    joined = binds !== "left";
    at = end;
  }
  const last = fold(text.slice(at));
  return [...parts, joined ? last.trimStart() : last].join("").trim();
}

function foldAscii(text: string): string {
  return text.replace(ASCII_FOLDED, " ").replace(ASCII_SYMBOL, "$1");
}

function foldUnicode(text: string): string {
  return text
    .replace(UNICODE_FOLDED, (run) =>
      run.includes("\u200d") || run.includes("\u200c") ? keepJoiners(run) : " ",
    )
    .replace(SPACE_WITHIN, "")
    .replace(UNICODE_SYMBOL, "$1");
}

/** A joiner between two kept characters stays; beside punctuation it joins nothing. */
function keepJoiners(run: string): string {
  return run === "\u200d" || run === "\u200c" ? run : " ";
}
