import fc from "fast-check";
import { ConditionSpace } from "../../../tools/conditions/condition-space.js";
import { compileSpace } from "../../../tools/conditions/compiled-space.js";
import type { Dimension } from "../../../tools/conditions/dimension.js";
import { exactSampler, type ComponentSampler } from "../../../tools/conditions/exact-sampler.js";
import type { ConditionsByLabel } from "../../../tools/conditions/conditions-by-label.js";
import type { Exclusion } from "../../../schema/task-file/condition.js";
import type { LabelValue } from "../../../schema/label.js";
import { trialSampler } from "../../../tools/conditions/trial-sampler.js";
import { Random } from "../../../base/statistics/random.js";
import { chiSquare, enumerate, excludes, smallSpaces, type SmallSpace } from "./spaces.js";

const spaceOf = (
  dimensions: readonly Dimension[],
  exclude: readonly Exclusion[] = [],
  label: LabelValue = null,
): ConditionsByLabel =>
  new ConditionSpace({ dimensions, exclude, labelled: label !== null }).under(label);
const draws = (
  space: ConditionsByLabel,
  count: number,
  fixed = new Map<string, string>(),
  seed = "draws",
): ReadonlyMap<string, string>[] =>
  Array.from({ length: count }, (_unused, index) =>
    space.draw(new Random(seed).derive(index), fixed)!,
  );
const shares = (
  drawn: readonly ReadonlyMap<string, string>[],
  name: string,
): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const values of drawn)
    counts[values.get(name)!] = (counts[values.get(name)!] ?? 0) + 1 / drawn.length;
  return counts;
};
const numbered = (count: number): string[] =>
  Array.from({ length: count }, (_unused, index) => `v${index}`);

