import { caseFold } from "../../../../base/text/case-fold.js";
import { cleanValues } from "../ask-values.js";

/**
 * Which of the candidates an answer repeats, however it is written, and how many of its entries are
 * none of them.
 */
export function amongListed(
  candidates: readonly string[],
  answer: readonly string[],
): { readonly found: readonly string[]; readonly unknown: number } {
  const listed = cleanValues(answer, { count: answer.length }).values.map(keyOf);
  const keys = new Set(candidates.map(keyOf));
  const named = new Set(listed);
  return {
    found: candidates.filter((candidate) => named.has(keyOf(candidate))),
    unknown: listed.filter((key) => !keys.has(key)).length,
  };
}

function keyOf(value: string): string {
  return caseFold(value.normalize("NFKC"))
    .replace(/[\s_-]+/gu, " ")
    .trim();
}
