import type { Filter } from "../../../tools/curation/contract.js";
import { CURATION_SLOTS } from "../../../tools/curation/curation-slots.js";
import { curateRows } from "../../../tools/curation/curate-rows.js";
import { loadSteps } from "../../../tools/curation/load-steps.js";
import { curationContext, rowsOf } from "./curation-fixture.js";

describe("loadSteps", () => {
  it("names the place of a wrong name and of a wrong setting", async () => {
    const at = ["curate"];
    await expect(
      loadSteps({ filters: ["heuristics", "pvii"] }, CURATION_SLOTS, at),
    ).rejects.toMatchObject({
      code: "SPEC_INVALID",
      message: 'curate.filters[1]: there is no filter "pvii"; did you mean "pvi"?',
      details: { path: "curate.filters[1]" },
    });
    await expect(
      loadSteps({ relabel: [{ name: "mckd", stage: 1 }] }, CURATION_SLOTS, at),
    ).rejects.toMatchObject({ details: { path: "curate.relabel[0].stage" } });
    await expect(
      loadSteps({ reweight: { name: "sungen", rounds: 0 } }, CURATION_SLOTS, at),
    ).rejects.toMatchObject({ details: { path: "curate.reweight.rounds" } });
  });

  it("finds what a slot of one's own has beside the built-in names", async () => {
    const short: Filter = {
      name: "short",
      apply: (rows) =>
        Promise.resolve({
          name: "short",
          scores: Float64Array.from(rows, ({ text }) => text.length),
          removed: rows.map(({ text }) => (text.length > 3 ? "long" : null)),
          notes: rows.map(() => null),
          meaning: "characters",
          figures: {},
        }),
    };
    const filters = CURATION_SLOTS.filters.with({
      short: { about: "Short texts.", plugin: "mine", load: () => Promise.resolve(short) },
    });
    const steps = await loadSteps(
      { filters: ["exact-duplicate", "short"] },
      { ...CURATION_SLOTS, filters },
    );
    const { kept, steps: figures } = await curateRows(
      rowsOf(["abc", "abc", "abcd"]),
      steps,
      curationContext(),
    );
    expect(kept).toBe(1);
    expect(figures.map(({ step, removed }) => [step, removed])).toEqual([
      ["exact-duplicate", 1],
      ["short", 1],
    ]);
  });
});
