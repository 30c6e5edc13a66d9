import { caseFold, isAscii } from "./case-fold.js";
import { plainForm } from "./plain-form.js";

/** Whether upper and lower case are the same. */
export const CASES = ["fold", "keep", "auto"] as const;
/** Whether upper and lower case are the same: "auto" folds them but in texts that hold code. */
export type Case = (typeof CASES)[number];

/**
 * The form in which two texts are exact duplicates: equal but for their Unicode form (see
 * `plainForm`), format characters that nobody sees, white space and case. Every other character
 * counts, so "7 - 3" is not "7 * 3" and "-5" is not "5".
 */
export function exactForm(text: string, options: { readonly case?: Case } = {}): string {
  const { case: letters = "auto" } = options;
  const plain = isAscii(text) ? text : plainForm(text).replace(/(?![\u200c\u200d])\p{Cf}/gu, "");
  const spaced = plain.replace(/[\s\u0085]+/gu, " ").trim();
  return letters === "keep" || (letters === "auto" && holdsCode(plain)) ? spaced : caseFold(spaced);
}

/**
 * A line that ends as statements do, a call or definition with its brackets, an assignment, a
 * comparison or logical operator of code, or a fence around code.
 */
const CODE =
  /```|[;{}][ \t]*(?:$|\n)|=>|[!=]==?|&&|\|\||[\w)\]] ?(?:[-+*/%]=|:=|=) ?[\w"'([{-]|\b[A-Za-z_]\w*\([^()\n]*\)[ \t]*(?:[;:{.]|$|\n)|^[ \t]*(?:def|function|class|import|from|return|const|let|var|public|private|#include|SELECT|INSERT|UPDATE|CREATE)\b.*[;:({*=]/mu;

/** Whether a text holds program code or a formula with names, by its marks; prose seldom has them. */
function holdsCode(text: string): boolean {
  return CODE.test(text);
}
