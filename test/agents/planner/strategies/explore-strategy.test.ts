import { made } from "../../../helpers/made.js";
import { chosenSettings } from "../../../../base/slots/slot-choice.js";
import { callAgent } from "../../../../agents/call-agent.js";
import { exploreStrategy } from "../../../../agents/planner/strategies/explore-strategy.js";
import { createPlanner } from "../../../../agents/planner/planner.js";
import type { RoleOutput } from "../../../../agents/roles.js";
import type { CoverageMap } from "../../../../schema/coverage.js";
import { DatawrightError } from "../../../../base/errors.js";
import type { ConceptNode, Plan } from "../../../../schema/plan.js";
import type { Task } from "../../../../schema/task.js";
import type { TaskSpecInput } from "../../../../schema/task-file/task-spec.js";
import { grownTree } from "../../../../tools/coverage/grown-tree.js";
import {
  fakeContext,
  fakeRoleModel,
  fakeTask,
  type RoleRequest,
} from "../../../helpers/fake-context.js";

/** The planner of a task, with the limits that its strategy has. */
const plannerOf = ({ spec }: Task) =>
  createPlanner({ strategy: made(exploreStrategy, chosenSettings(spec.plan.strategy)) });
const taskOf = (tree: Record<string, unknown> = {}, spec: Partial<TaskSpecInput> = {}): Task =>
  fakeTask({
    labels: ["refund", "delivery"],
    target: 120,
    plan: { strategy: { name: "explore", branching: 3, ...tree } },
    ...spec,
  });
const asked = (request: RoleRequest): string =>
  request.prompt.sections
    .map((section) => `${section.text} ${JSON.stringify(section.items ?? [])}`)
    .join(" ");
let serial = 0;
/** Names that no two share a word. */
const fresh = (count = 3): { subtasks: string[] } => ({
  subtasks: Array.from({ length: count }, () => `${(++serial).toString(36)}x ${serial}y`),
});

async function planned(task: Task, answer: (request: RoleRequest) => unknown = () => fresh()) {
  const model = fakeRoleModel(answer);
  return {
    model,
    ...(await callAgent<RoleOutput<"planner", "plan">>(
      plannerOf(task),
      "plan",
      {},
      fakeContext({ task, model }),
    )),
  };
}
async function ordered(
  task: Task,
  {
    plan,
    coverage,
    round = 0,
    answer = () => fresh(),
    outstanding = {},
  }: {
    plan: Plan;
    coverage: CoverageMap;
    round?: number;
    answer?: (request: RoleRequest) => unknown;
    outstanding?: Record<string, number>;
  },
) {
  const model = fakeRoleModel(answer);
  const output = await callAgent<RoleOutput<"planner", "order">>(
    plannerOf(task),
    "order",
    { round, size: 32, plan, coverage, outstanding, firstInput: 0, inputs: [] },
    fakeContext({ task, model, seed: round }),
  );
  return { model, ...output, rows: output.coverage.growth.filter((row) => row.round === round) };
}
/** The map after so many accepted drafts in each cell, with this share of new ones. */
const measured = (
  map: CoverageMap,
  unseenMass: (id: string) => number,
  accepted = 6,
): CoverageMap => ({
  ...map,
  cells: map.cells.map((cell) => ({
    ...cell,
    accepted: Math.min(accepted, cell.quota),
    unseenMass: unseenMass(cell.id),
  })),
});
const total = (map: CoverageMap): number => map.cells.reduce((sum, cell) => sum + cell.quota, 0);
const depthOf = (node: ConceptNode): number => 1 + Math.max(0, ...node.children.map(depthOf));

