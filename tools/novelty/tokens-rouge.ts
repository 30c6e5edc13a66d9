import { words } from "../../base/text/words.js";

/**
 * Tokens for ROUGE as Google's rouge_score makes them: lower case, runs of a-z and 0-9, no
 * stemming.
 *
 * Where more than half of the letters are not Latin, or that rule finds nothing, the Unicode words
 * are taken instead: otherwise every Korean text would have no token, and so be like every other.
 */
export function rougeTokens(text: string): string[] {
  const latin = text.toLowerCase().match(/[a-z0-9]+/g);
  if (latin === null) return words(text);
  return isMostlyForeign(text) ? words(text) : latin;
}

function isMostlyForeign(text: string): boolean {
  if (!/[\u0250-\uffff]/.test(text)) return false; // everything below is Latin
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const latin = text.match(/\p{Script=Latin}/gu)?.length ?? 0;
  return letters > 2 * latin;
}
