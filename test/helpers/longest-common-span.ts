import { words } from "../../base/text/words.js";

/** A run of words that two texts share. */
export interface CommonSpan {
  /** Number of words. */
  readonly length: number;
  /** The words, case folded, joined by spaces. */
  readonly text: string;
}

/**
 * The longest run of consecutive words that two texts share, the first in `a` of equals; O(|a| |b|)
 * in words.
 */
export function longestCommonSpan(a: string, b: string): CommonSpan {
  const x = words(a);
  const y = words(b);
  let previous = new Int32Array(y.length + 1);
  let current = new Int32Array(y.length + 1);
  let length = 0;
  let end = 0;
  for (let i = 0; i < x.length; i++) {
    for (let j = 0; j < y.length; j++) {
      const run = x[i] === y[j] ? (previous[j] as number) + 1 : 0;
      current[j + 1] = run;
      if (run > length) {
        length = run;
        end = i + 1;
      }
    }
    [previous, current] = [current, previous];
  }
  return { length, text: x.slice(end - length, end).join(" ") };
}
