import { LastGoodRound } from "../../../../tools/curation/weights/last-good-round.js";

/** The round that is taken of these accuracies on 100 held-out rows, and after how many it is over. */
function taken(accuracies: readonly number[]): readonly [number, number] {
  const rounds = new LastGoodRound(100);
  let seen = 0;
  for (const accuracy of accuracies) {
    rounds.see(accuracy, Float64Array.of(seen));
    seen += 1;
    if (rounds.isOver) break;
  }
  expect(rounds.kept![0]).toBe(rounds.round);
  return [rounds.round, seen];
}

describe("the last good round", () => {
  it("is the last of all where none falls behind, and the first where all others do", () => {
    expect(taken([0.7, 0.75, 0.8, 0.8, 0.8, 0.8])).toEqual([5, 6]);
    expect(taken([0.8, 0.7, 0.6, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5])).toEqual([0, 6]);
  });

  it("passes over one bad round, and over what half a standard error explains", () => {
    expect(taken([0.8, 0.8, 0.8, 0.76, 0.8, 0.8])[0]).toBe(5);
    expect(taken([0.8, 0.8, 0.8, 0.79, 0.79, 0.79])[0]).toBe(5);
    expect(taken([0.8, 0.8, 0.8, 0.75, 0.75, 0.75])[0]).toBe(3);
  });

  it("keeps what the round began with, not what became of it", () => {
    const rounds = new LastGoodRound(10);
    expect(rounds.kept).toBeNull();
    const values = Float64Array.of(1);
    rounds.see(0.5, values);
    values[0] = 2;
    expect(rounds.kept).toEqual(Float64Array.of(1));
  });
});
