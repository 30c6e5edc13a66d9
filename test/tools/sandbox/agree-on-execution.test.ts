import {
  agreeOnExecution,
  type CandidateProgram,
} from "../../../tools/sandbox/agree-on-execution.js";
import { hasOuterOrder } from "../../../tools/sandbox/sql/has-outer-order.js";

const setup =
  "CREATE TABLE item (id INTEGER, kind TEXT, price REAL); INSERT INTO item VALUES (1, " +
  "'lamp', 0.1), (2, 'lamp', 0.2), (3, 'chair', 0.3)";
const candidates = (
  ...programs: readonly (readonly [string, number | null])[]
): CandidateProgram[] => programs.map(([code, logProbability]) => ({ code, logProbability }));

describe("agreeOnExecution", () => {
  it("lets no result vote that has no value in it", async () => {
    const agreement = await agreeOnExecution(
      ["[]", "[]", "[null]", "''", "0"].map((code) => ({ code, logProbability: null })),
      { language: "javascript" },
    );
    expect(agreement.groups).toEqual([[4]]);
    expect(agreement.dropped.map(({ reason }) => reason)).toEqual(
      Array.from({ length: 4 }, () => "empty"),
    );
  });

  it("keeps the most probable program of the result that most agree on, and counts the others", async () => {
    const agreement = await agreeOnExecution(
      candidates(
        ["SELECT count(*) FROM item", -1],
        ["SELECT sum(1) FROM item WHERE kind = 'lamp'", -9],
        ["SELECT count(id) FROM item WHERE kind = 'lamp'", -4],
        ["SELECT nope FROM item", -0.5],
        ["CREATE TABLE x (a)", -0.1],
        ["ATTACH 'x' AS y", -0.1],
        ["SELECT id FROM item, (SELECT 1 UNION SELECT 2)", -0.2],
      ),
      { language: "sql", setup, maxRows: 5 },
    );
    expect(agreement).toMatchObject({ chosen: 2, groups: [[2, 1], [0]], value: { rows: [[2]] } });
    expect(agreement.dropped.map(({ index, reason }) => [index, reason])).toEqual([
      [3, "syntax"],
      [4, "no-result"],
      [5, "refused"],
      [6, "truncated"],
    ]);
  });

  it("does not mind unasked order, names of columns, or how a sum was rounded", async () => {
    const agreement = await agreeOnExecution(
      candidates(
        ["SELECT id FROM item WHERE kind = 'lamp' ORDER BY id DESC", -3],
        ["SELECT id AS number FROM item WHERE id < 3", -2],
        ["SELECT id FROM item WHERE kind = 'lamp' ORDER BY id DESC LIMIT 2", -5],
        ["SELECT id FROM item WHERE kind = 'lamp' ORDER BY id", -1],
      ),
      { language: "sql", setup },
    );
    expect(agreement.groups).toEqual([[1, 0, 2], [3]]);
    const sums = await agreeOnExecution(
      candidates(
        ["SELECT 0.1 + 0.2 + 0.3", -2],
        ["SELECT 0.3 + 0.2 + 0.1", -1],
        ["SELECT 0.61", 0],
      ),
      { language: "sql" },
    );
    expect(sums).toMatchObject({ chosen: 1, groups: [[1, 0], [2]] });
  });

  it("decides equal groups by the most probable program, then by the first one", async () => {
    expect(
      (
        await agreeOnExecution(
          candidates(
            ["({ a: 1, b: [2] })", -2],
            ["2", -1],
            ["({ b: [2], a: 1 })", -3],
            ["1 + 1", null],
          ),
          { language: "javascript" },
        )
      ).groups,
    ).toEqual([
      [1, 3],
      [0, 2],
    ]);
    expect(
      (await agreeOnExecution(candidates(["1", null], ["2", null]), { language: "javascript" }))
        .chosen,
    ).toBe(0);
  });

  it("chooses nothing where nothing runs", async () => {
    expect(
      await agreeOnExecution(candidates(["throw 1", -1], ["undefined", -1]), {
        language: "javascript",
      }),
    ).toMatchObject({
      chosen: null,
      value: null,
      groups: [],
      dropped: [{ reason: "runtime" }, { reason: "no-result" }],
    });
    expect(await agreeOnExecution([], { language: "sql" })).toEqual({
      chosen: null,
      value: null,
      groups: [],
      dropped: [],
    });
  });
});

describe("hasOuterOrder", () => {
  it("sees an ORDER BY of the whole query only", () => {
    for (const code of [
      "select 1 order by 1",
      "SELECT a FROM (SELECT 1) Order /* x */ BY a; -- done",
      "with t as (select 1) select * from t union select 2 order\nby 1 limit 3",
    ])
      expect(hasOuterOrder(code)).toBe(true);
    for (const code of [
      "select 1",
      "select * from (select 1 order by 1)",
      "select row_number() over (order by a) from t",
      "select 'order by'",
      "select 1 -- order by 1",
      "select a order by a; select b",
    ])
      expect(hasOuterOrder(code)).toBe(false);
  });
});
