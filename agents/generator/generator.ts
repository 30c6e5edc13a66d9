import type { ModelSpec } from "../../schema/model-spec.js";
import type { TaskSpec } from "../../schema/task-spec.js";
import { textOf } from "../../schema/task.js";
import { LABEL_KEY } from "../../tools/fields/record-schema.js";
import type { ChatParameters } from "../../tools/models/contract.js";
import type { Agent } from "../contract.js";
import { defineAgent } from "../define-agent.js";
import type { DemoSelector, GenerateStrategy } from "./contract.js";
import { demonstrationCount, withinTokenBudget } from "./demonstration-budget.js";
import { finishAnswer } from "./finish-answer.js";

/**
 * The built-in generator: chooses demonstrations, asks for one sub-task of one sample, and gives back what the model wrote.
 *
 * @throws MODEL_OUTPUT, MODEL_EMPTY, MODEL_REFUSED or MODEL_TRUNCATED where the answer cannot be used; other errors of the provider and
 *         the budget, as they are
 */
export function createGenerator({ strategy, selector }: { readonly strategy: GenerateStrategy; readonly selector: DemoSelector }): Agent {
  return defineAgent({
    name: "generator", role: "generator",
    async run(input, context) {
      const { task, model } = context;
      const { order, subTask, revision } = input;
      const count = demonstrationCount(task.spec.generate.demonstrations.count, model.info);
      const given = task.kind.givenFields.length > 0 ? textOf(input.values, task.kind.givenFields) : "";
      const chosen = count === 0 ? [] : await selector.select({ order, count, revision, given }, context);
      const { shown, left } = withinTokenBudget(chosen, model.info);
      context.span.set({
        "datawright.demonstrations": shown.map((row) => row.id), "datawright.sources": input.sources.map((passage) => passage.id),
        ...(left > 0 ? { "datawright.demonstrations.without_room": left } : {}),
      });
      const { prompt, schema } = strategy.request(input, shown, context);
      const answer = await model.object({
        prompt, schema, name: "sample", orderId: order.id, sampleIds: [order.id],
        // A revision, or a sub-task that was planned again, is another question: it must not get the cached answer of the first.
        step: `generate:${subTask.id}:${subTask.revision}:${revision}`,
        parameters: parametersOf(task.spec, subTask.output.length === 1 && subTask.output[0] === LABEL_KEY),
      });
      return { ...finishAnswer(task, subTask, answer), parents: order.inputId === null ? [] : [order.inputId] };
    },
  });
}

/** Settings of the role's model go before the task's; where only a label is decided, the likeliest one is wanted. */
function parametersOf(spec: TaskSpec, onlyLabel: boolean): ChatParameters {
  const own: ModelSpec | undefined = spec.models.generator ?? spec.models.default;
  const settings = typeof own === "object" ? own : null;
  return { temperature: settings?.temperature ?? (onlyLabel ? 0 : spec.generate.temperature), topP: settings?.topP ?? spec.generate.topP };
}