describe("a label's condition space", () => {
  it("has the masses and the possible values that an enumeration has", () => {
    fc.assert(
      fc.property(
        smallSpaces(),
        fc.constantFrom("a", "b", "c"),
        fc.constantFrom("0", "1", "2"),
        (small, name, value) => {
          const space = spaceOf(small.dimensions, small.exclude);
          const points = enumerate(small);
          const total = points.reduce((sum, { probability }) => sum + probability, 0);
          expect(space.isPossible()).toBe(points.length > 0);
          if (points.length === 0) return;
          expect(Math.exp(space.logMass())).toBeCloseTo(total, 9);
          for (const dimension of space.names)
            expect([...space.possible(dimension)].sort()).toEqual(
              [...new Set(points.map(({ values }) => values.get(dimension)!))].sort(),
            );
          if (!space.listed(name).includes(value)) return;
          const fixed = new Map([[name, value]]);
          expect(Math.exp(space.logMass(fixed))).toBeCloseTo(
            points
              .filter(({ values }) => values.get(name) === value)
              .reduce((sum, { probability }) => sum + probability, 0),
            9,
          );
        },
      ),
      { numRuns: 200 },
    );
  });

  it("never draws what is excluded or has no weight, whatever is fixed", () => {
    fc.assert(
      fc.property(smallSpaces(), fc.integer(), (small, seed) => {
        const space = spaceOf(small.dimensions, small.exclude);
        const points = enumerate(small);
        const allowed = new Set(points.map(({ values }) => JSON.stringify([...values].sort())));
        const fixed = new Map(
          points.length > 0
            ? [...points[Math.abs(seed) % points.length]!.values].slice(0, Math.abs(seed) % 3)
            : [],
        );
        for (let index = 0; index < 5; index++) {
          const drawn = space.draw(new Random(seed).derive(index), fixed);
          if (points.length === 0) expect(drawn).toBeNull();
          else expect(allowed).toContain(JSON.stringify([...fixed, ...drawn!].sort()));
        }
      }),
      { numRuns: 200 },
    );
  });

  it("draws every combination as often as its probability says", () => {
    const small: SmallSpace = {
      dimensions: [
        { name: "mood", values: ["angry", "calm", "glad"], weights: { angry: 3 } },
        {
          name: "tone",
          values: ["formal", "casual", "rude"],
          given: { mood: { angry: { rude: 4, formal: 1 }, glad: { casual: 1, formal: 1 } } },
        },
        { name: "channel", values: ["mail", "chat", "phone"], weights: { chat: 2 } },
      ],
      exclude: [
        { tone: "rude", channel: ["mail"] },
        { mood: "calm", tone: "casual", channel: "phone" },
      ],
    };
    const points = enumerate(small);
    const total = points.reduce((sum, { probability }) => sum + probability, 0);
    const counts = new Map<string, number>();
    for (const drawn of draws(spaceOf(small.dimensions, small.exclude), 20_000)) {
      const key = JSON.stringify([...drawn]);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    const keys = points.map(({ values }) => JSON.stringify([...values]));
    expect([...counts.keys()].filter((key) => !keys.includes(key))).toEqual([]);
    expect(
      chiSquare(
        keys.map((key) => counts.get(key) ?? 0),
        points.map(({ probability }) => probability / total),
      ),
    ).toBeLessThan(2);
  });

  it("draws what others depend on by Bayes' rule where what depends on it is fixed", () => {
    const space = spaceOf([
      { name: "mood", values: ["angry", "calm"] },
      {
        name: "tone",
        values: ["rude", "kind"],
        given: { mood: { angry: { rude: 3, kind: 1 }, calm: { rude: 1, kind: 9 } } },
      },
    ]);
    expect(shares(draws(space, 4000, new Map([["tone", "rude"]])), "mood")["angry"]).toBeCloseTo(
      0.75 / 0.85,
      1,
    );
  });

  it("draws from 10^12 points, with exclusions among them, without looking at them", () => {
    const dimensions = Array.from({ length: 12 }, (_unused, index) => ({
      name: `d${index}`,
      values: numbered(10),
      ...(index % 3 === 2 ? { given: { [`d${index - 1}`]: { v0: { v1: 1, v2: 3 } } } } : {}),
    }));
    const exclude = Array.from({ length: 11 }, (_unused, index) => ({
      [`d${index}`]: ["v3", "v4"],
      [`d${index + 1}`]: ["v5", "v6", "v7"],
    }));
    const space = spaceOf(dimensions, exclude);
    const drawn = draws(space, 300);
    for (const values of drawn)
      for (const exclusion of exclude) expect(excludes(exclusion, values)).toBe(false);
    expect(new Set(drawn.map((values) => JSON.stringify([...values]))).size).toBe(300);
    expect(
      drawn
        .filter((values) => values.get("d1") === "v0")
        .every((values) => ["v1", "v2"].includes(values.get("d2")!)),
    ).toBe(true);
    expect(draws(space, 5)).toEqual(drawn.slice(0, 5));
  });

  it("takes dimensions of thousands of values with an exclusion between them", () => {
    const space = spaceOf(
      [
        { name: "noun", values: numbered(5000) },
        { name: "verb", values: numbered(5000), weights: { v0: 5000 } },
      ],
      [{ noun: ["v1", "v2"], verb: "v0" }],
    );
    const drawn = draws(space, 200);
    expect(drawn.filter((values) => values.get("verb") === "v0").length).toBeGreaterThan(60);
    expect(
      space.logMass(
        new Map([
          ["noun", "v1"],
          ["verb", "v0"],
        ]),
      ),
    ).toBe(-Infinity);
    expect(space.widelyTied).toEqual([]);
  });

  it("falls back to trials where dimensions hang together too widely, and says which", () => {
    const names = Array.from({ length: 9 }, (_unused, index) => `d${index}`);
    const exclude = names.flatMap((first, index) =>
      names.slice(index + 1).flatMap((second) =>
        [0, 1, 2, 3, 4].map((value) => ({
          [first]: `v${value}`,
          [second]: `v${(value + 1) % 6}`,
        })),
      ),
    );
    const space = spaceOf(
      names.map((name) => ({ name, values: numbered(6) })),
      exclude,
    );
    expect(space.widelyTied).toEqual([names]);
    for (const values of draws(space, 20, new Map([["d3", "v2"]])))
      for (const exclusion of exclude)
        expect(excludes(exclusion, new Map([...values, ["d3", "v2"]]))).toBe(false);
  });

  it("says that nothing is possible when exclusions, weights or distributions leave nothing", () => {
    const tone: Dimension = { name: "tone", values: ["rude", "kind"] };
    expect(spaceOf([tone], [{ tone: ["rude", "kind"] }]).isPossible()).toBe(false);
    expect(spaceOf([tone], [{ tone: ["rude", "kind"] }]).draw(new Random(1))).toBeNull();
    expect(
      spaceOf(
        [
          { name: "mood", values: ["angry"] },
          { ...tone, given: { mood: { angry: { rude: 1 } } } },
        ],
        [{ tone: "rude" }],
      ).isPossible(),
    ).toBe(false);
    // Six pigeons, five holes: no two dimensions may be equal.
    const names = Array.from({ length: 6 }, (_unused, index) => `d${index}`);
    const unequal = names.flatMap((first, index) =>
      names
        .slice(index + 1)
        .flatMap((second) => numbered(5).map((value) => ({ [first]: value, [second]: value }))),
    );
    expect(
      spaceOf(
        names.map((name) => ({ name, values: numbered(5) })),
        unequal,
      ).isPossible(),
    ).toBe(false);
  });

  describe("by label", () => {
    const topic: Dimension = {
      name: "topic",
      values: ["any"],
      perLabel: { refund: ["late", "broken"], delivery: ["lost", "late"] },
    };
    const tone: Dimension = {
      name: "tone",
      values: ["angry", "calm"],
      given: { label: { refund: { angry: 4, calm: 1 }, delivery: { calm: 1 } } },
    };

    it("has the label's own values and distributions, and the shared ones for labels without", () => {
      expect(spaceOf([topic, tone], [], "refund").listed("topic")).toEqual(["late", "broken"]);
      expect(spaceOf([topic, tone], [], "other").possible("topic")).toEqual(["any"]);
      expect(shares(draws(spaceOf([tone], [], "refund"), 2000), "tone")["angry"]).toBeCloseTo(
        0.8,
        1,
      );
      expect(spaceOf([tone], [], "delivery").possible("tone")).toEqual(["calm"]);
    });

    it("joins the values of a set of labels and takes the mean of their distributions", () => {
      const both = spaceOf([topic, tone], [], ["refund", "delivery"]);
      expect(both.listed("topic")).toEqual(["late", "broken", "lost"]);
      expect(shares(draws(both, 2000), "tone")["angry"]).toBeCloseTo(0.4, 1);
    });

    it("keeps exclusions to the label that they name; `label` is a name where there are none", () => {
      const exclude = [{ label: "refund", tone: "calm" }];
      const space = new ConditionSpace({ dimensions: [tone], exclude, labelled: true });
      expect(space.under("refund").possible("tone")).toEqual(["angry"]);
      expect(space.under("other").possible("tone")).toEqual(["angry", "calm"]);
      expect(
        new ConditionSpace({ dimensions: [], exclude: [{ label: "refund" }], labelled: true })
          .under("refund")
          .isPossible(),
      ).toBe(false);
      const free = new ConditionSpace({
        dimensions: [
          { name: "label", values: ["refund", "x"] },
          { name: "tone", values: ["angry", "calm"] },
        ],
        exclude,
      });
      expect(free.under(null).possible("tone", new Map([["label", "refund"]]))).toEqual(["angry"]);
    });
  });

  it("gives a weight of 0 a chance only where a distribution does", () => {
    const space = spaceOf([
      { name: "mood", values: ["angry", "calm"] },
      {
        name: "tone",
        values: ["rude", "kind"],
        weights: { rude: 0 },
        given: { mood: { angry: { rude: 1, kind: 1 } } },
      },
    ]);
    expect(space.possible("tone", new Map([["mood", "calm"]]))).toEqual(["kind"]);
    expect(space.possible("tone", new Map([["mood", "angry"]]))).toEqual(["rude", "kind"]);
  });

  it("leaves what it does not list free of every rule", () => {
    const space = spaceOf([
      { name: "mood", values: ["angry"] },
      { name: "tone", values: ["rude", "kind"], given: { mood: { angry: { rude: 1 } } } },
    ]);
    expect(space.possible("tone", new Map([["mood", "something new"]]))).toEqual(["rude", "kind"]);
  });

  it("does not change the draws of a dimension when another one is added", () => {
    const one = draws(spaceOf([{ name: "tone", values: numbered(9) }]), 20).map((values) =>
      values.get("tone"),
    );
    const two = draws(
      spaceOf([
        { name: "channel", values: numbered(4) },
        { name: "tone", values: numbered(9) },
      ]),
      20,
    ).map((values) => values.get("tone"));
    expect(two).toEqual(one);
  });

  it("survives weights at the ends of the range and names of the prototype", () => {
    const space = spaceOf([
      {
        name: "constructor",
        values: ["__proto__", "toString", "x"],
        weights: { x: 1e308, toString: 1e308 },
      },
      { name: "tone", values: ["a", "b"], given: { constructor: { x: { a: 1e308, b: 1e-308 } } } },
    ]);
    expect(Number.isFinite(space.logMass())).toBe(true);
    expect(draws(space, 50).every((values) => values.get("constructor") !== "__proto__")).toBe(
      true,
    );
  });

  it("refuses values that depend on each other in a circle", () => {
    const circle: Dimension[] = [
      { name: "a", values: ["x"], given: { b: { y: { x: 1 } } } },
      { name: "b", values: ["y"], given: { a: { x: { y: 1 } } } },
    ];
    expect(() => new ConditionSpace({ dimensions: circle })).toThrow(
      expect.objectContaining({
        code: "PLAN_INVALID",
        message: expect.stringContaining("a -> b -> a"),
      }),
    );
  });
});

describe("trials, where tables would be too large", () => {
  it("draw with the same probabilities as the tables", () => {
    const dimensions: Dimension[] = [
      { name: "a", values: ["0", "1", "2"], weights: { 0: 3 } },
      { name: "b", values: ["0", "1", "2"], given: { a: { 0: { 0: 1, 1: 3 } } } },
      { name: "c", values: ["0", "1"], given: { b: { 1: { 0: 4, 1: 1 } } } },
    ];
    const exclude: Exclusion[] = [
      { a: "0", c: "1" },
      { b: "2", c: "0" },
    ];
    const compiled = compileSpace(dimensions, exclude, { labels: [], labelled: false });
    const domains = compiled.domains.map((parts, index) =>
      index === 1 ? parts.filter((part) => part.name !== "2") : parts,
    );
    const exact = exactSampler(compiled, [0, 1, 2], domains)!;
    const trial = trialSampler(compiled, [0, 1, 2], domains, new Random("t"));
    const count = (sampler: ComponentSampler): Map<string, number> => {
      const counts = new Map<string, number>();
      for (let index = 0; index < 8000; index++) {
        const key = JSON.stringify(
          [...sampler.draw(new Random("s").derive(index))!]
            .map(([variable, part]) => [variable, part.name])
            .sort(),
        );
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
      return counts;
    };
    const [left, right] = [count(exact), count(trial)];
    expect([...right.keys()].sort()).toEqual([...left.keys()].sort());
    for (const [key, times] of left)
      expect(Math.abs(right.get(key)! - times)).toBeLessThan(5 * Math.sqrt(2 * times));
  });
});
