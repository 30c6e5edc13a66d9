import assert from "node:assert/strict";
import type { DemoSelector } from "../../agents/generator/contract.js";
import type { SeedSelector, SourceSelector } from "../../agents/planner/contract.js";
import type { ConformanceCheck } from "../../tools/models/providers/chat-model-checks.js";
import { assertSame, contractChecks, orRefusal } from "./conformance-check.js";
import { letterVector, madeContext, madeKnowledge, madeMemory, madeOrder } from "./made-context.js";

const PASSAGES = [1, 2, 3].map((number) => ({
  id: `passage-${number}`,
  text: `Parcels of zone ${number} arrive within ${number} days.`,
  source: "check",
}));

/** What every DemoSelector must do, as checks. */
export const demonstrationSelectorChecks = contractChecks<DemoSelector>(
  ["select"],
  (task, make) => {
    const select = async (count: number, rows = task.support) => {
      const selector = await make();
      const memory = madeMemory({
        demonstrations: rows,
        demonstrationVectors: rows.map((row) => letterVector(row.text)),
      });
      return orRefusal(() =>
        selector.select(
          { order: madeOrder(task, 2), count, machine: 0, revision: 0, given: "" },
          madeContext({ task, memory, seed: "check" }),
        ),
      );
    };
    return [
      {
        name: "shows at most as many rows as are wanted, each once, and only visible ones",
        run: async () => {
          for (const count of [0, 1, 3, 50]) {
            const rows = await select(count);
            if (rows === null) continue;
            assert.ok(rows.length <= count, `${rows.length} rows where ${count} were wanted`);
            const ids = rows.map(({ id }) => id);
            assert.equal(new Set(ids).size, ids.length, "a row is shown twice");
            const visible = new Set(task.support.map(({ id }) => id));
            assert.deepEqual(
              ids.filter((id) => !visible.has(id)),
              [],
              "a row is shown that is not visible",
            );
          }
        },
      },
      {
        name: "shows nothing where there are no rows",
        run: async () => assert.deepEqual((await select(3, [])) ?? [], []),
      },
      {
        name: "shows the same for the same order and random stream",
        run: async () => assertSame(await select(3), await select(3), "two calls show other rows"),
      },
    ];
  },
);

/** What every SeedSelector must do, as checks. */
export const seedSelectorChecks = contractChecks<SeedSelector>(["select"], (task, make) => {
  const labels = task.labels.length > 0 ? task.labels.map(({ name }) => name) : [null];
  const orders = [...labels, ...labels].map((label) => ({ cell: "cell", label, inputId: null }));
  const select = async (count: number) => {
    const selector = await make();
    const memory = madeMemory({
      demonstrations: task.support,
      demonstrationVectors: task.support.map((row) => letterVector(row.text)),
      inputs: task.support.map((row) => ({ ...row, label: null })),
    });
    const context = madeContext({
      task,
      memory,
      knowledge: madeKnowledge(PASSAGES),
      seed: "check",
    });
    const query = { orders, count, round: 2, before: 0, used: new Set<string>() };
    return orRefusal(() => selector.select(query, context));
  };
  return idListChecks(select, {
    orders: orders.length,
    known: new Set([...task.support.map(({ id }) => id), ...PASSAGES.map(({ id }) => id)]),
  });
});

/** What every SourceSelector must do, as checks. */
export const sourceSelectorChecks = contractChecks<SourceSelector>(["select"], (task, make) => {
  const label = task.labels[0]?.name ?? null;
  const order = { cell: "cell", label, conditions: [], inputId: null, given: [] };
  const orders = [order, order, order];
  const select = async (count: number) => {
    const selector = await make();
    const context = madeContext({ task, knowledge: madeKnowledge(PASSAGES), seed: "check" });
    return orRefusal(() => selector.select({ orders, count, round: 0, before: 0 }, context));
  };
  return idListChecks(select, {
    orders: orders.length,
    known: new Set(PASSAGES.map(({ id }) => id)),
  });
});

/** Selectors that answer with a list of ids for each order. */
function idListChecks(
  select: (count: number) => Promise<readonly (readonly string[])[] | null>,
  expected: { readonly orders: number; readonly known: ReadonlySet<string> },
): ConformanceCheck[] {
  return [
    {
      name: "gives each order a list of ids that there are, each once",
      run: async () => {
        for (const count of [1, 2]) {
          const lists = await select(count);
          if (lists === null) continue;
          assert.equal(lists.length, expected.orders, "not one list for each order");
          for (const ids of lists) {
            assert.equal(new Set(ids).size, ids.length, "an id is given twice to one order");
            assert.deepEqual(
              ids.filter((id) => !expected.known.has(id)),
              [],
              "an id is given that there is not",
            );
          }
        }
      },
    },
    {
      name: "gives the same for the same orders and random stream",
      run: async () => assertSame(await select(1), await select(1), "two calls give other ids"),
    },
  ];
}
