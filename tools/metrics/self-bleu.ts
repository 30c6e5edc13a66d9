import { DatawrightError } from "../../base/errors.js";
import { Random } from "../../base/statistics/random.js";
import { metricTokens } from "./metric-tokens.js";
import { ngramCounts } from "./ngram-counts.js";

/** Options of `selfBleu`. */
export interface SelfBleuOptions {
  /** Longest n-gram, 1 to 5; 4 by default. */
  readonly n?: number;
  /**
   * At most this many texts, drawn by seed; 1,000 by default. The cost grows with the n-grams that
   * they share.
   */
  readonly sample?: number;
  readonly seed?: string | number;
}

interface TopCounts {
  best: number;
  second: number;
  /** The text that has the best count. */
  holder: number;
}

/**
 * Self-BLEU (Zhu et al. 2018): the mean BLEU of each text against all others, uniform weights,
 * smoothing method 1 of Chen and Cherry (2014) with epsilon 0.1; higher means less diverse. 0 for
 * fewer than two texts that have a token.
 *
 * Clipping needs, per n-gram, only the two highest counts in one text, so all references are used
 * without comparing pairs.
 *
 * @throws SHAPE if n is outside 1 to 5
 */
export function selfBleu(texts: readonly string[], options: SelfBleuOptions = {}): number {
  const { n = 4, sample = 1000, seed = 0 } = options;
  if (!Number.isInteger(n) || n < 1 || n > 5)
    throw new DatawrightError({
      code: "SHAPE",
      message: `self-BLEU needs n from 1 to 5, not ${n}`,
    });
  const chosen = texts.length > sample ? new Random(seed).sample(texts, sample) : texts;
  const tokenised = chosen.map(metricTokens).filter((tokens) => tokens.length > 0);
  if (tokenised.length < 2) return 0;
  const logs = new Float64Array(tokenised.length);
  for (let order = 1; order <= n; order++) addLogPrecisions(tokenised, order, logs);
  const lengths = Int32Array.from(tokenised, (tokens) => tokens.length).sort();
  let sum = 0;
  tokenised.forEach((tokens, index) => {
    const closest = closestOther(lengths, tokens.length);
    const brevity = tokens.length >= closest ? 1 : Math.exp(1 - closest / tokens.length);
    sum += brevity * Math.exp((logs[index] as number) / n);
  });
  return sum / tokenised.length;
}

function addLogPrecisions(
  tokenised: readonly (readonly string[])[],
  order: number,
  logs: Float64Array,
): void {
  const counted = tokenised.map((tokens) => ngramCounts(tokens, order));
  const top = new Map<string, TopCounts>();
  counted.forEach((counts, holder) => {
    for (const [gram, count] of counts) {
      const entry = top.get(gram);
      if (entry === undefined) top.set(gram, { best: count, second: 0, holder });
      else if (count > entry.best) {
        entry.second = entry.best;
        entry.best = count;
        entry.holder = holder;
      } else if (count > entry.second) entry.second = count;
    }
  });
  counted.forEach((counts, index) => {
    let matched = 0;
    for (const [gram, count] of counts) {
      const entry = top.get(gram) as TopCounts;
      matched += Math.min(count, entry.holder === index ? entry.second : entry.best);
    }
    const total = Math.max(1, (tokenised[index] as readonly string[]).length - order + 1);
    // No unigram in common is a BLEU of zero; longer n-grams are smoothed.
    logs[index] =
      (logs[index] as number) +
      (matched === 0 && order === 1 ? -Infinity : Math.log((matched || 0.1) / total));
  });
}

/**
 * The length nearest to `own` among the others, the shorter of equals; `own` stands once in the
 * sorted list for itself.
 */
function closestOther(sorted: Int32Array, own: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) < own) low = middle + 1;
    else high = middle;
  }
  const below = sorted[low - 1] ?? -Infinity;
  const above = sorted[low + 1] ?? Infinity;
  return own - below <= above - own ? below : above;
}
