import { sameAnswer } from "../../../base/text/same-answer.js";
import { mathExpression, type MathExpression } from "./math-expression.js";

/** Points at which two expressions with letters must agree. */
const POINTS = [0.37, 0.71, 1.13, 1.93];
const ROUNDING = 1e-9;
/** Longer texts are no final answers: they are equal letter by letter or not at all. */
const LONGEST = 1000;
const GROUPED = /^-?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/u;

/**
 * The final answer of a solution: what stands in its last `\boxed{}`, behind its last "answer is" or
 * "####", or the whole where it is one short line; null where none of these is there.
 */
export function finalMathAnswer(solution: string): string | null {
  const boxed = Math.max(solution.lastIndexOf("\\boxed"), solution.lastIndexOf("\\fbox"));
  if (boxed >= 0) {
    const rest = solution.slice(boxed).replace(/^\\[bf]\w+\s*/u, "");
    const inner = rest.startsWith("{") ? bracesOf(rest) : (/^[^\s$]+/u.exec(rest)?.[0] ?? null);
    return inner === null ? null : inner.trim();
  }
  const said = behindLast(solution, /answer is:?|answer:|####/giu);
  if (said !== null) return said;
  const whole = solution.trim();
  return whole !== "" && whole.length <= 120 && !whole.includes("\n") ? whole : null;
}

/**
 * The rest of the line behind the last place of a pattern, without the full stop at its end; null
 * where there is none.
 */
export function behindLast(text: string, pattern: RegExp): string | null {
  const last = [...text.matchAll(pattern)].at(-1);
  if (last === undefined) return null;
  const [line = ""] = text.slice(last.index + last[0].length).split("\n", 1);
  const said = line.trim().replace(/\.$/u, "");
  return said === "" ? null : said;
}

/** The inside of the braces with which a text begins; null where they are not closed. */
function bracesOf(text: string): string | null {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === "{") depth++;
    if (text[at] === "}" && --depth === 0) return text.slice(1, at);
  }
  return null;
}

/**
 * Whether two answers of mathematics say the same: numbers by their value (fractions, roots, mixed
 * numbers, powers, thousands in groups), expressions by their value at several points where both are
 * sums or both are products, lists in any order, tuples, intervals and matrices part by part with
 * their brackets, and words without case; units, currency and degree signs are left out where one of
 * the two has none.
 */
export function sameMathAnswer(left: string, right: string): boolean {
  if (left.length > LONGEST || right.length > LONGEST) return left === right;
  const [one, other] = [mathForm(left), mathForm(right)];
  if (one === "" || other === "") return one === other;
  return (
    isSame(one, other, 0) || (!/[\\^_()[\]{},]/u.test(left + right) && sameAnswer(left, right))
  );
}

function isSame(left: string, right: string, depth: number): boolean {
  if (left === right || left.toLowerCase() === right.toLowerCase()) return true;
  if (depth > 6) return false;
  const deeper = (a: string, b: string): boolean => isSame(a, b, depth + 1);
  const [unions, otherUnions] = [splitTop(left, "\\cup"), splitTop(right, "\\cup")];
  if (unions.length > 1 || otherUnions.length > 1) return inAnyOrder(unions, otherUnions, deeper);
  const [grid, otherGrid] = [matrixOf(left), matrixOf(right)];
  if (grid !== null || otherGrid !== null)
    return (
      grid !== null &&
      otherGrid !== null &&
      inOrder(grid, otherGrid, (a, b) => inOrder(a, b, deeper))
    );
  const [list, otherList] = [listOf(left), listOf(right)];
  if (list.parts.length > 1 || otherList.parts.length > 1) {
    if (list.brackets !== otherList.brackets) return false;
    return list.isOrdered
      ? inOrder(list.parts, otherList.parts, deeper)
      : inAnyOrder(list.parts, otherList.parts, deeper);
  }
  if (list.brackets === "{}" || otherList.brackets === "{}") {
    const [inner, otherInner] = [list.parts[0] ?? "", otherList.parts[0] ?? ""];
    if (inner !== left || otherInner !== right) return deeper(inner, otherInner);
  }
  const [one, other] = [mathExpression(left), mathExpression(right)];
  return one !== null && other !== null && agree(one, other);
}

function agree(one: MathExpression, other: MathExpression): boolean {
  const letters = [...new Set([...one.letters, ...other.letters])].sort();
  if (letters.length === 0) return isClose(one.value(none), other.value(none));
  // Factoring and expanding are what is asked at times: the form counts then.
  if (one.letters.size !== other.letters.size || one.top !== other.top) return false;
  let compared = 0;
  for (const [nth, point] of POINTS.entries()) {
    const values = (name: string): number => point + 0.31 * letters.indexOf(name) * (nth + 1);
    const [a, b] = [one.value(values), other.value(values)];
    if (Number.isNaN(a) && Number.isNaN(b)) continue;
    if (!isClose(a, b)) return false;
    compared++;
  }
  return compared > 0;
}

const none = (): number => NaN;
const isClose = (a: number, b: number): boolean =>
  Number.isFinite(a) &&
  Number.isFinite(b) &&
  Math.abs(a - b) <= ROUNDING * Math.max(1, Math.abs(a), Math.abs(b));

