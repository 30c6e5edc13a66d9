import { z } from "zod";
import { countSetting } from "../../../base/slots/number-setting.js";
import { labelKey } from "../../../schema/label.js";
import { LABEL_KEY } from "../../../tools/fields/record-schema.js";
import type { AgentContext } from "../../contract.js";
import type { Demonstration, GenerateInput, GenerateStrategy, GenerateWork } from "../contract.js";
import { finishAnswer } from "../request/ask-step.js";
import { narrowedInput } from "../request/narrowed-input.js";
import { recordOf } from "../request/demonstration-section.js";
import { sampleRequest } from "../request/sample-request.js";
import { configurable } from "../../../base/slots/configurable.js";

const settingsSchema = z.strictObject({
  explained: countSetting(
    { from: 0, to: 64, usual: 8 },
    "Demonstrations that are explained and shown; each costs one question in the whole run.",
  ),
});
const explanationSchema = z.object({
  explanation: z.string().describe("why the text has this label, in one or two sentences"),
});

/**
 * Explain, then annotate (AnnoLLM, He et al. 2024): each demonstration is explained once, given its
 * label; with the explained ones in view the model explains the given text and then labels it.
 * Writes the explanation into its first output that is not the label.
 */
export const explainedAnnotationStrategy = configurable({
  settings: settingsSchema,
  make: ({ explained }): GenerateStrategy => ({
    name: "explained-annotation",
    async write(input, work, context) {
      const chosen = work.demonstrations.filter((row) => row.label !== null).slice(0, explained);
      const items = await Promise.all(chosen.map((row) => explain(input, work, context, row)));
      const shown = { text: "Real samples with their labels, and why each has its label.", items };
      const instruction =
        "First explain what the given text says and which label this speaks for, then give " +
        "the label.";
      const answer = await work.ask(
        sampleRequest(input, work.demonstrations, context, {
          shown: items.length > 0 ? shown : undefined,
          instruction,
        }),
      );
      return finishAnswer(context.task, input.subTask, answer);
    },
  }),
});

/** The same question for every sample that shows the row: it is asked once. */
async function explain(
  input: GenerateInput,
  { ask }: GenerateWork,
  context: AgentContext,
  row: Demonstration,
): Promise<Record<string, unknown>> {
  const { task } = context;
  const names = Object.keys(task.fields);
  const record = recordOf(row, names, names);
  const field = input.subTask.output.find((name) => name !== LABEL_KEY) ?? "explanation";
  const order = { ...input.order, label: null, conditions: [], sourceIds: [], seedIds: [] };
  const asked = {
    ...narrowedInput(input, { output: ["explanation"], inputs: [], revises: false }),
    order,
    sources: [],
    seeds: [],
  };
  const request = sampleRequest(asked, [row], context, {
    schema: explanationSchema,
    instruction: "Explain why the given text has the label that stands beside it.",
    tells: ["dataset", "labels", "language"],
    demonstrations: "none",
    given: { ...record, [LABEL_KEY]: labelKey(row.label) },
  });
  const { value } = await ask({
    ...request,
    part: "explain",
    sharedBy: `explain ${row.id}`,
    parameters: { temperature: 0 },
  });
  return { ...record, [field]: value.explanation.trim(), [LABEL_KEY]: row.label };
}
