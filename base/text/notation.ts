import { normalizeText } from "./normalize.js";
import { operatorsIn } from "./operators.js";
import { words } from "./words.js";

/** What has to be equal as well before two texts that look alike count as near. */
export const NOTATIONS = ["ignore", "operators", "figures"] as const;
/**
 * What has to be equal as well before two texts that look alike count as near: "ignore" = nothing,
 * "operators" = their operators, signs and negations, "figures" = these, their brackets and their
 * numbers.
 */
export type Notation = (typeof NOTATIONS)[number];

/** Symbols of mathematics; a tilde says "about". */
const SYMBOLS = /(?!~)\p{Sm}/gu;
const SYMBOL = "[-*/%!&^[\\]]|(?!~)\\p{Sm}";
const OPERATORS = new RegExp(SYMBOL, "gu");
const FIGURES = new RegExp(`\\p{N}+(?:\\.\\p{N}+)*|${SYMBOL}`, "gu");
const BRACKETS = /[()[\]{}]/g;

/**
 * The operators of a text in their order, with its numbers and brackets for "figures": two problems
 * whose notations differ are two problems, however alike their words are.
 */
export function notationOf(text: string, notation: Notation): string {
  if (notation === "ignore") return "";
  const normal = normalizeText(text);
  if (notation === "operators") return normal.match(OPERATORS)?.join("") ?? "";
  const brackets = /[-+*/^=<>]/.test(normal) ? (text.match(BRACKETS)?.join("") ?? "") : "";
  return `${normal.match(FIGURES)?.join(" ") ?? ""}${brackets}`;
}

/** The words of a text with its operators as tokens of their own, in order. */
export function wordsAndOperators(text: string): string[] {
  const found: string[] = [];
  let at = 0;
  const cut = (start: number, end: number): void => {
    // One by one: so many arguments as a long text has words are more than a call takes.
    if (start > at) for (const word of wordsOrNothing(text.slice(at, start))) found.push(word);
    found.push(text.slice(start, end));
    at = end;
  };
  const operators = operatorsIn(text).filter(({ start }) => text[start] !== ".");
  const symbols = [...text.matchAll(SYMBOLS)].map(({ index }) => ({
    start: index,
    end: index + 1,
  }));
  if (operators.length + symbols.length === 0) return words(text);
  for (const { start, end } of [...operators, ...symbols].sort((a, b) => a.start - b.start))
    cut(start, end);
  for (const word of wordsOrNothing(text.slice(at))) found.push(word);
  return found;
}

/** `words` of a piece between operators, without its punctuation where it has no word. */
function wordsOrNothing(piece: string): string[] {
  return /[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(piece) ? words(piece) : [];
}
