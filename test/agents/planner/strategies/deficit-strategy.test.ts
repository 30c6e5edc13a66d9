import { turnPassages } from "../../../../agents/planner/passages/turn-passages.js";
import type { ChosenPassages } from "../../../../agents/planner/passages/with-sources.js";
import fc from "fast-check";
import { createPlanner } from "../../../../agents/planner/planner.js";
import type { PlanStrategy } from "../../../../agents/planner/contract.js";
import { deficitStrategy } from "../../../../agents/planner/strategies/deficit-strategy.js";
import { uniformStrategy } from "../../../../agents/planner/strategies/uniform-strategy.js";
import { callAgent } from "../../../../agents/call-agent.js";
import type { AgentContext } from "../../../../agents/contract.js";
import type { RoleOutput } from "../../../../agents/roles.js";
import type { Cell, CoverageMap } from "../../../../schema/coverage.js";
import type { Attribute, Plan } from "../../../../schema/plan.js";
import { emptyCoverage } from "../../../../tools/coverage/empty-coverage.js";
import { fakeContext, fakeKnowledge, fakeTask } from "../../../helpers/fake-context.js";
import { subTaskOf } from "../../../helpers/plain-parts.js";

type Ordered = RoleOutput<"planner", "order">;
const plan = (attributes: readonly Attribute[] = []): Plan => ({
  subTasks: [subTaskOf()],
  attributes: [...attributes],
  tree: { id: "root", name: "t", source: "spec", children: [] },
  roundSize: 32,
  notes: [],
});
/** A map from rows "label/value", with counts that differ from an empty cell. */
const coverage = (cells: Readonly<Record<string, Partial<Cell>>>): CoverageMap => {
  const map = emptyCoverage(
    Object.entries(cells).map(([id, cell]) => ({
      id,
      path: ["t", ...id.split("/")],
      label: cell.label === undefined ? id.split("/")[0]! : cell.label,
      conditions: id.includes("/") ? [{ name: "topic", value: id.split("/")[1]! }] : [],
      quota: cell.quota ?? 10,
    })),
  );
  return { ...map, cells: map.cells.map((cell) => ({ ...cell, ...cells[cell.id] })) };
};
const order = (
  map: CoverageMap,
  size: number,
  options: {
    strategy?: PlanStrategy;
    sources?: ChosenPassages;
    context?: AgentContext;
    input?: Record<string, unknown>;
    attributes?: readonly Attribute[];
  } = {},
): Promise<Ordered> => {
  const context = options.context ?? fakeContext({ task: fakeTask() });
  const input = {
    round: 3,
    size,
    plan: plan(options.attributes),
    coverage: map,
    outstanding: {},
    firstInput: 0,
    inputs: [],
    ...options.input,
  };
  return callAgent<Ordered>(
    createPlanner({ strategy: options.strategy ?? deficitStrategy, sources: options.sources }),
    "order",
    input,
    context,
  );
};
const counts = ({ orders }: Ordered): Record<string, number> =>
  orders.reduce<Record<string, number>>(
    (sum, { cell }) => ({ ...sum, [cell]: (sum[cell] ?? 0) + 1 }),
    {},
  );

