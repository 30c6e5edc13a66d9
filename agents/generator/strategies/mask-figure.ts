import type { Random } from "../../../base/statistics/random.js";

/** Not a piece of a word or of another figure. */
const FIGURE =
  /(?<![\p{L}\p{N}.,])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\p{L}\p{N}])|(?<![\p{L}\p{N}.,])\d+(?:\.\d+)?(?![\p{L}\p{N}])/gu;

/** A text with one of its figures replaced by X, and that figure; null where the text has none. */
export function maskFigure(
  text: string,
  random: Random,
): { readonly text: string; readonly figure: string } | null {
  const figures = [...text.matchAll(FIGURE)];
  if (figures.length === 0) return null;
  const chosen = random.pick(figures);
  return {
    text: `${text.slice(0, chosen.index)}X${text.slice(chosen.index + chosen[0].length)}`,
    figure: chosen[0],
  };
}
