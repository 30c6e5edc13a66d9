import { made } from "../../../helpers/made.js";
import fc from "fast-check";
import { acceptedSeeds } from "../../../../agents/planner/seeds/dealt-seed-selectors.js";
import { dealSeeds } from "../../../../agents/planner/seeds/dealt-seeds.js";
import { inputSeeds } from "../../../../agents/planner/seeds/dealt-seed-selectors.js";
import { poolSeeds } from "../../../../agents/planner/seeds/dealt-seed-selectors.js";
import { supportSeeds } from "../../../../agents/planner/seeds/dealt-seed-selectors.js";
import { SEED_SELECTORS } from "../../../../agents/planner/seeds/seed-selectors.js";
import type { Sample } from "../../../../schema/sample.js";
import { fakeContext, fakeMemory, fakeRow } from "../../../helpers/fake-context.js";

const order = (label: string | null, inputId: string | null = null) => ({
  cell: label ?? "all",
  label,
  inputId,
});
const query = (labels: (string | null)[], count = 1, before = 0) => ({
  orders: labels.map((label) => order(label)),
  count,
  round: 0,
  before,
  used: new Set<string>(),
});
const rows = ["a", "a", "a", "b", "b"].map((label, index) =>
  fakeRow(`r${index}`, `text ${index}`, label),
);
const accepted = (id: string, label: string): Sample =>
  ({ id, text: id, fields: { text: id }, label: { current: label } }) as unknown as Sample;
const contextWith = (samples: readonly Sample[]) =>
  fakeContext({
    memory: fakeMemory({
      demonstrations: rows,
      async *accepted() {
        yield* samples;
      },
    }),
  });

describe("seeds", () => {
  it("takes rows of the order's label, each once before any twice", async () => {
    const seeds = (
      await supportSeeds.select(query(["a", "a", "b", "a", "a"]), contextWith([]))
    ).flat();
    expect(new Set([seeds[0], seeds[1], seeds[3]])).toEqual(new Set(["r0", "r1", "r2"]));
    expect(["r3", "r4"]).toContain(seeds[2]);
    expect(["r0", "r1", "r2"]).toContain(seeds[4]);
  });

  it("gives nothing where no row has the label, and any row where no label is wanted", async () => {
    expect(await supportSeeds.select(query(["c"]), contextWith([]))).toEqual([[]]);
    expect(
      new Set(
        (await supportSeeds.select(query([null, null, null, null, null]), contextWith([]))).flat(),
      ).size,
    ).toBe(5);
  });

  it("uses what was accepted, real rows until there is any, or both", async () => {
    const seeds = made(acceptedSeeds);
    expect((await seeds.select(query(["a"]), contextWith([]))).flat()[0]).toMatch(/^r/u);
    expect(
      await made(acceptedSeeds, { orReal: false }).select(query(["a"]), contextWith([])),
    ).toEqual([[]]);
    const context = contextWith([accepted("s1", "a"), accepted("s2", "b")]);
    expect(await seeds.select(query(["a", "b"]), context)).toEqual([["s1"], ["s2"]]);
    expect(new Set((await poolSeeds.select(query(["a", "a", "a", "a"]), context)).flat())).toEqual(
      new Set(["r0", "r1", "r2", "s1"]),
    );
  });

  it("takes the row of the pool that the order works on", () => {
    expect(
      inputSeeds.select(
        {
          orders: [order(null, "in-3"), order(null)],
          count: 1,
          round: 0,
          before: 0,
          used: new Set<string>(),
        },
        contextWith([]),
      ),
    ).toEqual([["in-3"], []]);
  });

  it("deals evenly, without repeats in one order, and the same again", () => {
    const label = fc.constantFrom("a", "b", null);
    fc.assert(
      fc.property(
        fc.array(label, { maxLength: 12 }),
        fc.array(label, { maxLength: 60 }),
        fc.integer({ min: 1, max: 4 }),
        fc.nat(1000),
        (have, want, count, before) => {
          const candidates = have.map((own, index) => ({ id: `c${index}`, label: own }));
          const dealt = dealSeeds(candidates, query(want, count, before), 7);
          expect(dealt).toHaveLength(want.length);
          expect(
            dealSeeds(
              candidates.map((row) => ({ ...row })),
              query(want, count, before),
              7,
            ),
          ).toEqual(dealt);
          for (const [index, seeds] of dealt.entries()) {
            const fitting = candidates.filter(
              (row) => want[index] === null || row.label === want[index],
            );
            expect(new Set(seeds).size).toBe(Math.min(count, fitting.length));
            for (const seed of seeds) expect(fitting.map((row) => row.id)).toContain(seed);
          }
          const uses = new Map<string, number>();
          for (const [index, seeds] of dealt.entries())
            if (want[index] === "a")
              for (const seed of seeds) uses.set(seed, (uses.get(seed) ?? 0) + 1);
          const ofA = candidates
            .filter((row) => row.label === "a")
            .map((row) => uses.get(row.id) ?? 0);
          // A deal may begin in the middle of a pack, so packs can be cut, and a card that would
          // come twice in one order is passed over.
          if (ofA.length > 0) expect(Math.max(...ofA) - Math.min(...ofA)).toBeLessThanOrEqual(3);
        },
      ),
    );
  });

  it("has a selector for each name", async () => {
    for (const name of SEED_SELECTORS.names)
      expect((await SEED_SELECTORS.choose(name, [])).value.name).toBe(name);
  });
});
