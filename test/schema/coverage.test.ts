import { coverageOf } from "../../schema/coverage.js";
import { emptyCoverage } from "../../tools/coverage/empty-coverage.js";

const cell = (id: string, quota: number) => ({ id, path: [id], label: id, conditions: [], quota });

describe("coverageOf", () => {
  it("counts cells that are to be filled, and of those the ones that hold a sample", () => {
    const map = emptyCoverage([cell("a", 3), cell("b", 2), cell("none", 0)]);
    const cells = map.cells.map((one) => ({ ...one, accepted: one.id === "b" ? 0 : 1 }));
    expect(coverageOf({ ...map, cells })).toEqual({ cells: 2, covered: 1, ratio: 0.5 });
  });

  it("is nothing of nothing where no cell is to be filled", () => {
    expect(coverageOf(emptyCoverage([]))).toEqual({ cells: 0, covered: 0, ratio: 0 });
  });
});
