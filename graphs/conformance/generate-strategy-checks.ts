import { labelKey } from "../../schema/label.js";
import assert from "node:assert/strict";
import type { GenerateInput, GenerateStrategy } from "../../agents/generator/contract.js";
import { generateWork } from "../../agents/generator/request/generate-work.js";
import { ROLES } from "../../agents/roles.js";
import type { Task } from "../../schema/task.js";
import { answersBySchema } from "./answers-by-schema.js";
import { assertSame, contractChecks, deepFreeze, orRefusal } from "./conformance-check.js";
import { madeContext, madeOrder } from "./made-context.js";

function inputOf(task: Task): GenerateInput {
  return {
    order: madeOrder(task, 0),
    subTask: {
      id: "sample",
      purpose: "Write one sample.",
      inputs: [],
      output: [...task.writtenFields],
      outputSchema: {},
      dependsOn: [],
      agent: "generator",
      revision: 0,
      revisedBecause: [],
    },
    values: {},
    revision: 0,
    feedback: [],
    previous: null,
    sources: [],
    written: [],
    seeds: [],
    peer: { group: "", rank: 0, of: 1 },
    attempt: 0,
  };
}

/** What every GenerateStrategy must do, as checks: with a model that answers every schema. */
export const generateStrategyChecks = contractChecks<GenerateStrategy>(["write"], (task, make) => {
  const write = async () => {
    const strategy = await make();
    const context = madeContext({ task, seed: "check", model: answersBySchema() });
    const input = deepFreeze(inputOf(task));
    const demonstrations = task.support.slice(0, 2);
    const work = generateWork(
      input,
      {
        demonstrations,
        demonstrationsOf: () => Promise.resolve(demonstrations),
        demonstrationsFor: (label) =>
          Promise.resolve(demonstrations.filter((row) => labelKey(row.label) === labelKey(label))),
      },
      context,
    );
    return orRefusal(() => strategy.write(input, work, context));
  };
  return [
    {
      name: "writes what a step writes, or gives up with a coded error",
      run: async () => {
        const written = await write();
        if (written === null) return;
        const parsed = ROLES.generator.generate.output.safeParse(written);
        assert.ok(
          parsed.success,
          `what it wrote has another shape: ${parsed.error?.message ?? ""}`,
        );
      },
    },
    {
      name: "writes the same for the same order, answers and random stream",
      run: async () => assertSame(await write(), await write(), "two calls write something else"),
    },
  ];
});
