import assert from "node:assert/strict";
import { ROLES } from "../../agents/roles.js";
import type {
  ConditionSource,
  Decomposition,
  OrderInput,
  PlanStrategy,
} from "../../agents/planner/contract.js";
import type { AgentContext } from "../../agents/contract.js";
import type { Task } from "../../schema/task.js";
import { emptyCoverage } from "../../tools/coverage/empty-coverage.js";
import { assertSame, contractChecks, orRefusal } from "./conformance-check.js";
import { answersBySchema } from "./answers-by-schema.js";
import { madeContext, madeKnowledge } from "./made-context.js";

function contextOf(task: Task): AgentContext {
  return madeContext({
    task,
    seed: "check",
    model: answersBySchema(),
    knowledge: madeKnowledge([{ id: "p", text: "Parcels come by van.", source: "check" }]),
  });
}

/** A round of eight orders over one cell for each label. */
function roundOf(task: Task): OrderInput {
  const labels = task.labels.length > 0 ? task.labels.map(({ name }) => name) : [null];
  const coverage = emptyCoverage(
    labels.map((label, index) => ({
      id: `cell-${index}`,
      path: [label ?? "all"],
      label,
      conditions: [],
      quota: 8,
    })),
  );
  const tree = { id: "root", name: task.spec.name, source: "spec" as const, children: [] };
  return {
    round: 0,
    size: 8,
    plan: { subTasks: [], attributes: [], tree, roundSize: 8, notes: [] },
    coverage,
    outstanding: {},
    firstInput: 0,
    inputs: Array.from({ length: 8 }, (_, index) => `input-${index}`),
    usedSeeds: [],
    usedSources: {},
  };
}

/** What every PlanStrategy must do, as checks. */
export const planStrategyChecks = contractChecks<PlanStrategy>(["order"], (task, make) => {
  const order = async () => {
    const strategy = await make();
    return orRefusal(() => strategy.order(roundOf(task), contextOf(task)));
  };
  return [
    {
      name: "orders at most as many as the round holds, for cells that there are",
      run: async () => {
        const given = await order();
        if (given === null) return;
        const { orders, coverage } = ROLES.planner.order.output.parse(given);
        assert.ok(orders.length <= 8, `${orders.length} orders for a round of 8`);
        const cells = new Set(coverage.cells.map(({ id }) => id));
        for (const { cell } of orders) assert.ok(cells.has(cell), `there is no cell "${cell}"`);
      },
    },
    {
      name: "orders the same for the same coverage and random stream",
      run: async () => assertSame(await order(), await order(), "two calls order something else"),
    },
  ];
});

/** What every Decomposition must do, as checks. */
export const decompositionChecks = contractChecks<Decomposition>(["steps"], (task, make) => {
  const steps = async () => {
    const decomposition = await make();
    return orRefusal(() => decomposition.steps(task, contextOf(task)));
  };
  return [
    {
      name: "gives steps with ids of their own that write something and need what is there",
      run: async () => {
        const outlines = await steps();
        if (outlines === null) return;
        assert.ok(outlines.length > 0, "there is no step");
        const before = new Set<string>();
        for (const { id, output, dependsOn = [] } of outlines) {
          assert.ok(!before.has(id), `two steps are called "${id}"`);
          assert.ok(output.length > 0, `the step "${id}" writes nothing`);
          for (const needed of dependsOn)
            assert.ok(before.has(needed), `"${id}" depends on "${needed}", which is not before it`);
          before.add(id);
        }
      },
    },
    {
      name: "gives the same steps for the same task",
      run: async () => assertSame(await steps(), await steps(), "two calls give other steps"),
    },
  ];
});

/** What every ConditionSource must do, as checks. */
export const conditionSourceChecks = contractChecks<ConditionSource>(["find"], (task, make) => {
  const find = async () => {
    const source = await make();
    return orRefusal(() => source.find({ before: [], folder: "." }, contextOf(task)));
  };
  return [
    {
      name: "finds dimensions with a name and different values, and says what it left out",
      run: async () => {
        const found = await find();
        if (found === null) return;
        for (const { name, values } of found.attributes) {
          assert.ok(name.trim() !== "", "a dimension has no name");
          assert.equal(new Set(values).size, values.length, `"${name}" has a value twice`);
          for (const value of values)
            assert.ok(value.trim() !== "", `"${name}" has an empty value`);
        }
        assert.ok(Array.isArray(found.notes), "there are no notes");
      },
    },
    {
      name: "finds the same for the same task and answers",
      run: async () => assertSame(await find(), await find(), "two calls find something else"),
    },
  ];
});
