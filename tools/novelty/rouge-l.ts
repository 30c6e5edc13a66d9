import { MatchMasks } from "./match-masks.js";

/** Precision, recall and F of the longest common subsequence, each in [0, 1]. */
export interface RougeScore {
  readonly precision: number;
  readonly recall: number;
  readonly f: number;
}

/**
 * ROUGE-L (Lin 2004) of candidate `a` against reference `b`: precision LCS / |a|, recall LCS / |b|,
 * f their harmonic mean,
 * 2 LCS / (|a| + |b|); all 0 where one has no token.
 */
export function rougeL(a: readonly string[], b: readonly string[]): RougeScore {
  if (a.length === 0 || b.length === 0) return { precision: 0, recall: 0, f: 0 };
  const common = commonSubsequence(a, b);
  return {
    precision: common / a.length,
    recall: common / b.length,
    f: (2 * common) / (a.length + b.length),
  };
}

/**
 * Length of the longest common subsequence of two lists of whole numbers, bit-parallel: O(|a| |b| /
 * 30)
 * (Crochemore et al. 2001; Hyyrö 2004).
 */
export function lcsLength(
  a: Int32Array | readonly number[],
  b: Int32Array | readonly number[],
): number {
  return commonSubsequence(a, b);
}

function commonSubsequence<T>(a: ArrayLike<T>, b: ArrayLike<T>): number {
  const ids = new Map<T, number>();
  const interned = (list: ArrayLike<T>) =>
    Int32Array.from(list, (token) => {
      const known = ids.get(token);
      if (known === undefined) ids.set(token, ids.size);
      return known ?? ids.size - 1;
    });
  const masks = new MatchMasks();
  masks.set(interned(a));
  return masks.lcsWith(interned(b), 0, b.length);
}
