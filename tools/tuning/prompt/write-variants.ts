import { z } from "zod";
import { isDatawrightError } from "../../../base/errors.js";
import type { PromptSection } from "../../../schema/prompt.js";
import type { Row } from "../../../schema/sample.js";
import { UNREAD_ANSWERS } from "../../curation/allocation/model-asker.js";
import type { TuningContext, TuningSet } from "../contract.js";

/** Instructions asked for in one answer. */
export const VARIANTS_A_QUESTION = 4;
/** Rows that a question shows. */
const SHOWN = 8;
const LONGEST = 3000;
const SHORTEST = 20;

const schema = z.object({
  instructions: z
    .array(z.string().describe("a whole instruction, in a few sentences"))
    .describe(`${VARIANTS_A_QUESTION} instructions, each of another approach`),
});

/**
 * Other instructions for what a task asks, written by the model itself (automatic prompt engineering,
 * Zhou et al. 2023); rows that the present one gets wrong are shown where there are some.
 *
 * @param set.train rows that may be shown; those to choose by never are
 */
export async function writeVariants(
  { task, train }: Pick<TuningSet, "task" | "train">,
  {
    model,
    random,
    isLabelling,
    wrong,
    count,
  }: {
    readonly model: NonNullable<TuningContext["model"]>;
    readonly random: { sample<T>(items: readonly T[], count: number): T[] };
    readonly isLabelling: boolean;
    /** Rows with what the model took them for. */
    readonly wrong: readonly { readonly row: Row; readonly said: string | null }[];
    readonly count: number;
  },
): Promise<string[]> {
  const found = new Map<string, string>();
  const questions = Math.ceil(count / VARIANTS_A_QUESTION);
  for (let number = 0; number < questions; number++) {
    const shown = random.sample(train, Math.min(SHOWN, train.length));
    const mistakes = random.sample(wrong, Math.min(SHOWN, wrong.length));
    try {
      const { value } = await model.object({
        name: "instructions",
        schema,
        step: "tune:instructions",
        orderId: `instructions-${number}`,
        sampleIds: [],
        attempt: 0,
        parameters: { temperature: 1 },
        prompt: { sections: sections(task, { isLabelling, shown, mistakes }) },
      });
      for (const instruction of value.instructions) {
        const text = instruction.trim();
        if (text.length >= SHORTEST && text.length <= LONGEST) found.set(text.toLowerCase(), text);
      }
    } catch (error) {
      // One answer that cannot be read is no reason to lose the others.
      if (!isDatawrightError(error) || !UNREAD_ANSWERS.has(error.code)) throw error;
    }
  }
  return [...found.values()].slice(0, count);
}

function sections(
  task: TuningSet["task"],
  {
    isLabelling,
    shown,
    mistakes,
  }: {
    readonly isLabelling: boolean;
    readonly shown: readonly Row[];
    readonly mistakes: readonly { readonly row: Row; readonly said: string | null }[];
  },
): PromptSection[] {
  const { spec, labels } = task;
  const work = isLabelling
    ? "It gives a text the label that fits it."
    : "It writes a new text for a label that it is told; a small classifier is then trained on such texts.";
  return [
    {
      kind: "task",
      text:
        "Write instructions for a language model. A good instruction says what matters and how to " +
        `tell the labels apart.\nThe dataset: ${spec.description}\nWhat the model does: ${work}\n` +
        `The labels:\n${labels
          .map(({ name, definition }) => `- ${name}${definition ? `: ${definition}` : ""}`)
          .join("\n")}`,
    },
    {
      kind: "demonstrations",
      text: "Real texts with their labels.",
      items: shown.map(({ text, label }) => ({ text, label })),
    },
    ...(mistakes.length === 0
      ? []
      : [
          {
            kind: "draft" as const,
            text: "Texts that the present instruction gets wrong, with what was answered.",
            items: mistakes.map(({ row, said }) => ({
              text: row.text,
              label: row.label,
              answered: said,
            })),
          },
        ]),
    {
      kind: "output",
      text:
        `Answer with ${VARIANTS_A_QUESTION} instructions, each a few sentences long and each of another ` +
        "approach. Quote none of the texts. The description and the labels are told beside the instruction: do not repeat them.",
    },
  ];
}
