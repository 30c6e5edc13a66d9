import { Random } from "../base/statistics/random.js";
import type { RunFigures } from "../tools/tournament/objectives.js";
import { rungsOf } from "../tools/tournament/rungs.js";
import { successiveHalving } from "../tools/tournament/successive-halving.js";

/** Recipes of a world of made figures. */
const NAMES = ["a", "b", "c", "d", "e", "f"];
const ROWS = 80;
/** Held-out rows: those that choose, and those that are reported on. */
export const MADE_ROWS = {
  chosenBy: Array.from({ length: ROWS / 2 }, (_, at) => at),
  reported: Array.from({ length: ROWS / 2 }, (_, at) => at + ROWS / 2),
};
export const MADE_WEIGHTS = { downstream: 0.4, faithfulness: 0.3, coverage: 0.15, diversity: 0.15 };

/** A run whose rows are right with a chance; on earlier rungs it scatters more. */
export function madeRun(
  key: string,
  { chance, isLast }: { chance: number; isLast: boolean },
): RunFigures {
  const random = new Random(key);
  const hard = new Random(key.split(" ")[0]!);
  const own = chance + 0.04 * random.normal() * (isLast ? 1 : 2);
  const judged = isLast ? 50 : 10;
  const passed = Array.from({ length: judged }, () => random.next()).filter((at) => at < chance);
  return {
    objectives: {
      downstream: {
        byRow: Array.from({ length: ROWS }, () =>
          hard.next() * 0.6 + random.next() * 0.4 < own ? 1 : 0,
        ),
      },
      faithfulness: { value: passed.length / judged },
      coverage: { byRow: Array.from({ length: ROWS }, () => (random.next() < 0.6 ? 1 : 0)) },
      diversity: { value: 0.8 + 0.01 * random.normal() },
    },
  };
}

/** A tournament on made figures, in which the recipe c is better by a margin. */
export function playedOnFigures(world: number, margin: number) {
  const rungs = rungsOf(NAMES.length, 3);
  return successiveHalving(NAMES, {
    rungs,
    weights: MADE_WEIGHTS,
    rows: MADE_ROWS,
    measure: (recipe, rung) =>
      Promise.resolve({
        runs: Array.from({ length: 5 }, (_, seed) =>
          madeRun(`${world} ${recipe} ${rung} ${seed}`, {
            chance: recipe === "c" ? 0.7 + margin : 0.7,
            isLast: rung === rungs.length - 1,
          }),
        ),
      }),
  });
}
