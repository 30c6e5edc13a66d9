import { exactDuplicateFilter } from "../../../../tools/curation/filters/exact-duplicate.js";
import { leakageFilter } from "../../../../tools/curation/filters/leakage.js";
import { nearDuplicateFilter } from "../../../../tools/curation/filters/near-duplicate.js";
import { curationContext, made, row, rowsOf } from "../curation-fixture.js";

const context = curationContext();

describe("exact-duplicate", () => {
  it("keeps the first of equal texts, says which, and leaves blanks alone", async () => {
    const outcome = await made(exactDuplicateFilter).apply(
      rowsOf(["A b!", "c", "a  B!", "", "", "a b!"], ["x", "x", "x", "x", "x", "y"]),
      context,
    );
    expect(outcome.removed).toEqual([null, null, "duplicate", null, null, "duplicate"]);
    expect([...outcome.scores]).toEqual([3, 1, 3, NaN, NaN, 3]);
    expect(outcome.notes[2]).toBe("equal to r0");
    expect(outcome.figures).toMatchObject({
      clusters: [{ kept: "r0", members: ["r0", "r2", "r5"] }],
      conflictingLabels: 1,
    });
  });

  it("keeps none of equal texts with different labels where asked", async () => {
    const outcome = await made(exactDuplicateFilter, { conflicts: "remove-all" }).apply(
      rowsOf(["a", "A", "b", "b"], ["x", "y", "x", "x"]),
      context,
    );
    expect(outcome.removed).toEqual(["duplicate", "duplicate", null, "duplicate"]);
  });
});

describe("near-duplicate", () => {
  const base = "the parcel that i ordered last week has still not arrived at my door";

  it("keeps one row of each cluster, by preference, with the similarity of the others", async () => {
    const rows = rowsOf([base, `${base} yet`, "something else about a refund", `${base}!`, ""]);
    const first = await made(nearDuplicateFilter).apply(rows, context);
    expect(first.removed).toEqual([null, "near-duplicate", null, "near-duplicate", null]);
    expect(first.scores[3]).toBe(1);
    expect(first.scores[1]).toBeGreaterThan(0.8);
    expect(first.figures.clusters).toEqual([{ kept: "r0", members: ["r0", "r1", "r3"] }]);
    const longest = await made(nearDuplicateFilter, { prefer: "longest" }).apply(rows, context);
    expect(longest.removed[1]).toBeNull();
    const weighty = await made(nearDuplicateFilter, { prefer: "weight" }).apply(
      rows.map((item, index) => ({ ...item, weight: index === 3 ? 5 : 1 })),
      context,
    );
    expect(weighty.removed).toEqual(["near-duplicate", "near-duplicate", null, null, null]);
  });

  it("finds the same in a thread of its own", async () => {
    const many = Array.from({ length: 300 }, (_, index) =>
      row(
        `sentence number ${index * 7919} tells about ${index} different things and ` +
          `${index * index} more`,
        null,
        { id: `m${index}` },
      ),
    );
    const outcome = await made(nearDuplicateFilter).apply(
      [...many, { ...many[5]!, id: "copy", text: many[5]!.text.toUpperCase() }],
      context,
    );
    expect(outcome.removed[300]).toBe("near-duplicate");
    expect(outcome.notes[300]).toMatch(/m5$/);
  });
});

describe("leakage", () => {
  const test = [
    "The quick brown fox jumps over the lazy dog near the river bank today",
    "Completely unrelated sentence about cooking pasta at home on sundays",
  ];

  it("takes out rows that are equal to, hold or resemble a test text", async () => {
    const rows = rowsOf([
      "the quick brown fox jumps over the lazy dog near the river bank today!",
      `He said: ${test[0]} and then he left for good`,
      "Completely unrelated sentence about cooking pastas at home on sunday",
      "nothing of that",
      "",
    ]);
    const outcome = await made(leakageFilter, { testTexts: test, threshold: 0.7 }).apply(
      rows,
      context,
    );
    expect(outcome.removed).toEqual(["leak-exact", "leak-containment", "leak-near", null, null]);
    expect(outcome.scores[0]).toBe(1);
    expect([outcome.scores[3], outcome.scores[4]]).toEqual([0, NaN]);
    expect(outcome.figures).toMatchObject({
      testTexts: 2,
      leakedTestTexts: 2,
      exact: 1,
      containment: 1,
      near: 1,
    });
  });

  it("compares embeddings where asked", async () => {
    const embed = (texts: readonly string[]): Promise<Float32Array[]> =>
      Promise.resolve(
        texts.map((text) =>
          text.includes("fox") || text.includes("vulpine")
            ? Float32Array.of(1, 0)
            : Float32Array.of(0, 1),
        ),
      );
    const outcome = await made(leakageFilter, { testTexts: [test[0]!], cosine: 0.95 }).apply(
      rowsOf(["a vulpine leap", "pasta"]),
      curationContext({ embed }),
    );
    expect(outcome.removed).toEqual(["leak-near", null]);
  });

  it("needs test texts", async () => {
    await expect(made(leakageFilter).apply(rowsOf(["a"]), context)).rejects.toMatchObject({
      code: "SPEC_INVALID",
    });
  });
});
