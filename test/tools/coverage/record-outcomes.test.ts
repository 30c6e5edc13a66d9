import {
  startCoverage,
  type CoverageState,
  type DraftOutcome,
} from "../../../tools/coverage/coverage-state.js";
import { emptyCoverage } from "../../../tools/coverage/empty-coverage.js";
import { recordOutcomes } from "../../../tools/coverage/record-outcomes.js";
import { isSaturated } from "../../../tools/coverage/saturation.js";

const settings = { unseenMass: 0.05, window: 20 };
const cell = (id: string, quota: number) => ({ id, path: [id], label: id, conditions: [], quota });
const start = (...quotas: [string, number][]): CoverageState =>
  startCoverage(emptyCoverage(quotas.map(([id, quota]) => cell(id, quota))));
const drafts = (
  cellId: string,
  outcome: DraftOutcome["outcome"],
  species: readonly string[],
): DraftOutcome[] => species.map((name) => ({ cell: cellId, outcome, species: name }));
const repeat = (name: string, count: number): string[] => new Array<string>(count).fill(name);

describe("recordOutcomes", () => {
  it("counts how drafts ended, per cell, and closes a filled cell", () => {
    const { map } = recordOutcomes(
      start(["a", 2], ["b", 5]),
      [
        ...drafts("a", "accepted", ["1", "2"]),
        ...drafts("b", "rejected", ["3"]),
        ...drafts("b", "duplicate", ["1"]),
        ...drafts("b", "in-review", ["4"]),
      ],
      settings,
    );
    expect(map.sealedRounds).toBe(1);
    expect(map.cells[0]).toMatchObject({ accepted: 2, rejected: 0, open: false });
    expect(map.cells[1]).toMatchObject({
      accepted: 0,
      rejected: 1,
      duplicates: 1,
      inReview: 1,
      open: true,
    });
  });

  it("estimates the unseen mass as the share of drafts whose kind was seen once", () => {
    const { map } = recordOutcomes(
      start(["a", 50]),
      [...drafts("a", "accepted", ["1", "2", "3"]), ...drafts("a", "duplicate", ["1"])],
      settings,
    );
    expect(map.cells[0]!.unseenMass).toBeCloseTo(2 / 4);
  });

  it("forgets drafts before the window", () => {
    const first = recordOutcomes(
      start(["a", 50]),
      drafts("a", "duplicate", repeat("same", 20)),
      settings,
    );
    expect(first.map.cells[0]!.unseenMass).toBe(0);
    const second = recordOutcomes(
      first,
      drafts(
        "a",
        "accepted",
        Array.from({ length: 20 }, (_, index) => `new ${index}`),
      ),
      settings,
    );
    expect(second.map.cells[0]!.unseenMass).toBe(1);
  });

  it("gives the same after its state was written as JSON", () => {
    const first = recordOutcomes(
      start(["__proto__", 50]),
      drafts("__proto__", "accepted", ["1", "2"]),
      settings,
    );
    const revived = JSON.parse(JSON.stringify(first)) as CoverageState;
    const outcomes = drafts("__proto__", "duplicate", ["1"]);
    expect(recordOutcomes(revived, outcomes, settings)).toEqual(
      recordOutcomes(first, outcomes, settings),
    );
    expect(recordOutcomes(revived, outcomes, settings).map.cells[0]!.unseenMass).toBeCloseTo(1 / 3);
  });

  it("does not take a failing model for a saturated cell", () => {
    const { map } = recordOutcomes(
      start(["a", 50]),
      drafts("a", "rejected", repeat("", 30)),
      settings,
    );
    expect(map.cells[0]).toMatchObject({ unseenMass: 1, open: true });
    expect(isSaturated(map, settings)).toBe(false);
  });

  it("counts a draft for the cell of what it is, and tells misplaced orders from strays", () => {
    const { map } = recordOutcomes(
      start(["a", 5], ["b", 5]),
      [
        { cell: "b", orderedFor: "a", outcome: "accepted", species: "1" },
        { cell: "b", orderedFor: "b", outcome: "duplicate", species: "1" },
        { cell: null, orderedFor: "a", outcome: "accepted", species: "2" },
        { cell: "a", outcome: "rejected", species: "3" },
      ],
      settings,
    );
    expect(map.cells[0]).toMatchObject({ accepted: 0, rejected: 1, misplaced: 2, strays: 0 });
    expect(map.cells[1]).toMatchObject({ accepted: 1, duplicates: 1, misplaced: 0, strays: 1 });
  });

  it("keeps the small model's error over the latest predictions, none where none was asked", () => {
    const judged = (wrong: boolean, count: number): DraftOutcome[] =>
      Array.from({ length: count }, (_, index) => ({
        cell: "a",
        outcome: "accepted",
        species: `${wrong} ${index}`,
        studentWrong: wrong,
      }));
    const first = recordOutcomes(
      start(["a", 500], ["b", 5]),
      [...judged(true, 60), ...drafts("b", "accepted", ["1"])],
      settings,
    );
    expect(first.map.cells.map((entry) => [entry.studentError, entry.judgedByStudent])).toEqual([
      [1, 60],
      [null, 0],
    ]);
    const second = recordOutcomes(
      JSON.parse(JSON.stringify(first)) as CoverageState,
      judged(false, 45),
      settings,
    );
    expect(second.map.cells[0]).toMatchObject({ studentError: 0.25, judgedByStudent: 60 });
    expect(
      recordOutcomes(second, drafts("a", "rejected", ["x"]), settings).map.cells[0]!.studentError,
    ).toBe(0.25);
  });

  it("refuses a draft of an unknown cell", () => {
    expect(() => recordOutcomes(start(["a", 1]), drafts("b", "accepted", ["1"]), settings)).toThrow(
      expect.objectContaining({ code: "INTERNAL" }),
    );
  });
});

