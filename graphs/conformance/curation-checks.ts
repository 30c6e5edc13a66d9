import assert from "node:assert/strict";
import { Random } from "../../base/statistics/random.js";
import { textOf, type Task } from "../../schema/task.js";
import type { Allocator } from "../../tools/curation/allocation/contract.js";
import type {
  CurationContext,
  CurationRow,
  Filter,
  Relabeler,
  Reweighter,
} from "../../tools/curation/contract.js";
import {
  assertSame,
  contractChecks,
  deepFreeze,
  orRefusal,
  type ContractChecks,
} from "./conformance-check.js";
import { letterVector } from "./made-context.js";

const LABEL_DECISIONS = ["kept", "student", "model", "person", "dropped", "people"];
const SOURCES = ["small-model", "llm", "people"];

/** Rows of the task: its real ones, an equal one, an empty one and one without a label. */
function rowsOf(task: Task): CurationRow[] {
  const given = task.support.map(({ fields, label }) => ({ fields, label }));
  const [first] = given;
  const empty = Object.fromEntries(task.textFields.map((name) => [name, ""]));
  return [
    ...given,
    ...(first ? [first, { ...first, label: null }] : []),
    { fields: empty, label: first?.label ?? null },
  ].map(({ fields, label }, index) => ({
    id: `row-${index + 1}`,
    text: textOf(fields, task.textFields),
    fields,
    label,
    weight: 1,
    scores: {},
    line: index + 1,
  }));
}

function contextOf(task: Task): CurationContext {
  return {
    labels: task.labels.map(({ name }) => name),
    multiLabel: task.spec.multiLabel,
    support: [],
    random: new Random("check"),
    seed: 1,
    language: task.spec.language,
    embed: (texts) => Promise.resolve(texts.map(letterVector)),
    progress: () => undefined,
  };
}

/** Runs a step over no rows and over a few, twice each; looks at what it gave. */
function stepChecks<T extends object, O extends { readonly name: string }>(
  method: keyof T & string,
  step: {
    run(made: T, rows: readonly CurationRow[], context: CurationContext): Promise<O>;
    look(outcome: O, rows: readonly CurationRow[]): void;
  },
): ContractChecks<T> {
  return contractChecks<T>([method], (task, make) => {
    const over = async (rows: readonly CurationRow[]): Promise<O | null> => {
      const made = await make();
      return orRefusal(() => step.run(made, deepFreeze(rows), contextOf(task)));
    };
    return [
      {
        name: "gives one answer for each row, in their order",
        run: async () => {
          for (const rows of [rowsOf(task), []]) {
            const outcome = await over(rows);
            if (outcome === null) continue;
            assert.ok(outcome.name !== "", "the outcome has no name");
            step.look(outcome, rows);
          }
        },
      },
      {
        name: "gives the same twice for the same rows and seed, and leaves them as they were",
        run: async () => {
          const rows = rowsOf(task);
          assertSame(await over(rows), await over(rows), "the same rows got two answers");
        },
      },
    ];
  });
}

/** What every Filter must do, as checks. */
export const filterChecks = stepChecks("apply", {
  run: (filter: Filter, rows, context) => filter.apply(rows, context),
  look: ({ scores, removed, notes, mended }, rows) => {
    assert.equal(scores.length, rows.length, "scores are not one for each row");
    assert.equal(removed.length, rows.length, "removed is not one entry for each row");
    assert.equal(notes.length, rows.length, "notes are not one for each row");
    for (const reason of removed)
      assert.ok(
        reason === null || (typeof reason === "string" && reason !== ""),
        "a removed row has no reason code",
      );
    for (const index of mended?.keys() ?? [])
      assert.ok(index in rows, `row ${index} was mended, which is not there`);
  },
});

/** What every Relabeler must do, as checks. */
export const relabelerChecks = stepChecks("relabel", {
  run: (relabeler: Relabeler, rows, context) => relabeler.relabel(rows, context),
  look: ({ labels }, rows) => {
    assert.equal(labels.length, rows.length, "labels are not one for each row");
    labels.forEach(({ decision, label, confidence }, index) => {
      assert.ok(LABEL_DECISIONS.includes(decision), `"${decision}" is no decision`);
      if (decision === "kept")
        assertSame(label, rows[index]!.label, "a kept label is another than the row's");
      assert.ok(
        confidence === null || (confidence >= 0 && confidence <= 1),
        `confidence is ${String(confidence)}`,
      );
    });
  },
});

/** What every Reweighter must do, as checks. */
export const reweighterChecks = stepChecks("weigh", {
  run: (reweighter: Reweighter, rows, context) => reweighter.weigh(rows, context),
  look: ({ weights }, rows) => {
    assert.equal(weights.length, rows.length, "weights are not one for each row");
    for (const weight of weights)
      assert.ok(weight >= 0 && weight < Infinity, `${weight} is no weight`);
    const mean = weights.reduce((sum, weight) => sum + weight, 0) / rows.length;
    if (rows.length > 0) assert.ok(Math.abs(mean - 1) < 1e-6, `the mean weight is ${mean}, not 1`);
  },
});

const COSTS = { "small-model": 0, llm: 1, people: 100 };

/** What every Allocator must do, as checks. */
export const allocatorChecks = stepChecks("allocate", {
  run: (allocator: Allocator, rows, context) =>
    allocator.allocate(rows, { budget: 100 + rows.length, costs: COSTS }, context),
  look: ({ assignments, order, uncertainty }, rows) => {
    assert.equal(assignments.length, rows.length, "assignments are not one for each row");
    assert.equal(uncertainty.length, rows.length, "uncertainty is not one for each row");
    for (const source of assignments)
      assert.ok(SOURCES.includes(source), `"${source}" labels no row`);
    assert.deepEqual(
      [...order].sort((a, b) => a - b),
      rows.map((_row, index) => index),
      "order is not a permutation of the rows",
    );
    const spent = assignments.reduce((sum, source) => sum + COSTS[source], 0);
    assert.ok(spent <= 100 + rows.length, `${spent} was spent of ${100 + rows.length}`);
  },
});
