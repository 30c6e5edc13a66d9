import fc from "fast-check";
import { moveToErrors } from "../../../../agents/planner/strategies/move-to-errors.js";
import type { Cell, CoverageMap } from "../../../../schema/coverage.js";
import { emptyCoverage } from "../../../../tools/coverage/empty-coverage.js";

/** Cells "label/topic" with the share that the small model got wrong of so many samples. */
const coverage = (cells: Readonly<Record<string, Partial<Cell>>>): CoverageMap => {
  const map = emptyCoverage(
    Object.keys(cells).map((id) => ({
      id,
      path: ["t", ...id.split("/")],
      label: id.split("/")[0]!,
      conditions: [],
      quota: 40,
    })),
  );
  return {
    ...map,
    cells: map.cells.map((cell) => ({
      ...cell,
      accepted: 20,
      judgedByStudent: 20,
      ...cells[cell.id],
    })),
  };
};
const move = (
  map: CoverageMap,
  steering = { studentError: 0.5, acrossLabels: false },
  expected: ReadonlyMap<string, number> = new Map(),
): CoverageMap => moveToErrors(map, { round: 4, expected, steering });
const quotas = (map: CoverageMap): Record<string, number> =>
  Object.fromEntries(map.cells.map((cell) => [cell.id, cell.quota]));
const uneven = {
  "a/easy": { studentError: 0.05 },
  "a/hard": { studentError: 0.6 },
  "b/easy": { studentError: 0 },
  "b/even": { studentError: 0.1 },
};

describe("quotas follow the small model's errors", () => {
  it("within a label, part of what an easy cell lacks, with reasons in plain words", () => {
    const moved = move(coverage(uneven));
    expect(quotas(moved)).toEqual({ "a/easy": 30, "a/hard": 50, "b/easy": 40, "b/even": 40 });
    expect(moved.moves).toEqual([
      {
        round: 4,
        cell: "a/easy",
        from: 40,
        to: 30,
        why: "the small model is wrong on 5 % of 20 samples here, on 33 % elsewhere: gives 10",
        cause: "student-errors",
      },
      {
        round: 4,
        cell: "a/hard",
        from: 40,
        to: 50,
        why: "the small model is wrong on 60 % of 20 samples here, on 33 % elsewhere: takes 10",
        cause: "student-errors",
      },
    ]);
  });

  it("from label to label where the task wants that", () => {
    expect(quotas(move(coverage(uneven), { studentError: 0.5, acrossLabels: true }))).toEqual({
      "a/easy": 30,
      "a/hard": 70,
      "b/easy": 30,
      "b/even": 30,
    });
  });

  it("by nothing where the task says so, or little or chance speaks for it", () => {
    const map = coverage(uneven);
    expect(move(map, { studentError: 0, acrossLabels: true })).toBe(map);
    expect(
      move(
        coverage({
          "a/x": { studentError: 0, judgedByStudent: 7 },
          "a/y": { studentError: 1, judgedByStudent: 7 },
        }),
      ).moves,
    ).toEqual([]);
    expect(
      move(coverage({ "a/x": { studentError: 0.2 }, "a/y": { studentError: 0.3 } })).moves,
    ).toEqual([]);
    expect(
      move(
        coverage({
          "a/x": { studentError: null, judgedByStudent: 0 },
          "a/y": { studentError: null, judgedByStudent: 0 },
        }),
      ).moves,
    ).toEqual([]);
  });

  it("once from each cell, never to one that was given up, and not what is on its way", () => {
    const once = move(coverage(uneven));
    expect(move(once)).toBe(once);
    const abandoned = {
      ...coverage(uneven),
      moves: [{ round: 1, cell: "a/hard", from: 60, to: 40, why: "saturated" }],
    };
    expect(move(abandoned).moves).toHaveLength(1);
    expect(quotas(move(coverage(uneven), undefined, new Map([["a/easy", 16]])))["a/easy"]).toBe(38);
  });

  it("without changing their sum, and below no cell's samples", () => {
    const cell = fc.record({
      quota: fc.nat(80),
      accepted: fc.nat(80),
      judgedByStudent: fc.nat(60),
      studentError: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    const cells = fc.dictionary(fc.constantFrom("a/1", "a/2", "a/3", "b/1", "b/2"), cell, {
      minKeys: 1,
    });
    fc.assert(
      fc.property(
        cells,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.boolean(),
        (found, studentError, acrossLabels) => {
          const map = coverage(found);
          const moved = move(map, { studentError, acrossLabels });
          const sum = (of: CoverageMap): number =>
            of.cells.reduce((total, entry) => total + entry.quota, 0);
          return (
            sum(moved) === sum(map) &&
            moved.cells.every(
              (entry, index) =>
                entry.quota >= map.cells[index]!.quota || entry.quota >= entry.accepted,
            )
          );
        },
      ),
    );
  });
});