describe("deficit strategy", () => {
  it("orders exactly the size, evenly where nothing was measured", async () => {
    expect(counts(await order(coverage({ a: {}, b: {}, c: {}, d: {} }), 32))).toEqual({
      a: 8,
      b: 8,
      c: 8,
      d: 8,
    });
  });

  it("orders what was accepted least", async () => {
    const ordered = counts(
      await order(coverage({ a: { accepted: 9 }, b: { accepted: 1 }, c: { accepted: 10 } }), 20),
    );
    expect(ordered["c"]).toBeUndefined();
    expect(ordered["b"]!).toBeGreaterThan(4 * ordered["a"]!);
  });

  it("orders more where drafts are refused or repeated", async () => {
    const evenly = counts(
      await order(coverage({ a: { quota: 20, accepted: 5 }, b: { quota: 20, accepted: 5 } }), 30),
    );
    expect(evenly).toEqual({ a: 15, b: 15 });
    const refused = counts(
      await order(
        coverage({ a: { quota: 20, accepted: 5, rejected: 15 }, b: { quota: 20, accepted: 5 } }),
        30,
      ),
    );
    expect(refused["a"]!).toBeGreaterThan(1.5 * refused["b"]!);
    const repeated = counts(
      await order(
        coverage({ a: { quota: 20, accepted: 5, duplicates: 15 }, b: { quota: 20, accepted: 5 } }),
        30,
      ),
    );
    expect(repeated).toEqual(refused);
  });

  it("counts what is outstanding as part of what will be accepted", async () => {
    const map = coverage({ a: { quota: 20 }, b: { quota: 20 } });
    const ordered = counts(await order(map, 20, { input: { outstanding: { a: 20 } } }));
    expect(ordered["b"]!).toBeGreaterThan(2 * (ordered["a"] ?? 0));
  });

  it("waits for what is outstanding where that will do, and orders again where it did not", async () => {
    const map = coverage({ a: { accepted: 8 }, b: { accepted: 10 } });
    expect(counts(await order(map, 6, { input: { outstanding: { a: 40 } } }))).toEqual({});
    expect(counts(await order(map, 6))["a"]).toBeGreaterThanOrEqual(2);
  });

  it("orders no more for a cell than it probably needs", async () => {
    expect(counts(await order(coverage({ a: { quota: 1 }, b: { quota: 1 } }), 40))).toEqual({
      a: 1,
      b: 1,
    });
    expect(
      counts(await order(coverage({ b: { quota: 1, rejected: 60 } }), 40))["b"],
    ).toBeGreaterThan(2);
  });

  it("leaves a cell to the strays that will fill it, and orders the others", async () => {
    const strayed = { quota: 20, accepted: 15, strays: 15 };
    const missed = { quota: 20, accepted: 5, misplaced: 15 };
    const ordered = counts(
      await order(coverage({ a: strayed, b: missed, c: { quota: 20, accepted: 5 } }), 30),
    );
    expect(ordered["a"] ?? 0).toBe(0);
    expect(ordered["b"]!).toBeGreaterThan(1.2 * ordered["c"]!);
  });

  it("orders nothing when every cell is filled", async () => {
    expect(
      (await order(coverage({ a: { accepted: 10 }, b: { accepted: 12 } }), 32)).orders,
    ).toEqual([]);
  });

  it("mixes labels and cells from the start, so that a truncated round is balanced", async () => {
    const cells = Object.fromEntries(
      ["a", "b", "c", "d"].flatMap((label) =>
        Array.from({ length: 6 }, (_, index) => [`${label}/${index}`, { quota: 5 }]),
      ),
    );
    const { orders } = await order(coverage(cells), 32);
    for (const length of [4, 8, 16, 24]) {
      const labels = orders.slice(0, length).map((entry) => entry.label);
      for (const label of ["a", "b", "c", "d"])
        expect(labels.filter((other) => other === label)).toHaveLength(length / 4);
    }
    expect(new Set(orders.slice(0, 24).map((entry) => entry.cell)).size).toBe(24);
  });

  it("is balanced over labels when the round is smaller than the number of cells", async () => {
    const cells = Object.fromEntries(
      ["a", "b", "c", "d"].flatMap((label) =>
        Array.from({ length: 20 }, (_, index) => [`${label}/${index}`, { quota: 2 }]),
      ),
    );
    const labels = (await order(coverage(cells), 8)).orders.map((entry) => entry.label);
    expect([...labels].sort()).toEqual(["a", "a", "b", "b", "c", "c", "d", "d"]);
  });

  it("gives the same orders for the same input and seed, and other draws for another seed", async () => {
    const cells = Object.fromEntries(
      Array.from({ length: 30 }, (_, index) => [`a/${index}`, { quota: 2 }]),
    );
    const once = (seed: number): Promise<Ordered> =>
      order(coverage(cells), 8, { context: fakeContext({ task: fakeTask(), seed }) });
    expect(await once(1)).toEqual(await once(1));
    expect((await once(1)).orders).not.toEqual((await once(2)).orders);
  });

  describe("moves quotas", () => {
    const saturated = { quota: 100, accepted: 20, duplicates: 180, unseenMass: 0.01 };

    it("from a saturated cell to siblings of its label, with the reason", async () => {
      const result = await order(
        coverage({
          "a/x": saturated,
          "a/y": { quota: 100, accepted: 20 },
          "b/z": { quota: 100, accepted: 20 },
        }),
        30,
      );
      expect(result.coverage.cells.map((cell) => [cell.id, cell.quota, cell.open])).toEqual([
        ["a/x", 20, false],
        ["a/y", 180, true],
        ["b/z", 100, true],
      ]);
      expect(result.coverage.moves).toEqual([
        { round: 3, cell: "a/x", from: 100, to: 20, why: expect.stringContaining("saturated") },
        { round: 3, cell: "a/y", from: 100, to: 180, why: "takes 80 from a/x" },
      ]);
      expect(counts(result)["a/x"]).toBeUndefined();
    });

    it("to other labels where no sibling has room, and to filled cells too", async () => {
      const result = await order(coverage({ a: saturated, b: { quota: 20, accepted: 20 } }), 30);
      expect(counts(result)).toEqual({ b: 30 });
      expect(result.coverage.cells[1]).toMatchObject({ quota: 100, open: true });
    });

    it("never back to a cell that was given up, and nowhere when all are exhausted", async () => {
      const moves = [{ round: 1, cell: "b", from: 50, to: 20, why: "saturated" }];
      const result = await order(
        { ...coverage({ a: saturated, b: { quota: 20, accepted: 20 } }), moves },
        30,
      );
      expect(result.orders).toEqual([]);
      expect(result.coverage.moves).toEqual(moves);
    });

    it("whole, though a few orders for it are still on their way", async () => {
      const hopeless = { quota: 7, accepted: 6, rejected: 100, duplicates: 900 };
      const result = await order(
        coverage({ "a/x": hopeless, "a/y": { quota: 30, accepted: 29, rejected: 3 } }),
        30,
        { input: { outstanding: { "a/x": 17 } } },
      );
      expect(result.coverage.cells.map((cell) => cell.quota)).toEqual([6, 31]);
      expect(counts(result)["a/x"]).toBeUndefined();
    });

    it("from a hopeless cell, but not after a few drafts, and not where all do as badly", async () => {
      const hopeless = { quota: 50, accepted: 0, rejected: 200 };
      const moved = await order(
        coverage({ a: hopeless, b: { quota: 50, accepted: 30, rejected: 10 } }),
        30,
      );
      expect(moved.coverage.moves[0]).toMatchObject({
        cell: "a",
        from: 50,
        to: 0,
        why: expect.stringContaining("0 of 200"),
      });
      expect(counts(moved)).toEqual({ b: 30 });
      expect(
        (
          await order(
            coverage({ a: { ...hopeless, rejected: 12 }, b: { quota: 50, accepted: 30 } }),
            30,
          )
        ).coverage.moves,
      ).toEqual([]);
      const all = await order(coverage({ a: hopeless, b: hopeless }), 30);
      expect(all.coverage.moves).toEqual([]);
      expect(all.orders).toHaveLength(30);
    });

    it("by half from a cell that repeats itself, within its label only", async () => {
      const repetitive = { quota: 60, accepted: 20, duplicates: 40, unseenMass: 0.1 };
      const result = await order(
        coverage({ "a/x": repetitive, "a/y": { quota: 60, accepted: 20 } }),
        30,
      );
      expect(result.coverage.cells.map((cell) => cell.quota)).toEqual([40, 80]);
      expect(
        (await order(coverage({ a: repetitive, b: { quota: 60 } }), 30)).coverage.moves,
      ).toEqual([]);
    });

    it("keeps their sum, and orders something while a cell is open, at most the size", async () => {
      const cell = fc.record({
        quota: fc.nat(60),
        accepted: fc.nat(60),
        rejected: fc.nat(120),
        duplicates: fc.nat(250),
        misplaced: fc.nat(90),
        unseenMass: fc.double({ min: 0, max: 1, noNaN: true }),
      });
      await fc.assert(
        fc.asyncProperty(
          fc.dictionary(fc.constantFrom("a/1", "a/2", "b/1", "b/2", "c/1"), cell, { minKeys: 1 }),
          fc.integer({ min: 1, max: 80 }),
          async (cells, size) => {
            const map = coverage(cells);
            const result = await order(map, size);
            const sum = (from: CoverageMap): number =>
              from.cells.reduce((total, entry) => total + entry.quota, 0);
            expect(sum(result.coverage)).toBe(sum(map));
            const isOpen = result.coverage.cells.some((entry) => entry.open);
            expect(result.orders.length).toBeGreaterThanOrEqual(isOpen ? 1 : 0);
            expect(result.orders.length).toBeLessThanOrEqual(isOpen ? size : 0);
          },
        ),
        { numRuns: 100 },
      );
    });
  });
});

