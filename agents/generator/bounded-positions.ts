import { Random } from "../../tools/statistics/random.js";

/** Rows compared with each other or with a query, so that no order waits for a comparison with a whole large data set. */
const MOST_COMPARED = 2000;

/** The positions, or of more than `most` (2,000) as many drawn at random: the same for the same seed and key. */
export function boundedPositions(
  positions: readonly number[],
  {
    seed,
    key,
    most = MOST_COMPARED,
  }: { readonly seed: number; readonly key: string; readonly most?: number },
): readonly number[] {
  return positions.length > most
    ? new Random(seed).derive("compared", key).sample(positions, most)
    : positions;
}
