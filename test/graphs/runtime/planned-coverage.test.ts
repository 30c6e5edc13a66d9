import fc from "fast-check";
import { acceptanceRate, ordersWanted } from "../../../graphs/runtime/sealed-round.js";
import { applyMoves } from "../../../graphs/runtime/planned-coverage.js";
import { emptyCoverage } from "../../../tools/coverage/empty-coverage.js";

describe("ordersWanted", () => {
  it(
    "never passes the round size, asks for nothing once the target is covered, and for enough " +
      "otherwise",
    () => {
      const counts = fc.record({
        target: fc.integer({ min: 1, max: 5000 }),
        roundSize: fc.integer({ min: 1, max: 512 }),
        accepted: fc.nat(5000),
        refused: fc.nat(5000),
        outstanding: fc.nat(512),
      });
      fc.assert(
        fc.property(counts, ({ refused, ...options }) => {
          const drafted = options.accepted + refused;
          const wanted = ordersWanted({ ...options, drafted });
          const rate = acceptanceRate(options.accepted, drafted);
          const expected = options.accepted + (options.outstanding + wanted) * rate;
          return (
            Number.isInteger(wanted) &&
            wanted >= 0 &&
            wanted <= options.roundSize &&
            (wanted === options.roundSize || expected >= options.target - 1e-6)
          );
        }),
      );
    },
  );
});

describe("applyMoves", () => {
  it("adds the changes of rounds that were planned from the same quotas", () => {
    const map = emptyCoverage([
      { id: "a", path: ["a"], label: "a", conditions: [], quota: 10 },
      { id: "b", path: ["b"], label: "b", conditions: [], quota: 10 },
    ]);
    const move = (round: number, cell: string, from: number, to: number) => ({
      round,
      cell,
      from,
      to,
      why: "test",
    });
    const moved = applyMoves(applyMoves(map, [move(2, "a", 10, 7), move(2, "b", 10, 13)]), [
      move(3, "a", 10, 8),
      move(3, "b", 10, 12),
    ]);
    expect(moved.cells.map((cell) => cell.quota)).toEqual([5, 15]);
    expect(moved.moves).toHaveLength(4);
  });
});
