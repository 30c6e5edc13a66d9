import fc from "fast-check";
import type { Exclusion } from "../../../schema/task-file/condition.js";
import { coveringDraws, type Covering } from "../../../tools/conditions/covering-draws.js";
import { ConditionSpace } from "../../../tools/conditions/condition-space.js";
import type { Dimension } from "../../../tools/conditions/dimension.js";
import { enumerate, excludes, smallSpaces } from "./spaces.js";

const numbered = (count: number): string[] =>
  Array.from({ length: count }, (_unused, index) => `v${index}`);
const equal = (dimensions: number, values: number): Dimension[] =>
  Array.from({ length: dimensions }, (_unused, index) => ({
    name: `d${index}`,
    values: numbered(values),
  }));
/** Every pair that the rows hold, as "name=value name=value". */
const pairsOf = ({ dimensions, rows }: Pick<Covering, "dimensions" | "rows">): Set<string> =>
  new Set(
    rows.flatMap((row) =>
      row.flatMap((a, first) =>
        row.flatMap((b, second) =>
          first < second && a !== null && b !== null
            ? [`${dimensions[first]}=${a} ${dimensions[second]}=${b}`]
            : [],
        ),
      ),
    ),
  );
const records = ({ dimensions, rows }: Covering): ReadonlyMap<string, string | null>[] =>
  rows.map((row) => new Map(row.map((value, index) => [dimensions[index]!, value])));

