import { normalizeText } from "./normalize.js";
import { words } from "./words.js";

/**
 * Thousands in groups of three, or plain digits; an optional sign, currency or percent sign around
 * them.
 */
const FIGURE = /^([+\-\u2212]?)\s?\p{Sc}?\s?(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?\s?(?:\p{Sc}|%)?\.?$/u;
const ARTICLES = new Set(["a", "an", "the"]);

/**
 * The form in which two answers count as the same: figures by their value, texts without case,
 * punctuation and English articles (as the exact match of SQuAD has it), lists and records by that
 * of their parts.
 */
export function answerKey(answer: unknown): string {
  if (typeof answer === "number") return String(answer);
  if (typeof answer === "string") return textKey(answer);
  if (Array.isArray(answer)) return JSON.stringify(answer.map(answerKey));
  if (typeof answer === "object" && answer !== null)
    return JSON.stringify(
      Object.entries(answer)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, value]) => [name, answerKey(value)]),
    );
  return JSON.stringify(answer ?? null);
}

function textKey(text: string): string {
  const figure = FIGURE.exec(text.trim());
  if (figure !== null)
    return String(
      Number(
        `${figure[1] === "" || figure[1] === "+" ? "" : "-"}${figure[2]!.replaceAll(",", "")}${figure[3] ?? ""}`,
      ),
    );
  const normal = normalizeText(text);
  const kept = normal
    .split(" ")
    .filter((word) => !ARTICLES.has(word))
    .join(" ");
  return kept === "" ? normal : kept;
}

/**
 * How far two answers agree, 0 to 1: 1 where their keys are the same, else the F1 of their words
 * (as in SQuAD); 0 for two different figures.
 */
export function answerOverlap(left: unknown, right: unknown): number {
  const [a, b] = [answerKey(left), answerKey(right)];
  if (a === b) return 1;
  if (isFigure(a) && isFigure(b)) return 0;
  const own = words(a);
  const counts = new Map<string, number>();
  for (const word of words(b)) counts.set(word, (counts.get(word) ?? 0) + 1);
  const size = own.length + [...counts.values()].reduce((sum, count) => sum + count, 0);
  let shared = 0;
  for (const word of own) {
    const rest = counts.get(word) ?? 0;
    if (rest > 0) shared++;
    counts.set(word, rest - 1);
  }
  return size === 0 ? 0 : (2 * shared) / size;
}

function isFigure(key: string): boolean {
  return key !== "" && Number.isFinite(Number(key));
}
