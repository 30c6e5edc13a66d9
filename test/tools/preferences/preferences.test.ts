import { bradleyTerry } from "../../../tools/preferences/bradley-terry.js";
import { eloRatings } from "../../../tools/preferences/elo-ratings.js";
import { lengthControlledWinRate } from "../../../tools/preferences/length-controlled-win-rate.js";
import { winRate } from "../../../tools/preferences/win-rate.js";
import { Random } from "../../../base/statistics/random.js";

const SHAPE = expect.objectContaining({ code: "SHAPE" });

describe("preferences", () => {
  it("counts ties one half, and nothing for what was not read", () => {
    expect(winRate([1, 2, 2, 0, 1.5, null, "candidate", "tie"])).toEqual({
      winRate: 4.5 / 7,
      standardError: expect.closeTo(
        Math.sqrt((3 * (1 - 4.5 / 7) ** 2 + (4.5 / 7) ** 2 + 3 * (0.5 - 4.5 / 7) ** 2) / 6 / 7),
        12,
      ),
      wins: 3,
      losses: 1,
      ties: 3,
      judged: 7,
      unread: 1,
    });
    expect(winRate([0, 0]).winRate).toBe(0.5);
    expect(() => winRate([])).toThrow(SHAPE);
    expect(() => winRate([null])).toThrow(SHAPE);
    expect(() => winRate([3])).toThrow(SHAPE);
    expect(() => winRate([NaN])).toThrow(SHAPE);
  });

  it("has the strengths of two players in closed form, and of a published table", () => {
    const [best, other] = bradleyTerry([
      { winner: "a", loser: "b", count: 3 },
      { winner: "b", loser: "a", count: 1 },
    ]);
    expect(best!.logStrength - other!.logStrength).toBeCloseTo(Math.log(3), 9);
    expect(best!.winProbability).toBeCloseTo(0.75, 9);
    // Agresti (2013), table 11.10: 1987 American League baseball, wins of the row over the column.
    const teams = [
      "Milwaukee",
      "Detroit",
      "Toronto",
      "New York",
      "Boston",
      "Cleveland",
      "Baltimore",
    ];
    const wins = [
      [0, 7, 9, 7, 7, 9, 11],
      [6, 0, 7, 5, 11, 9, 9],
      [4, 6, 0, 7, 7, 8, 12],
      [6, 8, 6, 0, 6, 7, 10],
      [6, 2, 6, 7, 0, 7, 12],
      [4, 4, 5, 6, 6, 0, 6],
      [2, 4, 1, 3, 1, 7, 0],
    ];
    const games = wins.flatMap((row, a) =>
      row.flatMap((count, b) =>
        count === 0 ? [] : [{ winner: teams[a]!, loser: teams[b]!, count }],
      ),
    );
    const table = new Map(bradleyTerry(games).map(({ name, logStrength }) => [name, logStrength]));
    for (const [team, strength] of [
      ["Milwaukee", 1.58],
      ["Detroit", 1.44],
      ["Toronto", 1.29],
      ["New York", 1.25],
      ["Boston", 1.11],
      ["Cleveland", 0.68],
    ] as const)
      expect(table.get(team)! - table.get("Baltimore")!).toBeCloseTo(strength, 2);
  });

  it("says what has no finite strengths, and finds some with a prior", () => {
    const unbeaten = [{ winner: "a", loser: "b" }];
    expect(() => bradleyTerry(unbeaten)).toThrow(SHAPE);
    expect(bradleyTerry(unbeaten, { prior: 1 })[0]!.name).toBe("a");
    expect(() => bradleyTerry([])).toThrow(SHAPE);
    expect(() => bradleyTerry([{ winner: "a", loser: "a" }])).toThrow(SHAPE);
    const ties = bradleyTerry([{ winner: "a", loser: "b", tie: true, count: 9 }]);
    expect(ties.map(({ logStrength }) => logStrength)).toEqual([0, 0]);
  });

  it("rates by Elo, with an interval, the same for the same seed", () => {
    const games = Array.from({ length: 200 }, (_, at) =>
      at % 4 === 0 ? { winner: "b", loser: "a" } : { winner: "a", loser: "b" },
    );
    const ratings = eloRatings(games, { resamples: 200 });
    expect(eloRatings(games, { resamples: 200 })).toEqual(ratings);
    const [a, b] = ratings;
    expect(a!.name).toBe("a");
    expect(a!.low).toBeGreaterThan(b!.high);
    expect(a!.rating + b!.rating).toBeCloseTo(2000, 0);
  });

  it("takes out a taste for length", () => {
    const random = new Random("length");
    // The judge prefers the longer answer three times in four, whoever wrote it; the candidate writes longer ones.
    const judgments = Array.from({ length: 2000 }, () => {
      const difference = 100 + 100 * random.normal();
      const likes = 1 / (1 + Math.exp(-2 * Math.tanh(difference / 100)));
      return {
        preference: random.next() < likes ? ("candidate" as const) : ("baseline" as const),
        baselineLength: 1000,
        candidateLength: Math.round(1000 + difference),
      };
    });
    const found = lengthControlledWinRate(judgments);
    expect(found.winRate).toBeGreaterThan(0.7);
    expect(Math.abs(found.lengthControlled - 0.5)).toBeLessThan(0.06);
    expect(found.lengthEffect).toBeGreaterThan(1);
  });
});
