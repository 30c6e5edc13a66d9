import { mathExpression, type Letters } from "./math-expression.js";
import { sameAnswer } from "../same-answer.js";

/** Longer answers are no answers but solutions. */
const LONGEST = 400;
/** Relative distance of figures that count as equal. */
const CLOSE = 1e-6;
/** Where letters are tried: expressions that are equal at all of these are the same. */
const POINTS = [0.7390851, 1.6180339, 2.2360679];

/**
 * The final answer of a solution as MATH has it (Hendrycks et al. 2021): what its last \boxed{} or
 * \fbox{} holds; null where there is none.
 */
export function boxedAnswer(solution: string): string | null {
  const start = Math.max(solution.lastIndexOf("\\boxed"), solution.lastIndexOf("\\fbox"));
  if (start < 0) return null;
  const open = solution.indexOf("{", start);
  const between = open < 0 ? solution.slice(start) : solution.slice(start, open);
  if (!/^\\f?box(?:ed)?\s*$/u.test(between))
    return /^\\f?box(?:ed)?\s+([^\s$.]+)/u.exec(solution.slice(start))?.[1] ?? null;
  let depth = 0;
  for (let at = open; at < solution.length; at++) {
    if (solution[at] === "{") depth++;
    else if (solution[at] === "}" && --depth === 0) return solution.slice(open + 1, at).trim();
  }
  return null;
}

/**
 * Whether two final answers of mathematics are the same after normalisation: numbers and expressions
 * by value ("\frac{1}{2}", "0.5", "1/2"; "2\sqrt{3}", "\sqrt{12}"; "4a-2", "-2+4a"), intervals and
 * tuples by their parts and brackets, unordered lists in any order, units and text as `sameAnswer`
 * has them.
 */
export function sameMathAnswer(left: string, right: string): boolean {
  if (left.length > LONGEST || right.length > LONGEST) return left.trim() === right.trim();
  const [a, b] = [normalAnswer(left), normalAnswer(right)];
  if (a === "" || b === "") return a === b;
  if (a === b) return true;
  const [one, other] = [partsOf(a), partsOf(b)];
  if (one.parts.length > 1 || other.parts.length > 1)
    return (
      one.parts.length === other.parts.length &&
      one.brackets === other.brackets &&
      (one.isOrdered
        ? one.parts.every((part, at) => sameMathAnswer(part, other.parts[at]!))
        : sameInAnyOrder(one.parts, other.parts))
    );
  return (
    sameValue(a, b) ||
    sameAnswer(worded(left), worded(right)) ||
    sameValue(withoutUnit(a), withoutUnit(b), unitOf(a), unitOf(b))
  );
}

/** Notation that means nothing taken away. */
function normalAnswer(answer: string): string {
  return answer
    .trim()
    .replace(/^\\boxed\{([\s\S]*)\}$/u, "$1")
    .replaceAll(/\\(?:left|right|displaystyle|big|Big)(?![a-zA-Z])/gu, "")
    .replaceAll(/\\!\s*/gu, "")
    .replaceAll(/\\[,;: ]|~|\\q?quad(?![a-zA-Z])/gu, " ")
    .replaceAll(/\$|\\\(|\\\)|\\\[|\\\]/gu, "")
    .replaceAll(/\{,\}/gu, ",")
    .replaceAll(/(\d),(?=\d{3}(?!\d))/gu, "$1")
    .replaceAll(/\\[dt]frac/gu, "\\frac")
    .replaceAll(/\\frac\s*(\d)\s*(\d)/gu, "\\frac{$1}{$2}")
    .replaceAll(/\\frac\s*(\d)\s*\{/gu, "\\frac{$1}{")
    .replaceAll(/\^\s*\{?\\circ\}?|°|\\degree/gu, "")
    .replaceAll(/\\?%/gu, "")
    .replaceAll(/[−–]/gu, "-")
    .replaceAll(/\\(?:text|mathrm|textbf|mathbf|mbox|rm)\s*\{([^{}]*)\}/gu, " $1 ")
    .replace(/^\s*\\?[a-zA-Z](?:\([a-z]\))?\s*(?:=|\\in)\s*/u, "")
    .replaceAll(/\\\{/gu, "⟨")
    .replaceAll(/\\\}/gu, "⟩")
    .replace(/[.\s]+$/u, "")
    .replaceAll(/\s+/gu, " ")
    .trim();
}

/** An answer whose words are compared: without the marks of formulas. */
function worded(answer: string): string {
  return normalAnswer(answer).replaceAll(/[{}]/gu, "");
}

interface Parts {
  readonly parts: readonly string[];
  readonly brackets: string;
  readonly isOrdered: boolean;
}

/** Intervals, tuples and lists by their commas, outside inner brackets. */
function partsOf(answer: string): Parts {
  const [first, last] = [answer[0]!, answer.at(-1)!];
  const isEnclosed = "([⟨".includes(first) && ")]⟩".includes(last) && closesAtEnd(answer);
  const inner = isEnclosed ? answer.slice(1, -1) : answer;
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at <= inner.length; at++) {
    const character = inner[at];
    if (character !== undefined && "([{⟨".includes(character)) depth++;
    else if (character !== undefined && ")]}⟩".includes(character)) depth--;
    else if (at === inner.length || (character === "," && depth === 0)) {
      parts.push(
        inner
          .slice(start, at)
          .replace(/^\s*and\b/u, "")
          .trim(),
      );
      start = at + 1;
    }
  }
  const isSet = !isEnclosed || first === "⟨";
  const pieces = isSet ? parts.flatMap((part) => part.split(/\s+(?:and|or)\s+/u)) : parts;
  return { parts: pieces, brackets: isSet ? "" : `${first}${last}`, isOrdered: !isSet };
}

function closesAtEnd(answer: string): boolean {
  let depth = 0;
  for (const [at, character] of [...answer].entries()) {
    if ("([⟨".includes(character)) depth++;
    else if (")]⟩".includes(character) && --depth === 0) return at === answer.length - 1;
  }
  return false;
}

function sameInAnyOrder(one: readonly string[], other: readonly string[]): boolean {
  const left = [...other];
  return one.every((part) => {
    const at = left.findIndex((candidate) => sameMathAnswer(part, candidate));
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
}

/** Equal values wherever letters are tried; units that are both named must be the same word. */
function sameValue(a: string, b: string, unitA = "", unitB = ""): boolean {
  if (unitA !== "" && unitB !== "" && unitA !== unitB) return false;
  const [one, other] = [mathExpression(a), mathExpression(b)];
  if (one === null || other === null) return false;
  return POINTS.every((point) => {
    const letters: Letters = (name) => point + (name.codePointAt(0)! % 31) / 17;
    const [x, y] = [one(letters), other(letters)];
    return (
      Number.isFinite(x) &&
      Number.isFinite(y) &&
      Math.abs(x - y) <= CLOSE * Math.max(Math.abs(x), Math.abs(y), CLOSE)
    );
  });
}

/** Words of two letters or more behind a value: its unit. */
const UNIT = /(?<=[\d})\]] ?)(?<![\\a-zA-Z])[a-zA-Z]{2,}(?:[ /][a-zA-Z]+)*(?:\^\{?[23]\}?)?$/u;

function withoutUnit(answer: string): string {
  return answer.replace(UNIT, "").trim();
}

function unitOf(answer: string): string {
  return (UNIT.exec(answer)?.[0] ?? "").toLowerCase().replace(/s$/u, "");
}
