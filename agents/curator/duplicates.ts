import type { Notation } from "../../base/text/notation.js";
import { NearDuplicateIndex } from "../../tools/dedup/near-duplicate-index.js";

/** A text that is a copy or near copy of an earlier one that stays. */
export interface Duplicate {
  readonly index: number;
  readonly of: number;
  readonly similarity: number;
}

/**
 * The texts to take out so that no two left are near duplicates: each is compared with the earlier
 * ones that stay, so that a chain of small changes does not take out texts that are far from all
 * that is left.
 */
export function duplicatesOf(
  texts: readonly string[],
  options: { readonly threshold: number; readonly notation: Notation },
): Duplicate[] {
  const kept = new NearDuplicateIndex(options);
  return texts.flatMap((text) => {
    const { index, duplicateOf, jaccard } = kept.add(text);
    return duplicateOf === null ? [] : [{ index, of: duplicateOf, similarity: jaccard }];
  });
}
