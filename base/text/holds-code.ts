/**
 * A line that ends as statements do, a call or definition with its brackets, an assignment, a
 * comparison or logical operator of code, or a fence around code.
 */
const CODE =
  /```|[;{}][ \t]*(?:$|\n)|=>|[!=]==?|&&|\|\||[\w)\]] ?(?:[-+*/%]=|:=|=) ?[\w"'([{-]|\b[A-Za-z_]\w*\([^()\n]*\)[ \t]*(?:[;:{.]|$|\n)|^[ \t]*(?:def|function|class|import|from|return|const|let|var|public|private|#include|SELECT|INSERT|UPDATE|CREATE)\b.*[;:({*=]/mu;

/** Whether a text holds program code or a formula with names, by its marks; prose seldom has them. */
export function holdsCode(text: string): boolean {
  return CODE.test(text);
}
