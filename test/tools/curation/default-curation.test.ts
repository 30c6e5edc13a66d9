import { curateRows } from "../../../tools/curation/curate-rows.js";
import { DEFAULT_CURATION } from "../../../tools/curation/default-curation.js";
// Loaded here because Jest cannot link two modules of one import at once, which is how the steps
// are loaded.
import "../../../tools/curation/filters/exact-duplicate.js";
import "../../../tools/curation/filters/heuristics.js";
import { loadSteps } from "../../../tools/curation/load-steps.js";
import { curationContext, labelledTexts, row } from "./curation-fixture.js";

const curate = async (
  rows: Parameters<typeof curateRows>[0],
  context: Parameters<typeof curationContext>[0],
) => curateRows(rows, await loadSteps(DEFAULT_CURATION), curationContext(context));

describe("the default curation", () => {
  it("leaves a clean set as it is", async () => {
    const { rows, labels } = labelledTexts(150);
    const result = await curate(rows, { labels });
    expect(result).toMatchObject({ kept: 150, removed: 0, relabelled: 0, toPeople: 0 });
    expect(result.rows.every((item) => item.weight === 1 && item.label === item.row.label)).toBe(
      true,
    );
  });

  it("takes most wrong labels out of a noisy set, by itself", async () => {
    const { rows, wrong, labels } = labelledTexts(300, { classes: 3, wrong: 0.3 });
    const result = await curate(rows, { labels });
    const stillWrong = result.rows.filter(
      (item, index) => item.status === "kept" && item.label !== labels[index % labels.length],
    );
    expect(stillWrong.length).toBeLessThan(wrong.size / 3);
    expect(result.kept).toBeGreaterThan(200);
    expect(result.toPeople).toBe(0);
  });

  it("takes out empty, equal and broken rows, and accounts for every row", async () => {
    const { rows, labels } = labelledTexts(60);
    const result = await curate(
      [
        ...rows,
        row("", "food"),
        row(rows[0]!.text.toUpperCase(), "food"),
        row("As an AI language model, I cannot write a review.", "food"),
      ],
      { labels },
    );
    expect(result.rows).toHaveLength(63);
    expect(result.rows.slice(60).map((item) => item.status)).toEqual([
      "removed",
      "removed",
      "removed",
    ]);
  });

  it("works with nothing to learn from: no labels, one class, sets of labels, no rows", async () => {
    const { rows, labels } = labelledTexts(30);
    expect(
      (
        await curate(
          rows.map((item) => ({ ...item, label: null })),
          {},
        )
      ).kept,
    ).toBe(30);
    expect(
      (
        await curate(
          rows.map((item) => ({ ...item, label: "food" })),
          { labels },
        )
      ).kept,
    ).toBe(30);
    expect(
      (
        await curate(
          rows.map((item) => ({ ...item, label: [String(item.label)] })),
          { labels, multiLabel: true },
        )
      ).kept,
    ).toBe(30);
    expect((await curate([], { labels })).rows).toHaveLength(0);
  });
});
