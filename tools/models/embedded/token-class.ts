import type { TokenKind } from "./surface-tokens.js";

const HANGUL = /\p{Script=Hangul}$/u;
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

/**
 * The coarse class of a token: marks and frequent words stand for themselves, other words for their ending, figures for their
 * size. Endings carry grammar in most scripts (-ing, -ed, particles after a Korean noun), so pieces of one class fit one slot.
 */
export function tokenClass(folded: string, kind: TokenKind, frequent: boolean): string {
  if (kind === "mark") return folded;
  if (kind === "number") return `#${Math.min(6, folded.length)}`;
  if (frequent) return `=${folded}`;
  if (HANGUL.test(folded)) return `~${folded.slice(-1)}`;
  if (UNSPACED.test(folded)) return `^${folded.length > 1 ? folded.slice(-1) : "1"}`;
  const letters = Array.from(folded);
  if (letters.length <= 4) return letters.length <= 2 ? "-2" : "-4";
  const ending = letters.slice(-3).join("");
  return ENDINGS.find((known) => ending.endsWith(known)) ?? "-";
}

/** Two- and three-letter endings that mark a word's part in a sentence in Latin-script languages. */
const ENDINGS: readonly string[] = [
  "ing",
  "ion",
  "ers",
  "ies",
  "ous",
  "ive",
  "ent",
  "ity",
  "ed",
  "ly",
  "er",
  "al",
  "es",
  "en",
  "te",
  "y",
  "s",
  "e",
];
