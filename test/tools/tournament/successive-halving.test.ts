import { madeRun, MADE_ROWS, MADE_WEIGHTS, playedOnFigures } from "../../../bench/made-figures.js";
import type { RunFigures } from "../../../tools/tournament/objectives.js";
import { scoreDifference } from "../../../tools/tournament/paired-scores.js";
import { rungsCost, rungsOf } from "../../../tools/tournament/rungs.js";
import { successiveHalving } from "../../../tools/tournament/successive-halving.js";

describe("rungsOf", () => {
  it("ends with two, each rung with one in so many and so many times the money", () => {
    expect(rungsOf(6, 3)).toEqual([
      { recipes: 6, share: 1 / 6 },
      { recipes: 2, share: 1 },
    ]);
    expect(rungsOf(12, 3).map(({ recipes }) => recipes)).toEqual([12, 4, 2]);
    expect(rungsOf(9, 2).map(({ share }) => share)).toEqual([1 / 16, 1 / 8, 1 / 4, 1]);
    expect(rungsOf(2, 3)).toEqual([{ recipes: 2, share: 1 }]);
    // A run that goes on pays what is new; the last two begin anew.
    expect(rungsCost(rungsOf(6, 3))).toBe(3);
    expect(rungsCost(rungsOf(12, 3))).toBeCloseTo(12 / 18 + 4 / 9 + 2, 12);
    for (let recipes = 6; recipes < 40; recipes++)
      expect(rungsCost(rungsOf(recipes, 3)) / recipes).toBeLessThanOrEqual(0.5);
  });
});

describe("scoreDifference", () => {
  it("holds the true difference about as often as it says, over seeds and rows at once", () => {
    let held = 0;
    const worlds = 150;
    for (let world = 0; world < worlds; world++) {
      const runs = (recipe: string): RunFigures[] =>
        Array.from({ length: 5 }, (_, seed) =>
          madeRun(`${world} ${recipe} ${seed}`, { chance: 0.7, isLast: true }),
        );
      const { low, high } = scoreDifference(runs("a"), runs("b"), {
        weights: MADE_WEIGHTS,
        rows: MADE_ROWS.reported,
      });
      if (low <= 0 && high >= 0) held++;
    }
    expect(held / worlds).toBeGreaterThan(0.9);
    expect(held / worlds).toBeLessThan(1);
  });

  it("is exact where nothing scatters, and refuses runs that cannot be paired", () => {
    const run = (value: number): RunFigures => ({ objectives: { faithfulness: { value } } });
    const options = { weights: { faithfulness: 1 }, rows: [] };
    expect(scoreDifference([run(0.5), run(0.5)], [run(0.25), run(0.25)], options)).toEqual({
      value: 0.25,
      low: 0.25,
      high: 0.25,
    });
    expect(() => scoreDifference([run(1)], [run(1), run(1)], options)).toThrow(
      expect.objectContaining({ code: "SHAPE" }),
    );
  });
});

describe("successiveHalving", () => {
  it("finds the better of six in nine worlds of ten, and claims nothing where all are equal", async () => {
    let [found, claimed] = [0, 0];
    const worlds = 40;
    for (let world = 0; world < worlds; world++) {
      const better = (await playedOnFigures(world, 0.22)).final!;
      if (better.first === "c" && better.difference.low > 0) found++;
      if ((await playedOnFigures(world, 0)).final!.difference.low > 0) claimed++;
    }
    expect(found / worlds).toBeGreaterThanOrEqual(0.9);
    expect(claimed / worlds).toBeLessThanOrEqual(0.1);
  });

  it("compares by what every run of a rung has: a judge that cannot be read makes nobody worse", async () => {
    const { standings } = await successiveHalving(["a", "b"], {
      rungs: rungsOf(2, 3),
      weights: { faithfulness: 0.5, diversity: 0.5 },
      rows: { chosenBy: [], reported: [] },
      measure: (recipe) =>
        Promise.resolve({
          runs: [0, 1].map((seed) => ({
            objectives: {
              diversity: { value: recipe === "a" ? 0.8 : 0.7 },
              ...(recipe === "a" && seed === 0 ? {} : { faithfulness: { value: 1 } }),
            },
          })),
        }),
    });
    expect(standings.map(({ recipe, score }) => [recipe, score!.value])).toEqual([
      ["a", 0.8],
      ["b", 0.7],
    ]);
  });

  it("says who left because it is worse, who for want of money, and who could not be run", async () => {
    const value: Record<string, number> = { a: 0.9, b: 0.89, c: 0.88, d: 0.2, e: 0.87 };
    const asked: string[] = [];
    const { standings, final } = await successiveHalving(["a", "b", "c", "d", "e", "f"], {
      rungs: rungsOf(6, 3),
      weights: { faithfulness: 1 },
      rows: { chosenBy: [], reported: [] },
      measure: (recipe, rung) => {
        asked.push(`${recipe}${rung}`);
        return Promise.resolve(
          recipe === "f"
            ? { failed: "it broke" }
            : {
                runs: [-1, 0, 1].map((off, seed) => ({
                  objectives: {
                    faithfulness: {
                      value: value[recipe]! + 0.02 * off * (seed + recipe.charCodeAt(0) - 97),
                    },
                  },
                })),
              },
        );
      },
    });
    expect(standings.map(({ recipe, rung, left }) => [recipe, rung, left])).toEqual([
      ["a", 1, null],
      ["b", 1, null],
      ["c", 0, "budget"],
      ["e", 0, "budget"],
      ["d", 0, "worse"],
      ["f", 0, "failed"],
    ]);
    expect(final).toMatchObject({ first: "a", second: "b" });
    expect(final!.difference.low).toBeLessThan(0);
    expect(asked.filter((one) => one.endsWith("1"))).toEqual(["a1", "b1"]);
  });
});