describe("uniform strategy", () => {
  it("follows the quotas and nothing else", async () => {
    const map = coverage({
      a: { quota: 30, accepted: 29 },
      b: { quota: 10, duplicates: 200, unseenMass: 0 },
      c: { quota: 0 },
    });
    const result = await order(map, 40, { strategy: uniformStrategy });
    expect(counts(result)).toEqual({ a: 30, b: 10 });
    expect(result.coverage).toEqual(map);
  });
});

describe("orders", () => {
  const tone: Attribute = {
    name: "tone",
    source: "spec",
    values: ["angry", "calm", "never"],
    weights: { angry: 3, never: 0 },
    steered: false,
    description: "how it sounds",
  };

  it("share out the values of a free dimension over rounds: none again before each was used", async () => {
    const topics = Array.from({ length: 12 }, (_, index) => `topic ${index}`);
    const attributes = [
      { name: "topic", source: "model", values: topics, steered: false } as const,
    ];
    const drawn = async (of: Partial<Cell>, strategy?: PlanStrategy): Promise<string[]> => {
      const { orders } = await order(coverage({ a: { quota: 30, ...of } }), 6, {
        attributes,
        strategy,
      });
      return orders.map(({ conditions }) => conditions[0]!.value);
    };
    const rounds = [await drawn({}), await drawn({ ordered: 6 }), await drawn({ ordered: 12 })];
    expect(rounds.map((values) => new Set(values).size)).toEqual([6, 6, 6]);
    expect([...rounds[0]!, ...rounds[1]!].sort()).toEqual([...topics].sort());
    // The published way: each order alone.
    const alone = await Promise.all(
      Array.from({ length: 20 }, (_, turn) => drawn({ ordered: 6 * turn }, uniformStrategy)),
    );
    expect(alone.some((values) => new Set(values).size < 6)).toBe(true);
  });

  it("order no more for a label than its drafts so far can fill at best", async () => {
    const of = (cells: Readonly<Record<string, Partial<Cell>>>, outstanding = {}) =>
      order(coverage(cells), 64, { input: { outstanding } }).then(({ orders }) =>
        orders.reduce<Record<string, number>>(
          (sums, { label }) => ({ ...sums, [String(label)]: (sums[String(label)] ?? 0) + 1 }),
          {},
        ),
      );
    // Nothing known: every draft may be accepted.
    expect(await of({ a: { quota: 20 }, b: { quota: 20 } })).toEqual({ a: 20, b: 20 });
    expect(await of({ a: { quota: 20 }, b: { quota: 20 } }, { a: 12, b: 12 })).toEqual({
      a: 8,
      b: 8,
    });
    // Known to fail: more.
    const known = await of({
      a: { quota: 20, accepted: 10, ordered: 10 },
      b: { quota: 20, accepted: 4, ordered: 20, rejected: 16 },
    });
    expect(known["a"]).toBeLessThanOrEqual(10);
    expect(known["b"]!).toBeGreaterThan(30);
  });

  it("carry the cell's label and conditions, and draw the other dimensions by weight", async () => {
    const { orders } = await order(coverage({ "a/x": { quota: 400 } }), 400, {
      attributes: [tone],
    });
    expect(orders[0]).toMatchObject({ cell: "a/x", label: "a", inputId: null, sourceIds: [] });
    expect(orders[0]!.conditions[0]).toEqual({ name: "topic", value: "x" });
    expect(orders[0]!.conditions[1]).toMatchObject({ name: "tone", description: "how it sounds" });
    const drawn = orders.map((entry) => entry.conditions[1]!.value);
    expect(new Set(drawn)).toEqual(new Set(["angry", "calm"]));
    expect(drawn.filter((value) => value === "angry").length / 400).toBeCloseTo(0.75, 1);
  });

  it("draw a label's own values", async () => {
    const topic: Attribute = {
      name: "topic",
      source: "model",
      values: [],
      perLabel: { a: ["x"], b: ["y", "z"] },
      steered: false,
    };
    const { orders } = await order(coverage({ a: {}, b: {}, c: {} }), 30, { attributes: [topic] });
    for (const { label, conditions } of orders)
      expect({ a: ["x"], b: ["y", "z"], c: [undefined] }[label as "a"]).toContain(
        conditions[0]?.value,
      );
  });

  it("take the next rows of the inputs pool, and no more than there are", async () => {
    const context = fakeContext({ task: fakeTask({ kind: "annotation" }) });
    const map = coverage({ all: { quota: 40, label: null } });
    const { orders } = await order(map, 10, {
      context,
      input: { firstInput: 5, inputs: ["r5", "r6", "r7"] },
    });
    expect(orders.map((entry) => entry.inputId)).toEqual(["r5", "r6", "r7"]);
    expect(
      (await order(map, 10, { context, input: { firstInput: 8, inputs: [] } })).orders,
    ).toEqual([]);
  });

  it("have no passage where the task wants none", async () => {
    const sources = { selector: turnPassages, count: 0 };
    const context = fakeContext({
      task: fakeTask(),
      knowledge: fakeKnowledge([{ id: "p0", text: "fact", source: "s" }]),
    });
    expect(
      (await order(coverage({ a: {} }), 3, { context, sources })).orders.map(
        (entry) => entry.sourceIds,
      ),
    ).toEqual([[], [], []]);
  });

  it("use every passage before one is used again, over rounds, and tie none to a cell", async () => {
    const passages = Array.from({ length: 4 }, (_, index) => ({
      id: `p${index}`,
      text: "fact",
      source: "s",
    }));
    const context = fakeContext({ task: fakeTask(), knowledge: fakeKnowledge(passages) });
    const first = await order(coverage({ a: {}, b: {}, c: {}, d: {} }), 6, { context });
    const second = await order(coverage({ a: { ordered: 2 }, b: {}, c: {}, d: {} }), 34, {
      context,
      input: { outstanding: { a: 2, b: 2 } },
    });
    const used = [...first.orders, ...second.orders].map((entry) => entry.sourceIds);
    expect(used.every((ids) => ids.length === 1)).toBe(true);
    for (let lap = 0; lap < used.length; lap += 4)
      expect(new Set(used.slice(lap, lap + 4).flat()).size).toBe(4);
    expect(
      new Set(
        second.orders.filter((entry) => entry.cell === "a").flatMap((entry) => entry.sourceIds),
      ).size,
    ).toBeGreaterThan(1);
  });
});
