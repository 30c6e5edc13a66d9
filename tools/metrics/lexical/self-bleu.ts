import { checkOptions, checkTexts, integerFrom } from "../../../base/settings/check-options.js";
import { DatawrightError } from "../../../base/errors.js";
import { Random } from "../../../base/statistics/random.js";
import type { Ngrams } from "./ngrams.js";
import { ngramsUpTo } from "./ngrams-of.js";
import { tokenIds, type TokenIds } from "./token-ids.js";

/** Options of `selfBleu`. */
export interface SelfBleuOptions {
  /** Longest n-gram, 1 to 5; 4 by default. */
  readonly n?: number;
  /**
   * At most this many texts, drawn by seed. Default: all. Self-BLEU grows with the number of texts,
   * so sets are compared on equally many; ZeroGen (Ye et al. 2022) takes 1,000.
   */
  readonly sample?: number;
  /** Seed of the draw. Default: 0. */
  readonly seed?: string | number;
}

const MOST = 5;

/**
 * Self-BLEU (Zhu et al. 2018): the mean BLEU of each text against all others, uniform weights,
 * smoothing method 1 of Chen and Cherry (2014) with epsilon 0.1, from 0 to 1; higher means less
 * diverse. Null for fewer than two texts that have a token.
 *
 * Clipping needs, per n-gram, only the two highest counts in one text, so all references are used
 * without comparing pairs: the time grows with the number of tokens.
 *
 * @throws SHAPE if n is outside 1 to 5, for an option that there is not, or a text that is no string
 */
export function selfBleu(texts: readonly string[], options: SelfBleuOptions = {}): number | null {
  checkTexts(texts, "selfBleu");
  checkOptions(options, {
    of: "selfBleu",
    rules: {
      n: {
        expected: "a whole number from 1 to 5",
        holds: (n) => Number.isInteger(n) && (n as number) >= 1 && (n as number) <= MOST,
      },
      sample: integerFrom(2),
      seed: {
        expected: "a number or a string",
        holds: (seed) => typeof seed === "string" || typeof seed === "number",
      },
    },
  });
  const { n = 4, sample = Infinity, seed = 0 } = options;
  const chosen = texts.length > sample ? new Random(seed).sample(texts, sample) : texts;
  return selfBleuUpTo(tokenIds(chosen), n)[n - 1]!;
}

/** Self-BLEU for every longest n-gram from 1 to n; null for fewer than two texts with a token. */
export function selfBleuUpTo(tokens: TokenIds, n: number): (number | null)[] {
  if (n > MOST)
    throw new DatawrightError({ code: "SHAPE", message: `self-BLEU ends at n = ${MOST}` });
  const { starts } = tokens;
  const lengths = Array.from({ length: starts.length - 1 }, (_, text) => lengthOf(starts, text));
  const compared = lengths.filter((length) => length > 0).length;
  if (compared < 2) return Array.from({ length: n }, () => null);
  const sorted = Int32Array.from(lengths.filter((length) => length > 0)).sort();
  const brevity = Float64Array.from(lengths, (length) => {
    if (length === 0) return 0;
    const closest = closestOther(sorted, length);
    return length >= closest ? 1 : Math.exp(1 - closest / length);
  });
  const logs = new Float64Array(lengths.length);
  const found: number[] = [];
  let order = 0;
  for (const ngrams of ngramsUpTo(tokens, n)) {
    addLogPrecisions(ngrams, ++order, logs);
    let sum = 0;
    brevity.forEach((penalty, text) => {
      if (penalty > 0) sum += penalty * Math.exp(logs[text]! / order);
    });
    found.push(sum / compared);
  }
  return found;
}

function addLogPrecisions(
  { kinds, starts, count }: Ngrams,
  order: number,
  logs: Float64Array,
): void {
  const own = new Int32Array(count);
  const best = new Int32Array(count);
  const second = new Int32Array(count);
  /** The text that has the best count. */
  const holder = new Int32Array(count);
  eachText({ kinds, starts }, own, (text, kind, times) => {
    if (times > best[kind]!) {
      second[kind] = best[kind]!;
      best[kind] = times;
      holder[kind] = text;
    } else if (times > second[kind]!) second[kind] = times;
  });
  const matched = new Float64Array(logs.length);
  eachText({ kinds, starts }, own, (text, kind, times) => {
    matched[text]! += Math.min(times, holder[kind] === text ? second[kind]! : best[kind]!);
  });
  matched.forEach((count, text) => {
    // No unigram in common is a BLEU of zero; longer n-grams are smoothed.
    logs[text]! +=
      count === 0 && order === 1
        ? -Infinity
        : Math.log((count || 0.1) / Math.max(1, lengthOf(starts, text)));
  });
}

/** Tells of each text and each kind in it how often it is there; `own` is all zero before and after. */
function eachText(
  { kinds, starts }: Pick<Ngrams, "kinds" | "starts">,
  own: Int32Array,
  tell: (text: number, kind: number, times: number) => void,
): void {
  for (let text = 0; text + 1 < starts.length; text++) {
    for (let at = starts[text]!; at < starts[text + 1]!; at++) own[kinds[at]!]!++;
    for (let at = starts[text]!; at < starts[text + 1]!; at++) {
      const kind = kinds[at]!;
      if (own[kind] === 0) continue;
      tell(text, kind, own[kind]!);
      own[kind] = 0;
    }
  }
}

const lengthOf = (starts: Int32Array, text: number): number => starts[text + 1]! - starts[text]!;

/**
 * The length nearest to `own` among the others, the shorter of equals; `own` stands once in the
 * sorted list for itself.
 */
function closestOther(sorted: Int32Array, own: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < own) low = middle + 1;
    else high = middle;
  }
  const below = sorted[low - 1] ?? -Infinity;
  const above = sorted[low + 1] ?? Infinity;
  return own - below <= above - own ? below : above;
}
