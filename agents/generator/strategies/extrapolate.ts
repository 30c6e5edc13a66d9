import { z } from "zod";
import { labelKey } from "../../../schema/label.js";
import { LABEL_KEY } from "../../../tools/fields/record-schema.js";
import type { AgentContext } from "../../contract.js";
import type { GenerateInput, GenerateStrategy, GenerateWork, Written } from "../contract.js";
import { askStep } from "../request/ask-step.js";
import { recordOf, sampleFields } from "../request/demonstration-section.js";
import { giveUp } from "../request/give-up.js";
import { narrowedInput } from "../request/narrowed-input.js";
import { configurable } from "../../../base/slots/configurable.js";

const settingsSchema = z.strictObject({
  seedsAre: z
    .enum(["errors", "pattern"])
    .default("errors")
    .describe(
      "errors: rows that a small model gets wrong. pattern: they and the demonstrations have " +
        "something in common, which the sample goes on with; it is labelled afterwards.",
    ),
});

const LIKE_ERRORS = {
  seedText: "Rows that a small model reads wrongly; their labels are right.",
  instruction:
    "Write a new sample that is hard in the same way: alike in what makes it easy to " +
    "misread, with the same label, about other particulars.",
} as const;

/**
 * Writes a sample like its seeds, with their label: the errors of a small model extrapolated (S3,
 * Wang et al. 2023); or a pattern that an ambiguous row and its neighbours share continued without
 * its label being named, and the new sample labelled (WANLI, Liu et al. 2022).
 */
export const extrapolateStrategy = configurable({
  settings: settingsSchema,
  make: ({ seedsAre }): GenerateStrategy => ({
    name: "extrapolate",
    async write(input, work, context) {
      if (seedsAre === "pattern") return continued(input, work, context);
      const [seed] = input.seeds;
      // Before a small model is trained there are no errors: then the seed set is written, from the
      // label alone (S3, step one).
      if (!seed) return askStep(input, work, context);
      const label = seed.label ?? input.order.label;
      if (labelKey(label) === labelKey(input.order.label))
        return askStep({ ...input, order: { ...input.order, label } }, work, context, LIKE_ERRORS);
      const demonstrations = (await work.demonstrationsFor(label)).filter(
        (row) => row.id !== seed.id,
      );
      const written = await askStep(
        { ...input, order: { ...input.order, label } },
        { ...work, demonstrations },
        context,
        LIKE_ERRORS,
      );
      return { ...written, label };
    },
  }),
});

/** The pocket of rows is the whole question: what they share says what is wanted, no label does. */
async function continued(
  input: GenerateInput,
  work: GenerateWork,
  context: AgentContext,
): Promise<Written> {
  const { task } = context;
  const pocket = [...work.demonstrations, ...input.seeds].map((row) => row.fields);
  if (pocket.length === 0)
    throw giveUp(
      "draft-failed",
      "there is no row whose pattern could be continued: the task has no real row of the label",
      { final: true },
    );
  const unlabelled = { ...input, order: { ...input.order, label: null }, seeds: [] };
  const names = sampleFields(task);
  const written = await askStep(unlabelled, work, context, {
    instruction:
      "Find what the samples below have in common in how they are made, and write one more that " +
      "follows the same pattern, about something else. Do not name the pattern.",
    shown: {
      text: "Samples that follow one pattern.",
      items: pocket.map((fields) => recordOf({ fields }, names, names)),
    },
    part: "pattern",
  });
  if (task.labels.length < 2 || task.spec.multiLabel) return written;
  const asked = narrowedInput(unlabelled, {
    output: [LABEL_KEY],
    inputs: task.kind.givenFields,
    values: written.fields,
    revises: false,
  });
  const labelled = await askStep(asked, work, context, {
    tells: ["dataset", "label", "language", "kind"],
    demonstrations: "none",
    part: "label",
    parameters: { temperature: 0 },
  });
  return {
    ...written,
    label: labelled.label,
    scores: { ...written.scores, ...labelled.scores },
  };
}
