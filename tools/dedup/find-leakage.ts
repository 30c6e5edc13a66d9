import { checkOptions, checkTexts, integerFrom, SHARE } from "../../base/settings/check-options.js";
import { normalizeText } from "../../base/text/normalize.js";
import { NOTATIONS, wordsAndOperators, type Notation } from "../../base/text/notation.js";
import { NearDuplicateIndex } from "./near-duplicate-index.js";
import { append } from "../../base/values/append.js";

/** A generated text and a test text that it gives away, by index. */
interface LeakedPair {
  readonly generated: number;
  readonly test: number;
}

/** A generated text that holds word n-grams of a test text. */
interface ContainedPair extends LeakedPair {
  /** Share of the test text's n-grams that the generated text holds, in (0, 1]. */
  readonly share: number;
}

/** A generated text whose shingles are near those of a test text. */
interface NearPair extends LeakedPair {
  readonly jaccard: number;
}

/** Leakage of test data into generated data. */
export interface Leakage {
  /** Equal after `normalizeText` (case, white space and punctuation that says nothing apart), every such pair. */
  readonly exact: readonly LeakedPair[];
  /** Not equal, but holding at least `share` of the test text's n-grams. */
  readonly containment: readonly ContainedPair[];
  /**
   * Neither, but of a Jaccard similarity of at least `threshold`: for each generated text the most
   * similar test text.
   */
  readonly near: readonly NearPair[];
  /** Number of different test texts that leak in any of these ways. */
  readonly testTexts: number;
}

/** Options of `findLeakage`. */
export interface LeakageOptions {
  /**
   * Words of an n-gram; 8 by default. A test text of fewer words is one n-gram, if it has at least
   * four; operators count as words.
   */
  readonly n?: number;
  /** Least share of a test text's n-grams; 0.5 by default. */
  readonly share?: number;
  /** Least Jaccard similarity of character shingles; 0.8 by default. */
  readonly threshold?: number;
  /**
   * What a near text must have in common with the test text beside its characters; "ignore" by
   * default.
   */
  readonly notation?: Notation;
}

const FEWEST_WORDS = 4;

/**
 * Finds generated texts that repeat test texts: equal, containing, or near; never compares all
 * pairs. In word n-grams operators are words: "7 - 3" does not hold "7 * 3".
 *
 * @throws SHAPE for an option out of range or unknown, or a text that is no string
 */
export function findLeakage(
  generated: readonly string[],
  test: readonly string[],
  options: LeakageOptions = {},
): Leakage {
  checkOptions(options, {
    of: "findLeakage",
    rules: { n: integerFrom(1), share: SHARE, threshold: SHARE, notation: NOTATIONS },
  });
  checkTexts(generated, "findLeakage, generated");
  checkTexts(test, "findLeakage, test");
  const { n = 8, share = 0.5, threshold = 0.8, notation = "ignore" } = options;
  const byText = new Map<string, number[]>();
  const grams = new Map<string, number[]>();
  const totals = new Int32Array(test.length);
  const lengths = new Set<number>();
  const near = new NearDuplicateIndex({ threshold, notation });
  test.forEach((text, index) => {
    append(byText, normalizeText(text), index);
    near.add(text);
    const tokens = wordsAndOperators(text);
    const size = Math.min(n, tokens.length);
    if (size < FEWEST_WORDS) return;
    lengths.add(size);
    const own = gramsOf(tokens, size);
    totals[index] = own.size;
    for (const gram of own) append(grams, gram, index);
  });

  const exact: LeakedPair[] = [];
  const containment: ContainedPair[] = [];
  const nearest: NearPair[] = [];
  generated.forEach((text, index) => {
    const normal = normalizeText(text);
    const equal = normal === "" ? [] : (byText.get(normal) ?? []);
    for (const other of equal) exact.push({ generated: index, test: other });
    const hits = new Map<number, number>();
    const tokens = wordsAndOperators(text);
    for (const size of lengths) {
      for (const gram of gramsOf(tokens, size))
        for (const other of grams.get(gram) ?? []) hits.set(other, (hits.get(other) ?? 0) + 1);
    }
    const contained = [...hits].map(([other, count]) => ({
      generated: index,
      test: other,
      share: count / (totals[other] as number),
    }));
    const reported = contained
      .filter((pair) => pair.share >= share && !equal.includes(pair.test))
      .sort((a, b) => a.test - b.test);
    containment.push(...reported);
    if (equal.length > 0 || reported.length > 0 || normal === "") return;
    const { duplicateOf, jaccard } = near.find(text);
    if (duplicateOf !== null) nearest.push({ generated: index, test: duplicateOf, jaccard });
  });
  const leaked = new Set([...exact, ...containment, ...nearest].map((pair) => pair.test));
  return { exact, containment, near: nearest, testTexts: leaked.size };
}

function gramsOf(tokens: readonly string[], size: number): Set<string> {
  const found = new Set<string>();
  for (let start = 0; start + size <= tokens.length; start++)
    found.add(tokens.slice(start, start + size).join(" "));
  return found;
}