describe("isSaturated", () => {
  const exhausted = (state: CoverageState, id: string, count = 20): CoverageState =>
    recordOutcomes(
      state,
      [...drafts(id, "accepted", ["x"]), ...drafts(id, "duplicate", repeat("x", count - 1))],
      settings,
    );

  it("holds only after a full window of drafts in every open cell", () => {
    const nearly = exhausted(exhausted(start(["a", 50], ["b", 50]), "a"), "b", 19);
    expect(nearly.map.cells.map((entry) => entry.open)).toEqual([false, true]);
    expect(isSaturated(nearly.map, settings)).toBe(false);
    const all = exhausted(exhausted(start(["a", 50], ["b", 50]), "a"), "b");
    expect(isSaturated(all.map, settings)).toBe(true);
  });

  it("does not hold while a filled cell could take what a saturated one lacks", () => {
    const state = exhausted(
      recordOutcomes(start(["a", 2], ["b", 50]), drafts("a", "accepted", ["1", "2"]), settings),
      "b",
    );
    expect(isSaturated(state.map, settings)).toBe(false);
  });

  it("does not hold while one cell in fifty is fresh", () => {
    let state = start(
      ...Array.from({ length: 50 }, (_, index): [string, number] => [`c${index}`, 50]),
    );
    for (let index = 0; index < 49; index++) state = exhausted(state, `c${index}`);
    expect(isSaturated(state.map, settings)).toBe(false);
    expect(isSaturated(exhausted(state, "c49").map, settings)).toBe(true);
  });

  it("ignores cells without a quota and filled cells without demand, and no others", () => {
    const filled = recordOutcomes(
      start(["a", 50], ["b", 0], ["c", 3]),
      drafts("c", "accepted", ["1", "2", "3"]),
      settings,
    );
    const { map } = exhausted(filled, "a");
    const lowered = [{ round: 1, cell: "c", from: 9, to: 3, why: "" }];
    expect(isSaturated({ ...map, moves: lowered }, settings)).toBe(true);
    expect(
      isSaturated(
        {
          ...map,
          moves: [
            { round: 0, cell: "c", from: 9, to: 0, why: "" },
            { round: 1, cell: "c", from: 0, to: 3, why: "" },
          ],
        },
        settings,
      ),
    ).toBe(false);
    const open = {
      ...map,
      cells: map.cells.map((entry) => (entry.id === "c" ? { ...entry, accepted: 1 } : entry)),
    };
    expect(isSaturated({ ...open, moves: lowered }, settings)).toBe(false);
  });
});