describe("the first level of the tree", () => {
  it("is asked for each label, and shares out its quota", async () => {
    const task = taskOf();
    const { plan, coverage, model } = await planned(task, (request) => ({
      subtasks: asked(request).includes('"refund"')
        ? ["double charge", "1. broken part", "late credit"]
        : ["lost parcel", "wrong address", "rude driver"],
    }));
    expect(model.requests).toHaveLength(2);
    expect(
      plan.tree.children.map((node) => [node.name, node.children.map((child) => child.name)]),
    ).toEqual([
      ["refund", ["double charge", "broken part", "late credit"]],
      ["delivery", ["lost parcel", "wrong address", "rude driver"]],
    ]);
    expect(
      coverage.cells.map(({ id, quota, label, conditions }) => ({
        id,
        quota,
        label,
        conditions,
      }))[1],
    ).toEqual({
      id: "refund / broken part",
      quota: 20,
      label: "refund",
      conditions: [{ name: "topic", value: "broken part" }],
    });
    expect(total(coverage)).toBe(120);
    expect(
      coverage.growth.map((row) => [row.round, row.step, row.added.length, row.refused]),
    ).toEqual([
      [-1, "lookahead", 3, 0],
      [-1, "lookahead", 3, 0],
    ]);
  });

  it("has no two sub-tasks alike (ROUGE-L over 0.7), and says what it left out", async () => {
    const task = taskOf({}, { labels: ["refund", "other"] });
    const { plan, coverage } = await planned(task, () => ({
      subtasks: [
        "damage in the post",
        "Damage in the Post!",
        "damage in the mail post",
        "late credit",
        "",
        "refund",
        "double charge",
        "lost bill",
      ],
    }));
    expect(plan.tree.children[0]!.children.map((node) => node.name)).toEqual([
      "damage in the post",
      "late credit",
      "double charge",
    ]);
    expect(coverage.growth[0]).toMatchObject({ refused: 4, leftOut: 1 });
    expect(plan.notes[0]).toContain("4 sub-tasks of the model refused");
  });

  it("is left out where the model gives nothing: the label is then one cell", async () => {
    const { plan, coverage } = await planned(taskOf(), (request) =>
      asked(request).includes('"refund"')
        ? new DatawrightError({ code: "MODEL_REFUSED", message: "no" })
        : fresh(),
    );
    expect(coverage.cells.map((cell) => cell.id)[0]).toBe("refund");
    expect(plan.notes[0]).toContain("refund: not taken apart: MODEL_REFUSED");
    expect(total(coverage)).toBe(120);
  });

  it("hangs on the root without labels, and draws the task's own dimensions", async () => {
    const task = taskOf(
      {},
      { kind: "instruction", labels: [], attributes: { tone: ["calm", "curt"] } },
    );
    const { plan, coverage } = await planned(task, () => ({
      subtasks: ["plan a trip", "fix a bike", "bake bread"],
    }));
    expect(plan.tree).toMatchObject({
      id: "root",
      children: [{ name: "plan a trip" }, { name: "fix a bike" }, { name: "bake bread" }],
    });
    expect(coverage.cells.map((cell) => cell.id)).toEqual([
      "plan a trip",
      "fix a bike",
      "bake bread",
    ]);
    const { orders } = await ordered(task, { plan, coverage });
    expect(orders[0]!.conditions.map((condition) => condition.name)).toEqual(["topic", "tone"]);
  });
});

describe("growth from round to round", () => {
  it("takes nodes apart whose drafts are new, and leaves those that repeat themselves", async () => {
    const task = taskOf();
    const { plan, coverage } = await planned(task);
    const [first, second] = coverage.cells.map((cell) => cell.id);
    const {
      rows,
      coverage: grown,
      orders,
    } = await ordered(task, {
      plan,
      coverage: measured(coverage, (id) => (id === first ? 0.9 : 0.2)),
      round: 2,
    });
    expect(rows).toEqual([
      expect.objectContaining({
        step: "lookahead",
        path: [coverage.growth[0]!.added[0]!.name],
        why: "90 % of its latest drafts are new",
        tokens: 0,
      }),
    ]);
    expect(rows[0]!.added).toHaveLength(3);
    const children = grown.cells.slice(coverage.cells.length);
    expect(children.map((cell) => cell.conditions.map((condition) => condition.name))).toEqual([
      ["topic", "subtopic"],
      ["topic", "subtopic"],
      ["topic", "subtopic"],
    ]);
    // 20 were wanted of the node and 6 are there: its parts get the other 14.
    expect(children.reduce((sum, cell) => sum + cell.quota, 0)).toBe(14);
    expect(grown.cells[0]!.quota).toBe(6);
    expect(total(grown)).toBe(120);
    expect(grown.moves.map((move) => [move.cell, move.from, move.to])).toEqual([
      [first, 20, 6],
      ...children.map((cell) => [cell.id, 0, cell.quota]),
    ]);
    expect(grown.moves[0]!.why).toBe("gives 14 of what it lacks to its 3 sub-tasks");
    expect(orders.map((order) => order.cell)).toContain(children[0]!.id);
    expect(grown.growth.some((row) => row.node.endsWith(second!))).toBe(false);
    expect(depthOf(grownTree(plan.tree, grown.growth))).toBe(4);
  });

  it("waits until enough was drafted, and counts on what is outstanding", async () => {
    const task = taskOf();
    const { plan, coverage } = await planned(task);
    expect(
      (await ordered(task, { plan, coverage: measured(coverage, () => 1, 3), round: 1 })).rows,
    ).toEqual([]);
    const outstanding = Object.fromEntries(coverage.cells.map((cell) => [cell.id, 30]));
    expect(
      (await ordered(task, { plan, coverage: measured(coverage, () => 1), round: 1, outstanding }))
        .rows,
    ).toEqual([]);
  });

  it("goes back to the least explored node where no leaf can be split; dry cells give", async () => {
    const task = taskOf({ depth: 1 });
    const { plan, coverage } = await planned(task, (request) =>
      fresh(asked(request).includes('"refund"') ? 3 : 2),
    );
    const dry = coverage.cells[3]!.id;
    const { rows, coverage: grown } = await ordered(task, {
      plan,
      coverage: measured(coverage, (id) => (id === dry ? 0.1 : 0.95)),
      round: 4,
    });
    expect(rows).toEqual([
      expect.objectContaining({
        step: "backtracking",
        node: "label:delivery",
        why: expect.stringContaining("it has 2 sub-tasks"),
      }),
    ]);
    expect(grown.cells.find((cell) => cell.id === dry)).toMatchObject({ quota: 6 });
    expect(total(grown)).toBe(120);
    expect(grown.cells.at(-1)).toMatchObject({
      label: "delivery",
      path: ["tickets", "delivery", rows[0]!.added.at(-1)!.name],
    });
  });

  it("asks a node that gave nothing new no second time", async () => {
    const task = taskOf();
    const { plan, coverage } = await planned(task);
    const same = { subtasks: coverage.growth[0]!.added.map(({ name }) => name) };
    const once = await ordered(task, {
      plan,
      coverage: measured(coverage, (id) => (id === coverage.cells[0]!.id ? 1 : 0)),
      round: 2,
      answer: () => same,
    });
    expect(once.rows).toEqual([expect.objectContaining({ added: [], refused: 3 })]);
    const twice = await ordered(task, {
      plan,
      coverage: once.coverage,
      round: 3,
      answer: () => {
        throw new Error("asked again");
      },
    });
    expect(twice.rows).toEqual([]);
  });

  it("shows the model what is there as data, and never more of it than its own branch", async () => {
    const task = taskOf();
    const { plan, coverage } = await planned(task);
    const { model } = await ordered(task, {
      plan,
      coverage: measured(coverage, (id) => (id === coverage.cells[0]!.id ? 1 : 0)),
      round: 2,
    });
    const { sections } = model.requests[0]!.prompt;
    const items = sections.find((section) => section.kind === "conditions")!.items!;
    const names = coverage.growth[0]!.added.map(({ name }) => name);
    expect(
      items.filter((item) => item["name"] === "there already").map((item) => item["value"]),
    ).toEqual(names);
    expect(sections.find((section) => section.kind === "task")!.text).not.toContain(names[0]);
  });
});

