import { askStep } from "../request/ask-step.js";
import { z } from "zod";
import type { AgentContext } from "../../contract.js";
import type { GenerateInput, GenerateStrategy, GenerateWork } from "../contract.js";
import { fittingLabels } from "./fitting-labels.js";
import { giveUp } from "../request/give-up.js";
import { labelKey, type LabelValue } from "../../../schema/label.js";
import type { Row } from "../../../schema/sample.js";
import { configurable } from "../../../base/slots/configurable.js";

const settingsSchema = z.strictObject({
  planned: z
    .boolean()
    .default(true)
    .describe(
      "Ask once for the steps of the transformation, from a few rows; every row is then " +
        "transformed by them.",
    ),
});
/** Rows that the steps are planned from. */
const EXAMPLES = 3;
const planSchema = z.object({
  steps: z.array(z.string()).describe("the steps of the transformation, in order"),
});

/**
 * Transforms a row of another dataset into a sample of this task, keeping what it is about
 * (DataTune, Gandhi et al. 2024): the steps are planned once from a few rows, then carried out on
 * each seed. The row is shown with all its own columns.
 *
 * A sample has a label that fits its row: the row's own where the task has it; else the model is
 * asked once for each row which labels fit, and the order's is taken where it is among them. A row
 * that none fits is skipped (no-label-fits).
 */
export const transformStrategy = configurable({
  settings: settingsSchema,
  make: ({ planned }): GenerateStrategy => ({
    name: "transform",
    async write(input, work, context) {
      const [seed] = input.seeds;
      if (!seed)
        throw giveUp(
          "draft-failed",
          "there is no row to transform; plan.seeds: { strategy: inputs } takes them from the inputs",
          { final: true },
        );
      const label = await labelFor(seed, input, work, context);
      const isOrdered = labelKey(label) === labelKey(input.order.label);
      const demonstrations = isOrdered ? work.demonstrations : await work.demonstrationsFor(label);
      const steps = planned ? await plannedSteps(input, work, context) : [];
      const instruction = [
        "Make the sample out of the given row of another dataset: keep what it is about and " +
          "its facts, change its form to what is wanted here.",
        ...steps.map((step, index) => `${index + 1}. ${step}`),
      ].join("\n");
      const asked = { ...input, seeds: [], order: { ...input.order, label } };
      const written = await askStep(asked, { ...work, demonstrations }, context, {
        instruction,
        sourceText: "What is known besides.",
        given: { row: shownRow(seed) },
      });
      return isOrdered || written.label !== undefined ? written : { ...written, label };
    },
  }),
});

/** A row with its own columns. */
function shownRow({ fields, label }: Row): Record<string, unknown> {
  return { ...fields, ...(label === null ? {} : { label }) };
}

async function labelFor(
  seed: Row,
  input: GenerateInput,
  work: GenerateWork,
  context: AgentContext,
): Promise<LabelValue> {
  const { labels, spec } = context.task;
  const { label: ordered } = input.order;
  if (ordered === null || labels.length === 0) return ordered;
  const own = seed.label === null ? [] : [seed.label].flat();
  if (own.length > 0 && own.every((name) => labels.some((label) => label.name === name)))
    return seed.label;
  const fitting = await fittingLabels(input, work, context, {
    row: shownRow(seed),
    part: "label",
    sharedBy: `transform label ${input.subTask.id} ${seed.id}`,
  });
  context.span.set({ "datawright.fitting_labels": fitting });
  if (fitting.length === 0)
    throw giveUp("no-label-fits", `none of the labels fits the row ${seed.id}`, { final: true });
  if (spec.multiLabel) {
    const wanted = [ordered].flat();
    return wanted.every((name) => fitting.includes(name)) ? ordered : [...fitting].sort();
  }
  return fitting.includes(String(ordered)) ? ordered : fitting[0]!;
}

/** The same request whichever order asks: it is about the task and the first rows alone. */
async function plannedSteps(
  input: GenerateInput,
  { ask }: GenerateWork,
  context: AgentContext,
): Promise<readonly string[]> {
  const { task, memory } = context;
  const sharedBy = `transform plan ${input.subTask.id}`;
  const rows = memory.inputs.length > 0 ? memory.inputs : memory.demonstrations;
  const fields = Object.entries(task.fields).map(
    ([name, field]) =>
      `- ${name}${field.description === undefined ? "" : `: ${field.description}`}`,
  );
  const { value } = await ask({
    prompt: {
      sections: [
        {
          kind: "task",
          text: [
            "Rows of one dataset are to become samples of another.",
            `The wanted dataset: ${task.spec.description}`,
            `A sample is ${task.kind.sample}, with the fields:`,
            ...fields,
            ...(task.labels.length > 0
              ? [
                  "Its labels:",
                  ...task.labels.map(
                    ({ name, definition }) =>
                      `- ${name}${definition === undefined ? "" : `: ${definition}`}`,
                  ),
                ]
              : []),
            "Plan the steps that turn any such row into a good sample.",
          ].join("\n"),
        },
        {
          kind: "sources",
          text: "Rows of the dataset that is there.",
          items: rows
            .slice(0, EXAMPLES)
            .map((row, index) => ({ id: `row ${index + 1}`, text: JSON.stringify(row.fields) })),
        },
        {
          kind: "output",
          text:
            "Answer with one object with the field:\n- steps: the steps of the " +
            "transformation, in order",
        },
      ],
    },
    schema: planSchema,
    part: "plan",
    sharedBy,
    parameters: { temperature: 0 },
  });
  return value.steps.map((step) => step.trim()).filter((step) => step !== "");
}
