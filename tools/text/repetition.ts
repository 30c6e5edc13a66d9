import { words } from "../../base/text/words.js";

/** How much a text repeats itself. */
export interface Repetition {
  /** Share of the word n-grams that occurred before in the same text, in [0, 1]. */
  readonly repeatedShare: number;
  /**
   * How often the longest immediately repeated phrase (of 1 to 8 words) follows itself: 1 where
   * nothing repeats, 0 for blank text.
   */
  readonly longestRun: number;
  /** The phrase of that run. */
  readonly phrase: string;
}

const LONGEST_PHRASE = 8;

/**
 * Finds degenerate repetition, such as "very very very good" or a looping sentence.
 * @param n words of an n-gram, 3 by default
 */
export function repetition(text: string, n = 3): Repetition {
  const tokens = words(text);
  const seen = new Set<string>();
  let repeated = 0;
  const total = Math.max(0, tokens.length - n + 1);
  for (let start = 0; start < total; start++) {
    const gram = tokens.slice(start, start + n).join(" ");
    if (seen.has(gram)) repeated++;
    else seen.add(gram);
  }
  let longestRun = tokens.length === 0 ? 0 : 1;
  let phrase = "";
  for (let size = 1; size <= Math.min(LONGEST_PHRASE, tokens.length >> 1); size++) {
    let same = 0;
    for (let index = size; index < tokens.length; index++) {
      same = tokens[index] === tokens[index - size] ? same + 1 : 0;
      const run = Math.floor(same / size) + 1;
      if (run <= longestRun) continue;
      longestRun = run;
      phrase = tokens.slice(index - size + 1, index + 1).join(" ");
    }
  }
  return { repeatedShare: total === 0 ? 0 : repeated / total, longestRun, phrase };
}