describe("a tree that never ends", () => {
  /** Every draft is new and every answer too: the tree grows as long as it may. */
  async function grow(
    tree: Record<string, unknown>,
    rounds: number,
  ): Promise<{ coverage: CoverageMap; plan: Plan; calls: number }> {
    const task = taskOf(tree, { target: 4000 });
    const { plan, coverage: start } = await planned(task);
    let coverage = start;
    let calls = 0;
    for (let round = 0; round < rounds; round++) {
      const result = await ordered(task, {
        plan,
        coverage: measured(coverage, () => 1),
        round,
        answer: () => {
          calls += 1;
          return fresh(5);
        },
      });
      ({ coverage } = result);
    }
    return { coverage, plan, calls };
  }

  it("is cut by its depth", async () => {
    const { coverage, plan } = await grow({ depth: 3, maxNodes: 1000 }, 60);
    // Root and label stand above it.
    expect(depthOf(grownTree(plan.tree, coverage.growth))).toBe(5);
    expect(total(coverage)).toBe(4000);
  });

  it("is cut by the number of nodes, counts what was left, and asks nothing after it", async () => {
    const { coverage } = await grow({ depth: 12, maxNodes: 30 }, 60);
    const nodes = coverage.growth.reduce((sum, row) => sum + row.added.length, 0);
    expect(nodes).toBe(30);
    const stops = coverage.growth.filter((row) => row.step === "stopped");
    expect(stops).toEqual([
      expect.objectContaining({
        why: "the tree has 30 sub-tasks, as many as maxNodes of plan.strategy allows",
        added: [],
      }),
    ]);
    expect(stops[0]!.leftOut).toBeGreaterThan(0);
    expect(coverage.growth.at(-1)!.step).toBe("stopped");
    expect(total(coverage)).toBe(4000);
  });

  it("is cut by the tokens that it takes", async () => {
    const task = taskOf({ depth: 12, maxTokens: 100 }, { target: 4000 });
    const { plan, coverage } = await planned(task);
    const spent: CoverageMap = {
      ...measured(coverage, () => 1),
      growth: coverage.growth.map((row) => ({ ...row, tokens: 50 })),
    };
    const { rows } = await ordered(task, {
      plan,
      coverage: spent,
      round: 1,
      answer: () => {
        throw new Error("asked");
      },
    });
    expect(rows).toEqual([
      expect.objectContaining({
        step: "stopped",
        why: "asking for sub-tasks took 100 tokens, maxTokens of plan.strategy allows 100",
      }),
    ]);
  });
});