/** An answer without what only sets it: spaces, sizes of brackets, units, the name of what is equal to it. */
function mathForm(answer: string): string {
  let text = answer
    .trim()
    .replace(/^\$+|\$+$/gu, "")
    .replace(/^\\[[(]|\\[\])]$/gu, "")
    .replaceAll(/\\(?:left|right|displaystyle|bigl?|bigr?|Bigl?|Bigr?)(?![a-zA-Z])/gu, "")
    .replaceAll(/\\[dtc]frac(?![a-zA-Z])/gu, "\\frac")
    .replaceAll(/\\(?:lbrace|\{)/gu, "⟨")
    .replaceAll(/\\(?:rbrace|\})/gu, "⟩")
    .replaceAll(/\{,\}|,\\!/gu, ",")
    .replaceAll(/(?<!\\)\\[!,;: ]|\\q?quad(?![a-zA-Z])|~/gu, " ")
    .replaceAll(/\^\s*(?:\{\s*)?\\circ(?:\s*\})?|°|\\degree(?![a-zA-Z])/gu, "")
    .replaceAll(/\\?[$%€£]/gu, "")
    .replaceAll("−", "-")
    .replaceAll("π", "\\pi")
    .replaceAll("∞", "\\infty")
    .replaceAll("∪", "\\cup")
    .replaceAll(/√\(/gu, "\\sqrt(")
    .replaceAll(/sqrt\(([^()]*)\)/gu, (_whole, inner: string) => `sqrt{${inner}}`)
    .replaceAll(/(?<!\\)\b(sqrt|pi|infty)(?![a-zA-Z])/gu, "\\$1");
  text = text.replace(/[.\s]+$/u, "").trim();
  const words = /^\\(?:text|mbox|textbf|mathrm)\s*\{([^{}]*)\}$/u.exec(text);
  if (words) text = words[1]!;
  // A unit behind a figure, in words or set as text.
  text = text
    .replaceAll(/(?<=\S)\s*\\(?:text|mbox|mathrm)\s*\{[^{}]*\}(?:\^\{?\d\}?)?/gu, "")
    .replace(/^(-?[\d.,]+(?:\s*\/\s*\d+)?|\S*\})\s+\p{L}[\p{L}\s.]*(?:\^\{?\d\}?)?$/u, "$1")
    .replace(/^[a-zA-Z](?:_\{?\w+\}?)?(?:\([a-z]\))?\s*(?:=|\\in(?![a-zA-Z]))\s*(?=[^=]+$)/u, "");
  const letter = /^\(?\s*(?:\\text\{)?\(?([A-Za-z])\)?\}?\s*\)?$/u.exec(text);
  if (letter) return letter[1]!.toUpperCase();
  if (/^[\p{L}\s'-]+$/u.test(text) && /\p{L}{2}/u.test(text))
    return text.toLowerCase().replaceAll(/\s+/gu, " ");
  if (GROUPED.test(text)) text = text.replaceAll(",", "");
  return text
    .replaceAll(
      /(?<![\d.])(\d+)\s*\\frac\s*\{?(\d+?)\}?\s*\{?(\d+)\}?(?![\d}])/gu,
      "($1+\\frac{$2}{$3})",
    )
    .replaceAll(/(?<![\d/.])(\d+)\s+(\d+)\s*\/\s*(\d+)/gu, "($1+$2/$3)")
    .replaceAll(/\*\*/gu, "^")
    .replaceAll(/\s+/gu, "");
}

/** Pieces of a text between a word that stands outside of all brackets. */
function splitTop(text: string, word: string): string[] {
  const pieces: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const letter = text[at]!;
    if ("({[⟨".includes(letter)) depth++;
    else if (")}]⟩".includes(letter)) depth--;
    else if (depth === 0 && text.startsWith(word, at)) {
      pieces.push(text.slice(start, at));
      start = at + word.length;
      at = start - 1;
    }
  }
  return [...pieces, text.slice(start)];
}

interface List {
  readonly brackets: string;
  readonly parts: readonly string[];
  readonly isOrdered: boolean;
}

/** The parts of a list; `\pm` stands for two of them. */
function listOf(text: string): List {
  const brackets = `${text[0] ?? ""}${text.at(-1) ?? ""}`;
  const inner = text.slice(1, -1);
  if (/^[([][)\]]$/u.test(brackets) && splitTop(inner, ",").length > 1 && isBalanced(inner))
    return { brackets, parts: splitTop(inner, ","), isOrdered: true };
  if (brackets === "⟨⟩" && isBalanced(inner))
    return { brackets: "{}", parts: splitTop(inner, ","), isOrdered: false };
  const parts = splitTop(text.replaceAll(/(?<=,)and|and(?=[-\d\\])/gu, ","), ",")
    .filter((part) => part !== "")
    .flatMap((part) =>
      part.includes("\\pm") ? ["+", "-"].map((sign) => part.replace("\\pm", sign)) : [part],
    );
  return { brackets: parts.length > 1 ? "{}" : "", parts, isOrdered: false };
}

function isBalanced(text: string): boolean {
  let depth = 0;
  for (const letter of text) {
    if ("({[⟨".includes(letter)) depth++;
    if (")}]⟩".includes(letter) && --depth < 0) return false;
  }
  return depth === 0;
}

/** Rows and cells of a matrix or a vector; null for anything else. */
function matrixOf(text: string): string[][] | null {
  const inner = /^\\begin\{[pbBvV]?matrix\}(.*)\\end\{[pbBvV]?matrix\}$/su.exec(text)?.[1];
  if (inner === undefined) return null;
  return inner
    .replace(/\\\\$/u, "")
    .split("\\\\")
    .map((row) => row.split("&"));
}

function inOrder<T>(a: readonly T[], b: readonly T[], same: (a: T, b: T) => boolean): boolean {
  return a.length === b.length && a.every((part, at) => same(part, b[at]!));
}

function inAnyOrder(
  a: readonly string[],
  b: readonly string[],
  same: (a: string, b: string) => boolean,
): boolean {
  if (a.length !== b.length || a.length > 50) return false;
  const left = [...b];
  return a.every((part) => {
    const found = left.findIndex((other) => same(part, other));
    if (found >= 0) left.splice(found, 1);
    return found >= 0;
  });
}
