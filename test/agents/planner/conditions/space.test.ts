import fc from "fast-check";
import { callAgent } from "../../../../agents/call-agent.js";
import { deficitStrategy } from "../../../../agents/planner/strategies/deficit-strategy.js";
import { createPlanner } from "../../../../agents/planner/planner.js";
import type { RoleOutput } from "../../../../agents/roles.js";
import type { Condition, Exclusion } from "../../../../schema/task-file/condition.js";
import type { Task } from "../../../../schema/task.js";
import { fakeContext, fakeTask } from "../../../helpers/fake-context.js";

type Planned = RoleOutput<"planner", "plan">;
type Orders = RoleOutput<"planner", "order">["orders"];
const planner = createPlanner({ strategy: deficitStrategy });
const plan = (task: Task, seed?: number): Promise<Planned> =>
  callAgent<Planned>(
    planner,
    "plan",
    {},
    fakeContext({ task, ...(seed === undefined ? {} : { seed }) }),
  );
const quotas = ({ coverage }: Planned): Record<string, number> =>
  Object.fromEntries(coverage.cells.map((cell) => [cell.id, cell.quota]));
/**
 * Orders of rounds of the given sizes; each round is planned while the one before it is
 * outstanding, as in a run.
 */
async function orders(task: Task, sizes: readonly number[], planned?: Planned): Promise<Orders[]> {
  const { plan: made, coverage } = planned ?? (await plan(task));
  const rounds: Orders[] = [];
  let map = coverage;
  for (const [round, size] of sizes.entries()) {
    const outstanding: Record<string, number> = {};
    for (const { cell } of rounds[round - 1] ?? [])
      outstanding[cell] = (outstanding[cell] ?? 0) + 1;
    if (round >= 2)
      for (const { cell } of rounds[round - 2]!)
        map = {
          ...map,
          cells: map.cells.map((entry) =>
            entry.id === cell ? { ...entry, ordered: entry.ordered + 1 } : entry,
          ),
        };
    const output = await callAgent<RoleOutput<"planner", "order">>(
      planner,
      "order",
      { round, size, plan: made, coverage: map, outstanding, firstInput: 0, inputs: [] },
      fakeContext({ task, seed: round }),
    );
    rounds.push(output.orders);
  }
  return rounds;
}
const valuesOf = (conditions: readonly Condition[]): ReadonlyMap<string, string> =>
  new Map(conditions.map(({ name, value }) => [name, value]));
const holds = (exclusion: Exclusion, label: unknown, conditions: readonly Condition[]): boolean =>
  Object.entries(exclusion).every(([name, listed]) =>
    [listed]
      .flat()
      .includes(name === "label" ? String(label) : (valuesOf(conditions).get(name) ?? "\u0000")),
  );
const free = { plan: { subtopics: 0 } };

describe("cells", () => {
  it("have quotas by conditional probability, and none for what is excluded", async () => {
    const attributes = [
      { name: "mood", values: ["angry", "calm"], weights: { angry: 3 } },
      { name: "tone", values: ["rude", "kind"], given: { mood: { angry: { rude: 2, kind: 1 } } } },
    ];
    expect(
      quotas(
        await plan(fakeTask({ kind: "instruction", labels: undefined, target: 80, attributes })),
      ),
    ).toEqual({ "angry / rude": 40, "angry / kind": 20, "calm / rude": 10, "calm / kind": 10 });
    const planned = await plan(
      fakeTask({
        kind: "instruction",
        labels: undefined,
        target: 40,
        attributes,
        plan: { subtopics: 0, exclude: [{ mood: "calm", tone: "rude" }] },
      }),
    );
    expect(quotas(planned)).toEqual({ "angry / rude": 23, "angry / kind": 11, "calm / kind": 6 });
    expect(planned.plan.exclude).toEqual([{ mood: "calm", tone: "rude" }]);
    expect(
      planned.plan.tree.children.map((node) => [
        node.name,
        node.children.map((child) => child.name),
      ]),
    ).toEqual([
      ["angry", ["rude", "kind"]],
      ["calm", ["kind"]],
    ]);
  });

  it("differ by label where exclusions or distributions do", async () => {
    const task = fakeTask({
      target: 40,
      attributes: [
        {
          name: "tone",
          values: ["angry", "calm"],
          given: { label: { refund: { angry: 3, calm: 1 } } },
        },
        { name: "channel", values: ["mail", "chat"] },
      ],
      plan: { subtopics: 0, exclude: [{ label: "delivery", channel: "chat" }] },
    });
    expect(quotas(await plan(task))).toEqual({
      "refund / angry / mail": 8,
      "refund / angry / chat": 8,
      "refund / calm / mail": 2,
      "refund / calm / chat": 2,
      "delivery / angry / mail": 10,
      "delivery / calm / mail": 10,
    });
  });

  it("count only combinations that can occur against the room for cells", async () => {
    const attributes = { a: ["1", "2", "3"], b: ["1", "2", "3"] };
    const exclude = [
      ["1", "2"],
      ["1", "3"],
      ["2", "1"],
      ["2", "3"],
      ["3", "1"],
      ["3", "2"],
    ].map(([a, b]) => ({ a: a!, b: b! }));
    const planned = await plan(
      fakeTask({
        kind: "instruction",
        labels: undefined,
        target: 40,
        attributes,
        plan: { subtopics: 0, maxCells: 3, exclude },
      }),
    );
    expect(Object.keys(quotas(planned))).toEqual(["1 / 1", "2 / 2", "3 / 3"]);
    expect(planned.plan.attributes.every((attribute) => attribute.steered)).toBe(true);
  });

  it("give nothing to sets of labels that are excluded, and refuse a plan with nothing left", async () => {
    const spec = {
      multiLabel: true,
      labels: ["a", "b"],
      target: 30,
      attributes: { tone: ["x", "y"] },
    };
    const planned = await plan(
      fakeTask({ ...spec, plan: { subtopics: 0, exclude: [{ label: "b", tone: ["x", "y"] }] } }),
    );
    expect(quotas(planned)).toEqual({ "a / x": 15, "a / y": 15 });
    expect(planned.plan.notes.join()).toMatch(
      /no sample is planned for b.*no sample is planned for a \+ b/u,
    );
    await expect(
      plan(fakeTask({ ...spec, plan: { subtopics: 0, exclude: [{ tone: ["x", "y"] }] } })),
    ).rejects.toMatchObject({ code: "PLAN_INVALID" });
  });

  it("note values that can never be drawn, and rules that name what was not found", async () => {
    const { notes } = (
      await plan(
        fakeTask({
          target: 20,
          attributes: [{ name: "tone", values: ["x", "y", "z"], weights: { z: 0 } }],
          plan: { subtopics: 0, exclude: [{ tone: "x" }, { tonne: "y" }] },
        }),
      )
    ).plan;
    expect(notes).toContainEqual(
      expect.stringMatching(/tone: 2 of 3 values can never be drawn.*: x, z/u),
    );
    expect(notes).toContainEqual(
      expect.stringContaining('there is no dimension "tonne"; did you mean "tone"?'),
    );
  });
});

