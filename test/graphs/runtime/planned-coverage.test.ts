import {
  applyMoves,
  plannedChanges,
  withPlanned,
} from "../../../graphs/runtime/planned-coverage.js";
import { emptyCoverage } from "../../../tools/coverage/empty-coverage.js";

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

describe("applyMoves", () => {
  it("adds the changes of rounds that were planned from the same quotas", () => {
    const moved = applyMoves(applyMoves(map, [move(2, "a", 10, 7), move(2, "b", 10, 13)]), [
      move(3, "a", 10, 8),
      move(3, "b", 10, 12),
    ]);
    expect(moved.cells.map((cell) => cell.quota)).toEqual([5, 15]);
    expect(moved.moves).toHaveLength(4);
  });
});

describe("plannedChanges", () => {
  it("are what one round changed: the map before with them is the map after, moves of earlier rounds once", () => {
    const before = applyMoves(map, [move(1, "a", 10, 6), move(1, "b", 10, 14)]);
    const after = applyMoves(before, [move(2, "a", 6, 5), move(2, "b", 14, 15)]);
    expect(withPlanned(before, plannedChanges(before, after, 2))).toEqual(after);
  });

  it("hold the cells that grew with the quota that they had before anything moved", () => {
    const grown = { ...map.cells[0]!, id: "c", path: ["c"], quota: 0 };
    const after = applyMoves({ ...map, cells: [...map.cells, grown] }, [
      move(2, "a", 10, 7),
      move(2, "c", 0, 3),
    ]);
    const changes = plannedChanges(map, after, 2);
    expect(changes.grown?.map(({ id, quota }) => [id, quota])).toEqual([["c", 0]]);
    expect(withPlanned(map, changes)).toEqual(after);
  });
});
