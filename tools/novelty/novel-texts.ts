import { checkTexts } from "../../base/settings/check-options.js";
import type { Notation } from "../../base/text/notation.js";
import { NoveltyIndex } from "./novelty-index.js";

/**
 * The indices of the texts that are novel against those kept before them, in order (the ROUGE-L
 * rule of Self-Instruct). With `notation` "operators" or "figures" texts of different operators (and
 * numbers) are never alike; by default the published rule decides alone, which reads neither.
 *
 * @throws SHAPE if `maxRougeL` (0.7 by default) is outside [0, 1] or has more than four decimals
 */
export function novelTexts(
  texts: readonly string[],
  options: { readonly maxRougeL?: number; readonly notation?: Notation } = {},
): number[] {
  checkTexts(texts, "novelTexts");
  const index = new NoveltyIndex(options);
  const kept: number[] = [];
  texts.forEach((text, position) => {
    if (!index.isNovel(text)) return;
    index.add(String(position), text);
    kept.push(position);
  });
  return kept;
}