describe("orders", () => {
  it("draw the other dimensions under the condition of the cell, and never what is excluded", async () => {
    const exclude: Exclusion[] = [
      { mood: "calm", tone: "rude" },
      { label: "refund", tone: "kind", channel: ["mail", "chat"] },
    ];
    const task = fakeTask({
      target: 400,
      attributes: [
        { name: "mood", values: ["angry", "calm"] },
        {
          name: "tone",
          values: ["rude", "kind"],
          given: { mood: { angry: { rude: 9, kind: 1 } } },
        },
        { name: "channel", values: ["mail", "chat", "phone"] },
      ],
      plan: { subtopics: 0, maxCells: 4, exclude },
    });
    const planned = await plan(task);
    expect(planned.plan.attributes.map(({ steered }) => steered)).toEqual([true, false, false]);
    const [drawn] = await orders(task, [400], planned);
    for (const { label, conditions } of drawn!)
      for (const exclusion of exclude) expect(holds(exclusion, label, conditions)).toBe(false);
    const angry = drawn!.filter(
      ({ label, conditions }) =>
        label === "delivery" && valuesOf(conditions).get("mood") === "angry",
    );
    expect(
      angry.filter(({ conditions }) => valuesOf(conditions).get("tone") === "rude").length /
        angry.length,
    ).toBeCloseTo(0.9, 1);
  });

  it("never hold an exclusion, whatever the space", async () => {
    const value = fc.constantFrom("0", "1", "2");
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.dictionary(
            fc.constantFrom("a", "b", "c", "d", "label"),
            fc.uniqueArray(value, { minLength: 1, maxLength: 2 }),
            { minKeys: 2, maxKeys: 3 },
          ),
          { maxLength: 5 },
        ),
        fc.constantFrom<"independent" | "pairwise">("independent", "pairwise"),
        fc.integer({ min: 1, max: 40 }),
        async (exclude, draw, maxCells) => {
          const task = fakeTask({
            labels: ["0", "1", "2"],
            target: 60,
            attributes: {
              a: ["0", "1", "2"],
              b: ["0", "1", "2"],
              c: ["0", "1"],
              d: ["0", "1", "2"],
            },
            plan: { subtopics: 0, maxCells, exclude, draw },
          });
          const planned = await plan(task).catch((error: unknown) => {
            expect(error).toMatchObject({ code: "PLAN_INVALID" });
            return null;
          });
          if (!planned) return;
          expect(planned.coverage.cells.reduce((sum, cell) => sum + cell.quota, 0)).toBe(60);
          for (const { label, conditions } of (await orders(task, [32, 28], planned)).flat())
            for (const exclusion of exclude)
              expect(holds(exclusion, label, conditions)).toBe(false);
        },
      ),
      { numRuns: 25 },
    );
  });

  it("hold features of a group in one condition, and none for a feature that is absent", async () => {
    const feature = (name: string) => ({
      name,
      source: "vocabulary" as const,
      values: [name, `no ${name}`],
      absent: `no ${name}`,
      group: "features",
      steered: false,
      description: "what the text has",
    });
    const planned = await plan(fakeTask({ ...free, kind: "instruction", labels: undefined }));
    const drawn = (
      await orders(fakeTask({ kind: "instruction", labels: undefined }), [32], {
        ...planned,
        plan: { ...planned.plan, attributes: [feature("twist"), feature("moral")] },
      })
    ).flat();
    expect(new Set(drawn.map(({ conditions }) => JSON.stringify(conditions)))).toEqual(
      new Set(
        [[], ["twist"], ["moral"], ["twist, moral"]].map((list) =>
          JSON.stringify(
            list.map((value) => ({ name: "features", value, description: "what the text has" })),
          ),
        ),
      ),
    );
  });
});

