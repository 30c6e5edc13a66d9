import Qty from "js-quantities";
import { answerKey } from "./answer-key.js";
import { words } from "./words.js";

/** A figure, and what stands behind it: a unit, the name of what is counted, or nothing. */
interface Quantity {
  readonly value: number;
  readonly unit: string;
}

/** One figure of an answer: digits, thousands in groups of three, a decimal part, a fraction. */
const NUMBER = String.raw`(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?(?:(?<=\d)\s*/\s*\d+(?:\.\d+)?)?`;
const PIECE = new RegExp(
  String.raw`([+\-\u2212]?)\s*(\p{Sc}?)\s*(?:(\d+)\s+(?=\d+\s*/))?(${NUMBER})\s*([^\d+\-\u2212^]*(?:\^[23])?)`,
  "uy",
);
const CURRENCIES: Readonly<Record<string, string>> = {
  $: "USD",
  "€": "euro",
  "£": "pound sterling",
  "¥": "yen",
  "₩": "won",
};
/** Longer answers are sentences, which no figure in them stands for. */
const LONGEST = 120;
/** Figures that are equal but for how a computer rounds. */
const ROUNDING = 1e-9;

/**
 * Whether two final answers say the same: by their `answerKey`, else as quantities. "6 kilograms",
 * "6 kg", "6000 g" and "6" are the same, "6 kg" and "6 m" are not; a figure without a unit is that
 * of any unit, and of what is counted ("6 apples", "6 red apples") the shorter name must be part of
 * the longer.
 */
export function sameAnswer(left: unknown, right: unknown): boolean {
  if (answerKey(left) === answerKey(right)) return true;
  const [one, other] = [quantityIn(left), quantityIn(right)];
  if (one === null || other === null) return false;
  const [known, otherKnown] = [measured(one), measured(other)];
  if (known && otherKnown)
    return known.isCompatible(otherKnown) && isClose(known.baseScalar, otherKnown.baseScalar);
  if (!isClose(one.value, other.value)) return false;
  return isPart(names(one.unit), names(other.unit)) || isPart(names(other.unit), names(one.unit));
}

function quantityIn(answer: unknown): Quantity | null {
  if (typeof answer === "number") return { value: answer, unit: "" };
  if (typeof answer !== "string" || answer.length > LONGEST) return null;
  const pieces = piecesOf(plain(answer));
  const [first, ...rest] = pieces ?? [];
  if (!first) return null;
  if (rest.length === 0) return first;
  // "2 hours 30 minutes": one quantity where all of its parts are of one kind.
  const parts = [first, ...rest].map(measured);
  const [base] = parts;
  const [size] = [measured({ value: 1, unit: first.unit })];
  if (!base || !size || !parts.every((part) => part?.isCompatible(base) === true)) return null;
  const sum = parts.reduce((total, part) => total + part!.baseScalar, 0);
  return { value: sum / size.baseScalar, unit: first.unit };
}

/** The figures of a text that is nothing but figures with their units; null for any other. */
function piecesOf(text: string): Quantity[] | null {
  const found: Quantity[] = [];
  PIECE.lastIndex = 0;
  while (PIECE.lastIndex < text.length) {
    const match = PIECE.exec(text);
    const [, sign, currency, whole, figure, behind] = match ?? [];
    if (figure === undefined || figure === "") return null;
    const [numerator, denominator] = figure.replaceAll(/[,\s]/gu, "").split("/").map(Number);
    const size = Number(whole ?? 0) + numerator! / (denominator ?? 1);
    if (!Number.isFinite(size)) return null;
    const unit = currency === "" ? unitIn(behind!) : (CURRENCIES[currency!] ?? currency!);
    found.push({ value: sign === "" || sign === "+" ? size : -size, unit });
  }
  return found;
}

/** An answer without the marks of formulas: `x = \frac{1}{2}`, `\boxed{6\text{ kg}}`, `$6$`. */
function plain(answer: string): string {
  return answer
    .replace(/^\s*\$([^$]*)\$\s*$/u, "$1")
    .replaceAll(/\\[dt]?frac\{(\d+)\}\{(\d+)\}/gu, "$1/$2")
    .replaceAll(/\\[,;! ]/gu, " ")
    .replaceAll(/\\(?:boxed|text|mathrm)\b|[{}~]/gu, "")
    .replaceAll(/\\(?=[%$])/gu, "")
    .replaceAll(/\\circ\b/gu, "°")
    .replace(/^\s*\p{L}\w?\s*=\s*/u, "")
    .replace(/[.\s]+$/u, "")
    .trim();
}

/** The words behind a figure up to "of": "6 kg of rice" are 6 kg. */
function unitIn(text: string): string {
  return text
    .replace(/\b(?:of|in total|altogether|each)\b.*$/u, "")
    .replaceAll(/\bdollars?\b/giu, "USD")
    .replaceAll(/\b(?:euros?|EUR)\b/gu, "euro")
    .replace(/[,;]\s*$|\band\s*$/u, "")
    .trim();
}

function measured({ value, unit }: Quantity): Qty | null {
  if (unit === "") return null;
  const spelled = unit
    .replaceAll(/\b(?:square|sq\.?)\s+(\p{L}+)/giu, "$1^2")
    .replaceAll(/\b(?:cubic|cu\.?)\s+(\p{L}+)/giu, "$1^3")
    .replaceAll(/²/gu, "^2")
    .replaceAll(/³/gu, "^3")
    .replaceAll(/\s+per\s+/gu, "/");
  return parsed(value, spelled) ?? parsed(value, spelled.toLowerCase());
}

function parsed(value: number, unit: string): Qty | null {
  try {
    return Qty.parse(`${value} ${unit}`);
  } catch {
    // Words that read like the beginning of a formula of units.
    return null;
  }
}

function isClose(left: number, right: number): boolean {
  return Math.abs(left - right) <= ROUNDING * Math.max(Math.abs(left), Math.abs(right));
}

/** What is counted, one or many of it alike. */
function names(unit: string): ReadonlySet<string> {
  return new Set(
    words(unit.toLowerCase()).map((word) => (word.length > 3 ? word.replace(/e?s$/u, "") : word)),
  );
}

function isPart(some: ReadonlySet<string>, all: ReadonlySet<string>): boolean {
  return [...some].every((name) => all.has(name));
}
