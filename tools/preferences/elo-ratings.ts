import { quantile } from "../../base/statistics/mean.js";
import { Random } from "../../base/statistics/random.js";
import { shapeError } from "../agreement/rated.js";
import { checkComparisons, type Comparison } from "./comparison.js";

/** Rating of one name. */
export interface EloRating {
  /** The name. */
  readonly name: string;
  /** Median over the resamples. */
  readonly rating: number;
  /** Lower end of the interval. */
  readonly low: number;
  /** Upper end of it. */
  readonly high: number;
}

/** How ratings are counted. */
export interface EloOptions {
  /** Most points that one judgment moves. Default: 4. */
  readonly factor?: number;
  /** Rating of a name that was never judged. Default: 1000. */
  readonly initial?: number;
  /** Resamples of the judgments, in an order of their own. Default: 1000. */
  readonly resamples?: number;
  /** Share of the resamples between the ends. Default: 0.95. */
  readonly confidence?: number;
  /** The same seed gives the same ratings. Default: 1. */
  readonly seed?: number | string;
}

/**
 * Elo ratings of models from pairwise judgments, with bootstrap intervals (as Chatbot Arena counts
 * them, Zheng et al. 2023): Elo depends on the order of judgments, so the median over resamples in
 * random order is taken.
 *
 * @returns the names, the best first
 * @throws SHAPE if a comparison or an option is malformed
 */
export function eloRatings(
  comparisons: readonly Comparison[],
  options: EloOptions = {},
): readonly EloRating[] {
  const { factor = 4, initial = 1000, resamples = 1000, confidence = 0.95, seed = 1 } = options;
  checkComparisons(comparisons, "eloRatings");
  if (!(factor > 0) || !(resamples >= 1) || !(confidence > 0 && confidence < 1))
    throw shapeError(
      `eloRatings: factor ${factor}, ${resamples} resamples, confidence ${confidence}`,
      "The factor is above 0, there is at least one resample, the confidence lies between 0 and 1.",
    );
  const games = comparisons.flatMap(({ count = 1, ...game }) =>
    Array.from({ length: Math.max(1, Math.round(count)) }, () => game),
  );
  const names = [...new Set(games.flatMap(({ winner, loser }) => [winner, loser]))].sort();
  const place = new Map(names.map((name, at) => [name, at]));
  const random = new Random(seed);
  const drawn = names.map(() => new Float64Array(resamples));
  for (let resample = 0; resample < resamples; resample++) {
    const ratings = new Float64Array(names.length).fill(initial);
    for (let played = 0; played < games.length; played++) {
      const game = games[random.integer(games.length)]!;
      const [a, b] = [place.get(game.winner)!, place.get(game.loser)!];
      const expected = 1 / (1 + 10 ** ((ratings[b]! - ratings[a]!) / 400));
      const moved = factor * ((game.tie === true ? 0.5 : 1) - expected);
      ratings[a]! += moved;
      ratings[b]! -= moved;
    }
    for (const [at, rating] of ratings.entries()) drawn[at]![resample] = rating;
  }
  return names
    .map((name, at) => ({
      name,
      rating: quantile(drawn[at]!, 0.5),
      low: quantile(drawn[at]!, (1 - confidence) / 2),
      high: quantile(drawn[at]!, (1 + confidence) / 2),
    }))
    .sort((a, b) => b.rating - a.rating || (a.name < b.name ? -1 : 1));
}