describe("pairwise covering draws", () => {
  it("hold all pairs of 8 dimensions of 6 values in at most 58 draws, for any seed", async () => {
    for (const seed of ["a", "b", 1, 2, 3]) {
      const covering = await coveringDraws({ dimensions: equal(8, 6), seed });
      expect(pairsOf(covering).size).toBe(28 * 36);
      expect(covering).toMatchObject({
        pairs: 28 * 36,
        covered: 28 * 36,
        impossible: 0,
        leftOut: [],
      });
      expect(covering.rows.length).toBeLessThanOrEqual(54);
    }
  });

  it("are near the fewest there can be where that is known", async () => {
    expect((await coveringDraws({ dimensions: equal(4, 3) })).rows).toHaveLength(9);
    expect((await coveringDraws({ dimensions: equal(2, 7) })).rows).toHaveLength(49);
    expect(
      (
        await coveringDraws({
          dimensions: [
            ...equal(1, 12),
            { name: "x", values: numbered(5) },
            { name: "y", values: numbered(2) },
          ],
        })
      ).rows,
    ).toHaveLength(60);
  });

  it("hold exactly the pairs that can occur, and nothing that is excluded or has no weight", async () => {
    await fc.assert(
      fc.asyncProperty(smallSpaces(), fc.integer(), async (small, seed) => {
        const points = enumerate(small);
        if (points.length === 0) return;
        const covering = await coveringDraws({ ...small, seed });
        const wanted = new Set(
          points.flatMap(({ values }) => [
            ...pairsOf({ dimensions: [...values.keys()], rows: [[...values.values()]] }),
          ]),
        );
        expect([...pairsOf(covering)].sort()).toEqual([...wanted].sort());
        expect(covering).toMatchObject({ pairs: wanted.size, covered: wanted.size });
        const allowed = new Set(points.map(({ values }) => JSON.stringify([...values])));
        for (const row of records(covering)) expect(allowed).toContain(JSON.stringify([...row]));
      }),
      { numRuns: 60 },
    );
  });

  it("hold pairs of labels and values, each under a label that has them", async () => {
    const dimensions: Dimension[] = [
      {
        name: "topic",
        perLabel: { refund: ["late", "broken", "fee"], delivery: ["lost", "late"] },
      },
      { name: "tone", values: ["angry", "calm"] },
      { name: "channel", values: ["mail", "chat", "phone"] },
    ];
    const exclude: Exclusion[] = [
      { label: "refund", tone: "calm", channel: "phone" },
      { topic: "late", tone: "angry" },
    ];
    const covering = await coveringDraws({
      dimensions,
      exclude,
      labels: ["refund", "delivery", "other"],
    });
    expect(covering.dimensions).toEqual(["label", "topic", "tone", "channel"]);
    for (const row of records(covering)) {
      const listed = dimensions[0]!.perLabel![row.get("label")!];
      if (listed) expect(listed).toContain(row.get("topic"));
      else expect(row.get("topic")).toBeNull();
      for (const exclusion of exclude) expect(excludes(exclusion, row)).toBe(false);
    }
    expect(covering.covered).toBe(covering.pairs);
    // 4 pairs of tone and channel with each label, every topic with its tones and channels; "late
    // angry" cannot be.
    expect(covering.impossible).toBeGreaterThan(0);
    expect(pairsOf(covering)).toContain("topic=late channel=phone");
    expect(pairsOf(covering)).not.toContain("topic=late tone=angry");
  });

  it("stand in an order in which the first ones hold most", async () => {
    const { dimensions, rows } = await coveringDraws({ dimensions: equal(6, 4) });
    const held = rows.map(
      (_row, index) => pairsOf({ dimensions, rows: rows.slice(0, index + 1) }).size,
    );
    const gains = held.map((size, index) => size - (held[index - 1] ?? 0));
    expect(gains).toEqual(gains.toSorted((a, b) => b - a));
  });

  it("are the same for the same seed, and others for another", async () => {
    const once = (seed: number): Promise<Covering> =>
      coveringDraws({ dimensions: equal(5, 4), seed });
    expect(await once(7)).toEqual(await once(7));
    expect((await once(7)).rows).not.toEqual((await once(8)).rows);
  });

  it("stop at the most rows that are wanted, and count what is not held", async () => {
    const covering = await coveringDraws({ dimensions: equal(8, 6), most: 20 });
    expect(covering.rows).toHaveLength(20);
    expect(covering.covered).toBe(pairsOf(covering).size);
    expect(covering.covered).toBeLessThan(covering.pairs);
  });

  it("look at pairs only: 10^14 points are covered, huge dimensions left out and named", async () => {
    const wide = await coveringDraws({ dimensions: equal(14, 10), most: 40 });
    expect(wide).toMatchObject({ pairs: 91 * 100, leftOut: [] });
    const large = await coveringDraws({
      dimensions: [
        { name: "noun", values: numbered(5000) },
        { name: "verb", values: numbered(900) },
        ...equal(3, 3),
      ],
    });
    expect(large.leftOut).toEqual([{ name: "noun", values: 5000 }]);
    expect(large.dimensions).toEqual(["verb", "d0", "d1", "d2"]);
    expect(large.covered).toBe(large.pairs);
  });

  it("refuse conditions that contradict each other, and leave out labels that have none", async () => {
    const exclude: Exclusion[] = [{ label: ["a", "b"], d0: numbered(2) }];
    await expect(
      coveringDraws({ dimensions: equal(2, 2), exclude, labels: ["a", "b"] }),
    ).rejects.toMatchObject({
      code: "PLAN_INVALID",
      message: expect.stringContaining("contradict"),
    });
    const covering = await coveringDraws({
      dimensions: equal(2, 2),
      exclude,
      labels: ["a", "b", "c"],
    });
    expect(new Set(records(covering).map((row) => row.get("label")))).toEqual(new Set(["c"]));
  });

  it("keep to the rules where dimensions hang together too widely for tables", async () => {
    const dimensions = equal(7, 5);
    const exclude = dimensions.flatMap(({ name }, index) =>
      dimensions.slice(index + 1).flatMap((other) =>
        numbered(5)
          .map((value) => ({ [name]: value, [other.name]: value }))
          .slice(0, 4),
      ),
    );
    expect(new ConditionSpace({ dimensions, exclude }).under(null).widelyTied).toHaveLength(1);
    const covering = await coveringDraws({ dimensions, exclude });
    for (const row of records(covering))
      for (const exclusion of exclude) expect(excludes(exclusion, row)).toBe(false);
    expect(covering.covered + covering.impossible).toBeLessThanOrEqual(21 * 25);
  });
});
