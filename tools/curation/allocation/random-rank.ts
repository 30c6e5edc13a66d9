import type { Rank } from "./ranking.js";
import { ranking } from "./vote-k.js";

/** Rows drawn at random by seed: what every other method must beat. */
export function randomRank(): Rank {
  return (rows, _people, { random }) =>
    Promise.resolve(ranking(rows, random.derive("allocation").shuffle([...rows.keys()]), 0, {}));
}
