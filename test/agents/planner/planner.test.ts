import { createPlanner } from "../../../agents/planner/planner.js";
import { deficitStrategy } from "../../../agents/planner/strategies/deficit-strategy.js";
import { callAgent } from "../../../agents/call-agent.js";
import type { AgentContext } from "../../../agents/contract.js";
import type { RoleOutput } from "../../../agents/roles.js";
import { DatawrightError } from "../../../base/errors.js";
import {
  fakeContext,
  fakeMemory,
  fakeRoleModel,
  fakeRow,
  fakeTask,
} from "../../helpers/fake-context.js";

type Planned = RoleOutput<"planner", "plan">;
const planner = createPlanner({ strategy: deficitStrategy });
const plan = (context: AgentContext, input: unknown = {}): Promise<Planned> =>
  callAgent<Planned>(planner, "plan", input, context);
const quotas = ({ coverage }: Planned): Record<string, number> =>
  Object.fromEntries(coverage.cells.map((cell) => [cell.id, cell.quota]));
const coded = (code: ConstructorParameters<typeof DatawrightError>[0]["code"]): DatawrightError =>
  new DatawrightError({ code, message: "scripted" });

describe("planner.plan", () => {
  it("spreads the target over labels and steered values, and shows them as a tree", async () => {
    const planned = await plan(
      fakeContext({ task: fakeTask({ target: 41, attributes: { tone: ["angry", "calm"] } }) }),
    );
    expect(quotas(planned)).toEqual({
      "refund / angry": 11,
      "refund / calm": 10,
      "delivery / angry": 10,
      "delivery / calm": 10,
    });
    expect(planned.coverage.cells[0]).toMatchObject({
      label: "refund",
      conditions: [{ name: "tone", value: "angry" }],
      open: true,
      unseenMass: 1,
      ordered: 0,
    });
    expect(planned.plan.attributes).toEqual([
      { name: "tone", source: "spec", values: ["angry", "calm"], steered: true },
    ]);
    expect(
      planned.plan.tree.children.map((label) => [
        label.name,
        label.children.map((value) => value.name),
      ]),
    ).toEqual([
      ["refund", ["angry", "calm"]],
      ["delivery", ["angry", "calm"]],
    ]);
  });

  it("plans for what curation takes out again, where the task accepts more than its target", async () => {
    const planned = await plan(
      fakeContext({ task: fakeTask({ target: 40, curate: { surplus: 2.5 } }) }),
    );
    expect(quotas(planned)).toEqual({ refund: 50, delivery: 50 });
    expect(planned.plan.notes).toEqual([]);
  });

  it("does not favour the first value of a dimension under every label", async () => {
    const labels = Array.from({ length: 8 }, (_, index) => `label ${index}`);
    const planned = await plan(
      fakeContext({
        task: fakeTask({ target: 200, labels, attributes: { tone: ["angry", "calm"] } }),
      }),
    );
    const total = (tone: string): number =>
      planned.coverage.cells
        .filter((cell) => cell.conditions[0]!.value === tone)
        .reduce((sum, cell) => sum + cell.quota, 0);
    expect([total("angry"), total("calm")]).toEqual([100, 100]);
  });

  it("follows weights, also a weight of zero", async () => {
    const planned = await plan(
      fakeContext({
        task: fakeTask({
          target: 40,
          attributes: [
            { name: "tone", values: ["angry", "calm", "rude"], weights: { angry: 3, rude: 0 } },
          ],
        }),
      }),
    );
    expect(quotas(planned)).toEqual({
      "refund / angry": 15,
      "refund / calm": 5,
      "delivery / angry": 15,
      "delivery / calm": 5,
    });
  });

  it("uses a label's own values, and the shared ones for labels without", async () => {
    const planned = await plan(
      fakeContext({
        task: fakeTask({
          target: 12,
          attributes: [
            { name: "topic", values: ["any"], perLabel: { refund: ["late", "broken"] } },
          ],
        }),
      }),
    );
    expect(quotas(planned)).toEqual({
      "refund / late": 3,
      "refund / broken": 3,
      "delivery / any": 6,
    });
  });

  it("steers dimensions while there is room for their cells, and says which are drawn", async () => {
    const attributes = { tone: ["angry", "calm"], channel: ["mail", "chat", "phone"] };
    const wide = await plan(fakeContext({ task: fakeTask({ target: 100, attributes }) }));
    expect(wide.coverage.cells).toHaveLength(12);
    const narrow = await plan(
      fakeContext({
        task: fakeTask({ target: 100, attributes, plan: { maxCells: 10, subtopics: 0 } }),
      }),
    );
    expect(narrow.coverage.cells).toHaveLength(4);
    expect(narrow.plan.attributes.map((attribute) => attribute.steered)).toEqual([true, false]);
    expect(narrow.plan.notes.join()).toContain("channel");
    const tiny = await plan(fakeContext({ task: fakeTask({ target: 3, attributes }) }));
    expect(quotas(tiny)).toEqual({ refund: 2, delivery: 1 });
  });

  it("has one cell without labels and dimensions", async () => {
    const planned = await plan(
      fakeContext({ task: fakeTask({ kind: "instruction", labels: undefined }) }),
    );
    expect(quotas(planned)).toEqual({ all: 40 });
    expect(planned.coverage.cells[0]!.label).toBeNull();
  });

  it("keeps cells apart whose names run together", async () => {
    const planned = await plan(
      fakeContext({
        task: fakeTask({
          labels: ["a", "a / b"],
          attributes: [{ name: "x", values: ["c"], perLabel: { a: ["b / c", "d"] } }],
        }),
      }),
    );
    expect(new Set(planned.coverage.cells.map((cell) => cell.id)).size).toBe(
      planned.coverage.cells.length,
    );
  });

  it("plans one cell, as large as the inputs, for kinds that work on given rows", async () => {
    const task = fakeTask({
      kind: "annotation",
      target: 40,
      inputs: { rows: [{ text: "a" }, { text: "b" }] },
      attributes: { tone: ["angry", "calm"] },
    });
    const planned = await plan(fakeContext({ task }));
    expect(quotas(planned)).toEqual({ all: 2 });
    expect(planned.plan.subTasks[0]).toMatchObject({ inputs: ["text"], output: ["label"] });
    expect(planned.plan.notes.join()).toContain("2 rows");
  });

  it("counts the support rows of each label", async () => {
    const support = [
      fakeRow("1", "late", "delivery"),
      fakeRow("2", "money", "refund"),
      fakeRow("3", "gone", "delivery"),
    ];
    const planned = await plan(fakeContext({ task: fakeTask({}, support) }));
    expect(planned.coverage.cells.map((cell) => [cell.id, cell.support])).toEqual([
      ["refund", 1],
      ["delivery", 2],
    ]);
  });

  it("sizes rounds by the target within bounds", async () => {
    const sizeFor = async (target: number, roundSize?: number): Promise<number> =>
      (
        await plan(
          fakeContext({
            task: fakeTask({ target, plan: { subtopics: 0, ...(roundSize ? { roundSize } : {}) } }),
          }),
        )
      ).plan.roundSize;
    expect([
      await sizeFor(10),
      await sizeFor(1000),
      await sizeFor(100_000),
      await sizeFor(1000, 7),
    ]).toEqual([32, 125, 512, 7]);
  });

  describe("lengths of the support rows", () => {
    const rows = (...lengths: number[]) =>
      lengths.map((length, index) => fakeRow(String(index), "단어 ".repeat(length), "refund"));

    it("become a dimension that is drawn, with the words of each third", async () => {
      const planned = await plan(
        fakeContext({ task: fakeTask({}, rows(2, 3, 4, 10, 11, 12, 30, 31, 32, 33)) }),
      );
      expect(planned.plan.attributes).toEqual([
        expect.objectContaining({
          name: "length",
          source: "support",
          steered: false,
          values: ["short (2 to 10 words)", "medium (11 to 30 words)", "long (31 to 33 words)"],
        }),
      ]);
      expect(planned.coverage.cells).toHaveLength(2);
    });

    it("keep to the task's limits in words", async () => {
      const planned = await plan(
        fakeContext({
          task: fakeTask(
            { constraints: { minWords: 4, maxWords: 31 } },
            rows(2, 3, 4, 10, 11, 12, 29, 30, 32, 33),
          ),
        }),
      );
      expect(planned.plan.attributes[0]!.values).toEqual([
        "short (4 to 10 words)",
        "medium (11 to 29 words)",
        "long (30 to 31 words)",
      ]);
    });

    it.each([
      ["too few rows", {}, rows(1, 5, 9)],
      ["rows of one length", {}, rows(...new Array<number>(12).fill(5))],
      ["rows of about one length", {}, rows(14, 15, 16, 17, 18, 19, 20, 21, 22, 22)],
      [
        "limits in characters",
        { constraints: { maxCharacters: 50 } },
        rows(2, 3, 4, 10, 11, 12, 30, 31, 32, 33),
      ],
      [
        "limits that leave no room for three",
        { constraints: { maxWords: 5 } },
        rows(2, 3, 4, 10, 11, 12, 30, 31, 32, 33),
      ],
    ])("do not with %s", async (_name, spec, support) => {
      expect((await plan(fakeContext({ task: fakeTask(spec, support) }))).plan.attributes).toEqual(
        [],
      );
    });
  });

  describe("topics of the model", () => {
    const spec = { plan: { subtopics: 2 }, target: 40 };
    const support = [
      fakeRow("1", "where is my parcel", "delivery"),
      fakeRow("2", "money back", "refund"),
    ];

    it("are asked for each label with its rows and become cells", async () => {
      const model = fakeRoleModel((request) => ({
        values: JSON.stringify(request.prompt).includes('"value":"refund"')
          ? ["1. Late refund", "late refund", "Wrong amount", "Third"]
          : ["Lost parcel", "delivery"],
      }));
      const planned = await plan(fakeContext({ task: fakeTask(spec, support), model }));
      expect(planned.plan.attributes).toEqual([
        expect.objectContaining({
          name: "topic",
          source: "model",
          steered: true,
          perLabel: { refund: ["Late refund", "Wrong amount"], delivery: ["Lost parcel"] },
        }),
      ]);
      expect(quotas(planned)).toEqual({
        "refund / Late refund": 10,
        "refund / Wrong amount": 10,
        "delivery / Lost parcel": 20,
      });
      expect(planned.plan.notes.join()).toContain("left out");
      const shown = model.requests.map(
        (request) =>
          request.prompt.sections.find((section) => section.kind === "demonstrations")!.items,
      );
      expect(shown).toEqual([
        [{ text: "money back", label: "refund" }],
        [{ text: "where is my parcel", label: "delivery" }],
      ]);
    });

    it.each([
      "MODEL_OUTPUT",
      "MODEL_EMPTY",
      "MODEL_REFUSED",
      "MODEL_TRUNCATED",
      "NO_TEXT_TO_FIT",
    ] as const)("are done without when the answer is %s, which the plan says", async (code) => {
      const model = fakeRoleModel((_request, index) =>
        index === 0 ? coded(code) : { values: ["Lost parcel"] },
      );
      const planned = await plan(fakeContext({ task: fakeTask(spec), model }));
      expect(quotas(planned)).toEqual({ refund: 20, "delivery / Lost parcel": 20 });
      expect(planned.plan.notes.join()).toContain(code);
    });

    it.each([
      "MODEL_SERVER",
      "MODEL_AUTH",
      "MODEL_RATE_LIMIT",
      "BUDGET_EXHAUSTED",
      "MODEL_ABORTED",
    ] as const)("let %s through: it would hit every later call too", async (code) => {
      await expect(
        plan(fakeContext({ task: fakeTask(spec), model: fakeRoleModel(() => coded(code)) })),
      ).rejects.toMatchObject({ code });
    });

    it("are asked for once where there are no labels", async () => {
      const model = fakeRoleModel(({ name }) =>
        name === "people"
          ? { people: [{ who: "a pupil", situation: "has homework", style: "short" }] }
          : { values: ["maths", "cooking"] },
      );
      const planned = await plan(
        fakeContext({ task: fakeTask({ ...spec, kind: "instruction", labels: undefined }), model }),
      );
      expect(quotas(planned)).toEqual({ maths: 20, cooking: 20 });
      expect(planned.plan.tree.children.map((node) => node.name)).toEqual(["maths", "cooking"]);
    });

    it("are not asked for where they would eat a small budget of calls", async () => {
      const budget = { remaining: () => ({ usd: null, calls: 7, tokens: null }) };
      const planned = await plan(fakeContext({ task: fakeTask(spec), budget }));
      expect(quotas(planned)).toEqual({ refund: 20, delivery: 20 });
      expect(planned.plan.notes.join()).toContain("7 calls");
    });

    it("fill a dimension that the task names without values", async () => {
      const model = fakeRoleModel(() => ({ values: ["polite", "curt"] }));
      const planned = await plan(
        fakeContext({
          task: fakeTask({ attributes: [{ name: "style", description: "how it is written" }] }),
          model,
        }),
      );
      expect(planned.plan.attributes).toEqual([
        expect.objectContaining({
          name: "style",
          source: "model",
          values: ["polite", "curt"],
          steered: true,
        }),
      ]);
      expect(JSON.stringify(model.requests[0]!.prompt)).toContain("how it is written");
    });
  });

  describe("sets of labels", () => {
    const spec = {
      multiLabel: true,
      labels: ["a", "b", "c", { name: "none", outOfScope: true }],
      target: 40,
    };

    it("are those of the support rows by their counts, and every label besides", async () => {
      const support = [["a", "b"], ["b", "a"], ["a"], ["c"]].map((label, index) =>
        fakeRow(String(index), "text", label),
      );
      const planned = await plan(fakeContext({ task: fakeTask(spec, support) }));
      expect(planned.coverage.cells.map((cell) => [cell.label, cell.quota, cell.support])).toEqual([
        [["a", "b"], 16, 2],
        [["a"], 8, 1],
        [["c"], 8, 1],
        [["none"], 8, 0],
      ]);
    });

    it("are singles and pairs without support, never one with the label of what fits none", async () => {
      const planned = await plan(fakeContext({ task: fakeTask(spec) }));
      expect(planned.coverage.cells.map((cell) => cell.id).sort()).toEqual([
        "a",
        "a + b",
        "a + c",
        "b",
        "b + c",
        "c",
        "none",
      ]);
      const pairs = planned.coverage.cells.filter((cell) => (cell.label as string[]).length === 2);
      expect(pairs.reduce((sum, cell) => sum + cell.quota, 0)).toBe(20);
    });

    it("stay within the cells that there is room for, with every label in one", async () => {
      const support = Array.from({ length: 6 }, (_, index) =>
        fakeRow(
          String(index),
          "text",
          [
            ["a", "b"],
            ["a", "c"],
            ["b", "c"],
          ][index % 3]!,
        ),
      );
      const planned = await plan(
        fakeContext({ task: fakeTask({ ...spec, plan: { subtopics: 0, maxCells: 3 } }, support) }),
      );
      expect(planned.coverage.cells).toHaveLength(3);
      expect([...new Set(planned.coverage.cells.flatMap((cell) => cell.label))].sort()).toEqual([
        "a",
        "b",
        "c",
        "none",
      ]);
    });
  });

  it("plans failed sub-tasks again and leaves the rest of the plan and the coverage alone", async () => {
    const context = fakeContext({ task: fakeTask() });
    const first = await plan(context);
    const memory = fakeMemory({ coverage: { ...first.coverage, sealedRounds: 4 } });
    const next = await plan(fakeContext({ task: context.task, memory }), {
      previous: first.plan,
      failed: [{ subTask: "sample", reason: "no JSON", count: 20 }],
    });
    expect(next.plan.subTasks[0]).toMatchObject({ revision: 1, revisedBecause: ["no JSON"] });
    expect(next.plan.tree).toEqual(first.plan.tree);
    expect(next.coverage.sealedRounds).toBe(4);
  });

  it("gives the same plan for the same seed", async () => {
    const task = fakeTask({
      multiLabel: true,
      labels: Array.from({ length: 12 }, (_, index) => `l${index}`),
      plan: { maxCells: 20, subtopics: 0 },
      target: 200,
    });
    expect(await plan(fakeContext({ task, seed: 4 }))).toEqual(
      await plan(fakeContext({ task, seed: 4 })),
    );
    expect(await plan(fakeContext({ task, seed: 4 }))).not.toEqual(
      await plan(fakeContext({ task, seed: 5 })),
    );
  });
});
