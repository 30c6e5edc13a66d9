import { DatawrightError } from "../errors.js";

/** A closed interval. */
export interface Interval {
  readonly lower: number;
  readonly upper: number;
}

/**
 * Wilson's score interval for a proportion (Wilson 1927); [0, 1] when nothing was observed.
 *
 * @param z standard score of the level, 1.96 for 95 percent
 * @throws SHAPE if the counts are negative or there are more successes than trials
 */
export function wilsonInterval(successes: number, n: number, z = 1.959963984540054): Interval {
  if (!(successes >= 0) || !(n >= successes)) {
    throw new DatawrightError({
      code: "SHAPE",
      message: `${successes} successes of ${n} trials is not a proportion`,
    });
  }
  if (n === 0) return { lower: 0, upper: 1 };
  const proportion = successes / n;
  const square = (z * z) / n;
  const centre = (proportion + square / 2) / (1 + square);
  const half =
    (z / (1 + square)) * Math.sqrt((proportion * (1 - proportion)) / n + square / (4 * n));
  return {
    lower: successes === 0 ? 0 : Math.max(0, centre - half),
    upper: successes === n ? 1 : Math.min(1, centre + half),
  };
}