describe("pairwise draws", () => {
  const attributes = Object.fromEntries(
    Array.from({ length: 8 }, (_unused, index) => [`d${index}`, ["a", "b", "c", "d", "e", "f"]]),
  );
  const pairsOf = (drawn: Orders): Set<string> =>
    new Set(
      drawn.flatMap(({ conditions }) =>
        conditions.flatMap((first) =>
          conditions.flatMap((second) =>
            first.name < second.name
              ? [`${first.name}${first.value}${second.name}${second.value}`]
              : [],
          ),
        ),
      ),
    );

  it("hold every pair of 8 dimensions of 6 values within 58 orders, and go on by weight", async () => {
    const task = fakeTask({
      kind: "instruction",
      labels: undefined,
      target: 100,
      attributes,
      plan: { subtopics: 0, draw: "pairwise" },
    });
    const planned = await plan(task);
    expect(planned.plan.attributes.every(({ steered }) => !steered)).toBe(true);
    expect(planned.plan.notes).toContainEqual(
      expect.stringMatching(/pairwise: \d+ draws hold all 1008 pairs of values/u),
    );
    const drawn = (await orders(task, [20, 20, 18, 30], planned)).flat();
    expect(pairsOf(drawn.slice(0, 58)).size).toBe(28 * 36);
    expect(drawn).toHaveLength(88);
    expect(new Set(drawn.slice(58).map(({ conditions }) => JSON.stringify(conditions))).size).toBe(
      30,
    );
  });

  it("are the same however the orders fall into rounds", async () => {
    const task = fakeTask({
      target: 60,
      attributes: { x: ["1", "2", "3"], y: ["1", "2", "3"], z: ["1", "2"] },
      plan: { subtopics: 0, draw: "pairwise" },
    });
    const planned = await plan(task);
    const byLabel = (rounds: Orders[]): Record<string, unknown[]> =>
      Object.fromEntries(
        ["refund", "delivery"].map((label) => [
          label,
          rounds
            .flat()
            .filter((order) => order.label === label)
            .slice(0, planned.plan.covering!.rows.filter(([own]) => own === label).length)
            .map(({ conditions }) => conditions),
        ]),
      );
    expect(byLabel(await orders(task, [6, 10, 8], planned))).toEqual(
      byLabel(await orders(task, [24], planned)),
    );
    expect((await plan(task)).plan.covering).toEqual(planned.plan.covering);
  });

  it("hold pairs with labels, too, and respect what labels and exclusions rule out", async () => {
    const exclude: Exclusion[] = [
      { tone: "angry", channel: "letter" },
      { label: "delivery", tone: "angry" },
    ];
    const task = fakeTask({
      target: 60,
      attributes: [
        { name: "topic", perLabel: { refund: ["late", "fee"], delivery: ["lost"] } },
        { name: "tone", values: ["angry", "calm", "glad"] },
        { name: "channel", values: ["mail", "letter"] },
      ],
      plan: { subtopics: 0, draw: "pairwise", exclude },
    });
    const planned = await plan(task);
    const drawn = (await orders(task, [40], planned)).flat();
    for (const { label, conditions } of drawn)
      for (const exclusion of exclude) expect(holds(exclusion, label, conditions)).toBe(false);
    expect(planned.plan.covering).toMatchObject({
      dimensions: ["label", "topic", "tone", "channel"],
      covered: planned.plan.covering!.pairs,
    });
    const withLabels = new Set(
      drawn.flatMap(({ label, conditions }) =>
        conditions.map(({ value }) => `${String(label)} ${value}`),
      ),
    );
    expect([...withLabels].sort()).toEqual([
      "delivery calm",
      "delivery glad",
      "delivery letter",
      "delivery lost",
      "delivery mail",
      "refund angry",
      "refund calm",
      "refund fee",
      "refund glad",
      "refund late",
      "refund letter",
      "refund mail",
    ]);
  });

  it("say so when the target is too small for all pairs", async () => {
    const { notes } = (
      await plan(
        fakeTask({
          kind: "instruction",
          labels: undefined,
          target: 30,
          attributes,
          plan: { subtopics: 0, draw: "pairwise" },
        }),
      )
    ).plan;
    expect(notes).toContainEqual(
      expect.stringContaining("the target of 30 is too small for all of them"),
    );
  });
});
