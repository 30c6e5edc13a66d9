import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { findLabelIssues } from "../../../tools/learning/find-label-issues.js";
import { roundPreservingSum } from "../../../tools/learning/round-preserving-sum.js";
import { readNpy } from "./npy.js";

const folder = join(
  process.env["DATAWRIGHT_DATA"] ?? join(process.cwd(), "..", "shared", "data"),
  "annotators",
  "label_errors",
);
const withData = existsSync(folder) ? it : it.skip;

function load(name: string): { probabilities: Float64Array[]; labels: Float64Array } {
  const { shape, values } = readNpy(join(folder, `${name}_test_set_pyx.npy.gz`));
  const labels = readNpy(join(folder, `${name}_test_set_original_labels.npy`)).values;
  return {
    probabilities: Array.from({ length: shape[0]! }, (_, i) =>
      values.slice(i * shape[1]!, (i + 1) * shape[1]!),
    ),
    labels,
  };
}

const small = {
  probabilities: [
    [0.9, 0.1],
    [0.8, 0.2],
    [0.1, 0.9],
    [0.2, 0.8],
    [0.05, 0.95],
    [0.3, 0.7],
  ],
  labels: [0, 0, 0, 1, 1, 1],
};

describe("findLabelIssues", () => {
  it("finds the one row whose probabilities contradict its label", () => {
    for (const method of ["prune-by-class", "prune-by-noise-rate", "both"] as const)
      expect(findLabelIssues({ ...small, method }).indices).toEqual([2]);
  });

  it("estimates the joint of given and true labels and its mass off the diagonal", () => {
    const { joint, noiseRate } = findLabelIssues(small);
    expect(joint[0]![1]).toBeCloseTo(1 / 6);
    expect(joint[1]![0]).toBe(0);
    expect(noiseRate).toBeCloseTo(1 / 6);
  });

  it("ranks every row and breaks ties by position", () => {
    const { indices } = findLabelIssues({
      probabilities: [
        [0.5, 0.5],
        [0.5, 0.5],
        [0.2, 0.8],
      ],
      labels: [0, 0, 0],
      method: "rank",
    });
    expect(indices).toEqual([2, 0, 1]);
  });

  it("orders by margin and by self-confidence as they differ", () => {
    const probabilities = [
      [0.4, 0.35, 0.25],
      [0.45, 0.55, 0],
    ];
    expect(findLabelIssues({ probabilities, labels: [0, 0], method: "rank" }).indices).toEqual([
      1, 0,
    ]);
    expect(
      findLabelIssues({ probabilities, labels: [0, 0], method: "rank", rankBy: "self-confidence" })
        .indices,
    ).toEqual([0, 1]);
  });

  it("keeps every prune inside the rows, without repeats, and both inside each", () => {
    const row = fc
      .array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 })
      .map((values) => {
        const total = values.reduce((sum, value) => sum + value, 0);
        return values.map((value) => value / total);
      });
    fc.assert(
      fc.property(fc.array(fc.tuple(row, fc.nat(2)), { minLength: 1, maxLength: 40 }), (rows) => {
        const input = {
          probabilities: rows.map(([values]) => values),
          labels: rows.map(([, label]) => label),
        };
        const found = (["prune-by-class", "prune-by-noise-rate", "both"] as const).map(
          (method) => findLabelIssues({ ...input, method }).indices,
        );
        for (const indices of found) expect(new Set(indices).size).toBe(indices.length);
        for (const index of found[2]!)
          expect(found[0]!.includes(index) && found[1]!.includes(index)).toBe(true);
        const { joint } = findLabelIssues(input);
        expect(
          joint.reduce((sum, values) => sum + values.reduce((a, b) => a + b, 0), 0),
        ).toBeCloseTo(1);
      }),
      { numRuns: 50 },
    );
  });

  it("says nothing against rows whose probabilities say nothing", () => {
    const labels = Array.from({ length: 100 }, (_, row) => row % 4);
    const probabilities = labels.map(() => [0.25, 0.25, 0.25, 0.25]);
    for (const method of ["prune-by-class", "prune-by-noise-rate", "both"] as const)
      expect(findLabelIssues({ probabilities, labels, method })).toMatchObject({
        indices: [],
        noiseRate: 0,
      });
  });

  it("leaves out rows whose label is the most probable class where asked, as cleanlab does", () => {
    const options = { ...small, labels: [0, 0, 0, 1, 1, 0], method: "rank" } as const;
    expect(findLabelIssues(options).indices).toHaveLength(6);
    expect(findLabelIssues({ ...options, excludeGivenEqualsPredicted: true }).indices).toEqual([
      2, 5,
    ]);
  });

  it("rounds the joint to whole rows of the right sums where asked, as cleanlab does", () => {
    expect([...roundPreservingSum(Float64Array.of(1.4, 1.4, 1.2))]).toEqual([1, 2, 1]);
    expect([...roundPreservingSum(Float64Array.of(0.5, 1.5, 2.5, 3.5))]).toEqual([0, 2, 2, 4]);
    expect([...roundPreservingSum(Float64Array.of(0.7, 0.7, 0.6))]).toEqual([1, 0, 1]);
    const { joint } = findLabelIssues({
      probabilities: [...small.probabilities, [0.85, 0.15], [0.95, 0.05], [0.6, 0.4]],
      labels: [...small.labels, 0, 0, 0],
      roundPreservingRowTotals: true,
    });
    for (const row of joint)
      for (const mass of row) expect((mass * 9) % 1).toBeCloseTo(Math.round(mass * 9) % 1, 9);
  });

  it.each([
    ["lengths that differ", { probabilities: [[0.5, 0.5]], labels: [0, 1] }],
    ["NaN", { probabilities: [[NaN, 0.5]], labels: [0] }],
    ["a row that does not sum to 1", { probabilities: [[0.5, 0.2]], labels: [0] }],
    ["a label out of range", { probabilities: [[0.5, 0.5]], labels: [2] }],
    ["no rows", { probabilities: [], labels: [] }],
    ["one class only", { probabilities: [[1]], labels: [0] }],
  ])("refuses %s with SHAPE", (_, input) => {
    expect(() => findLabelIssues(input)).toThrow(expect.objectContaining({ code: "SHAPE" }));
  });

  withData("puts the 93 reviewed rows of 20news first, 82 of them validated", () => {
    const reviewed = new Map(
      (
        JSON.parse(readFileSync(join(folder, "20news_mturk.json"), "utf8")) as {
          id: number;
          mturk: { given: number };
        }[]
      ).map((row) => [row.id, row.mturk.given]),
    );
    const first = findLabelIssues({ ...load("20news"), method: "rank" }).indices.slice(0, 93);
    expect(first.filter((row) => reviewed.has(row))).toHaveLength(93);
    expect(first.filter((row) => reviewed.get(row)! < 3)).toHaveLength(82);
  });

  withData(
    "prunes 1,309 rows of IMDb by noise rate, and the top 1,310 by margin have the labels " +
      "of the 1,310 reviewed",
    () => {
      const data = load("imdb");
      expect(findLabelIssues({ ...data, method: "prune-by-noise-rate" }).indices).toHaveLength(
        1309,
      );
      const reviewed = JSON.parse(
        gunzipSync(readFileSync(join(folder, "imdb_mturk.json.gz"))).toString(),
      ) as { given_original_label: string; mturk: { given: number } }[];
      expect(reviewed).toHaveLength(1310);
      expect(reviewed.filter((row) => row.mturk.given < 3)).toHaveLength(725);
      // The reviews name files, not row numbers, so the two sets are compared by what both know:
      // the given label.
      const first = findLabelIssues({ ...data, method: "rank" }).indices.slice(0, 1310);
      expect(first.filter((row) => data.labels[row] === 0)).toHaveLength(
        reviewed.filter((row) => row.given_original_label === "Negative").length,
      );
    },
  );
});
