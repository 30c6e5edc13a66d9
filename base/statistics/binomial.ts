import { DatawrightError } from "../errors.js";

/**
 * Probability that fewer than `limit` of `trials` independent trials succeed: sum over k < limit of
 * C(n, k) p^k (1 - p)^(n - k), added up from logarithms so that large n do not underflow.
 *
 * @param limit  whole number, at least 0
 * @throws SHAPE if `trials` is no whole number of at least 0 or `probability` is outside [0, 1]
 */
export function binomialBelow(
  limit: number,
  { trials, probability }: { readonly trials: number; readonly probability: number },
): number {
  if (!Number.isSafeInteger(trials) || trials < 0 || !(probability >= 0 && probability <= 1)) {
    throw new DatawrightError({
      code: "SHAPE",
      message: `no binomial distribution of ${trials} trials at ${probability}`,
    });
  }
  if (limit <= 0) return 0;
  if (trials < limit || probability === 0) return 1;
  if (probability === 1) return 0;
  const odds = Math.log(probability) - Math.log1p(-probability);
  let term = trials * Math.log1p(-probability);
  let sum = 0;
  for (let k = 0; k < limit; k++) {
    sum += Math.exp(term);
    term += odds + Math.log((trials - k) / (k + 1));
  }
  return Math.min(1, sum);
}
