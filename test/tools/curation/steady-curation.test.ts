import { confidenceFilter } from "../../../tools/curation/filters/confidence.js";
import type { CurationSteps, Filter } from "../../../tools/curation/contract.js";
import { steadyCuration, usualRepeats } from "../../../tools/curation/steady-curation.js";
import { curationContext, labelledTexts, made, rowsOf } from "./curation-fixture.js";

/** A filter that removes the rows that `isRemoved` says, by the seed of the run. */
function filterBy(isRemoved: (id: string, seed: number) => boolean): Filter {
  return {
    name: "by-seed",
    apply: (rows, { seed }) =>
      Promise.resolve({
        name: "by-seed",
        scores: Float64Array.from(rows, () => 1),
        removed: rows.map(({ id }) => (isRemoved(id, seed) ? "low-confidence" : null)),
        notes: rows.map(({ id }) => (isRemoved(id, seed) ? "said so" : null)),
        meaning: "",
        figures: {},
      }),
  };
}
const only = (filter: Filter): CurationSteps => ({
  filters: [filter],
  relabelers: [],
  reweighter: null,
});

describe("a curation that is repeated", () => {
  const rows = rowsOf(["a", "b", "c", "d"], ["x", "y", "x", "y"]);
  const context = curationContext({ seed: 5 });

  it("does to a row what most seeds do, and says how many did", async () => {
    // r0 goes in every run, r1 in two of three, r2 in one.
    const least: Record<string, number> = { r0: 5, r1: 6, r2: 7 };
    const filter = filterBy((id, seed) => seed >= (least[id] ?? Infinity));
    const result = await steadyCuration(rows, only(filter), { context, repeats: 3 });
    expect(result.rows.map(({ status }) => status)).toEqual(["removed", "removed", "kept", "kept"]);
    expect(result.rows.map(({ scores }) => scores["stability"])).toEqual([1, 2 / 3, 2 / 3, 1]);
    expect(result.rows[1]!.note).toBe("said so (2 of 3 repeats)");
    expect(result).toMatchObject({
      kept: 2,
      removed: 2,
      steps: [{ removed: 2, byReason: { "low-confidence": 2 } }],
    });
    // Pairs share 1 of 2, 1 of 3 and 2 of 3 touched rows.
    expect(result.stability).toMatchObject({ repeats: 3, unsteady: 2, leftAlone: 1 });
    expect(result.stability!.agreement).toBeCloseTo((1 / 2 + 1 / 3 + 2 / 3) / 3, 12);
  });

  it("is the same as a single run where the seed decides nothing", async () => {
    const filter = filterBy((id) => id === "r3");
    const once = await steadyCuration(rows, only(filter), { context, repeats: 1 });
    const thrice = await steadyCuration(rows, only(filter), { context, repeats: 3 });
    expect(once.stability).toBeNull();
    expect(thrice.stability).toEqual({ repeats: 3, agreement: 1, unsteady: 0, leftAlone: 0 });
    expect(thrice.rows.map(({ status }) => status)).toEqual(once.rows.map(({ status }) => status));
    expect(thrice.steps).toEqual(once.steps);
  });

  it("says of a step that was let act which share of the rows most runs touched", async () => {
    const { rows: noisy, wrong, labels } = labelledTexts(200, { wrong: 0.3 });
    // Of the wrong rows the first half goes in every run, the others in one each.
    const [...order] = [...wrong].sort((a, b) => a - b);
    const often = new Set(order.slice(0, order.length >> 1).map((at) => `r${at}`));
    const seldom = new Map(order.slice(order.length >> 1).map((at) => [`r${at}`, 5 + (at % 3)]));
    const filter = filterBy((id, seed) => often.has(id) || seldom.get(id) === seed);
    const { steps, removed } = await steadyCuration(noisy, only({ ...filter, gated: true }), {
      context: curationContext({ labels, seed: 5 }),
      repeats: 3,
    });
    expect(removed).toBe(often.size);
    expect(steps[0]!.gate).toMatchObject({ applied: true });
    expect(steps[0]!.gate!.touchedShare).toBeCloseTo(often.size / 200, 12);
  });

  it("gives the same twice, with the steps that there are", async () => {
    const { rows: many, labels } = labelledTexts(40, { wrong: 0.1 });
    const run = () =>
      steadyCuration(many, only(made(confidenceFilter)), {
        context: curationContext({ labels }),
        repeats: 2,
      });
    expect(await run()).toEqual(await run());
  });

  it("does not ask a model or people again, nor repeat what is large", () => {
    expect(usualRepeats(rows, context)).toBe(3);
    expect(usualRepeats(rows, { askPeople: () => Promise.resolve(new Map()) })).toBe(1);
    expect(usualRepeats(Array<(typeof rows)[0]>(2001).fill(rows[0]!), context)).toBe(1);
  });
});
