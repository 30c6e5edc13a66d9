import { rankedAllocator } from "./ranked-allocator.js";
import { ranking } from "./ranking.js";

/** Rows drawn at random by seed: what every other method must beat. */
export const randomAllocator = rankedAllocator("random", (rows, _people, { random }) =>
  Promise.resolve(ranking(rows, random.derive("allocation").shuffle([...rows.keys()]), 0, {})),
);
