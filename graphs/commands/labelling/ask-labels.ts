import { z } from "zod";
import { isDatawrightError } from "../../../base/errors.js";
import type { LabelValue } from "../../../schema/label.js";
import type { PromptSection } from "../../../schema/prompt.js";
import type { Task } from "../../../schema/task.js";
import { UNREAD_ANSWERS } from "../../../tools/curation/allocation/model-asker.js";
import type { CurationRow } from "../../../tools/curation/contract.js";
import type { AskRows, Demonstration } from "../../../tools/curation/label-loop/contract.js";
import type { RoleModel } from "../../../tools/models/contract.js";

interface Answer {
  readonly label: LabelValue;
  readonly confidence: number | null;
}

/** Questions that wait in memory at a time: more than any server answers at once. */
const MADE_AT_ONCE = 1000;

/**
 * Asks a language model for labels, one call a row; an answer that cannot be read is null and
 * counted by who asks.
 */
export function askLabels(task: Task, model: RoleModel): AskRows {
  const names = task.labels.map((label) => label.name);
  const schema = z.object({
    label: z.enum(names as [string, ...string[]]),
    confidence: z.number().min(0).max(1),
  });
  const answerOf = async (
    row: CurationRow,
    demonstrations: readonly Demonstration[],
    variant: number,
  ): Promise<Answer> => {
    try {
      const answer = await model.object({
        name: "label",
        schema,
        step: `label:${variant}`,
        orderId: row.id,
        sampleIds: [row.id],
        attempt: variant,
        parameters: { temperature: 0 },
        prompt: { sections: sections(task, row, demonstrations) },
      });
      return { label: answer.value.label, confidence: answer.value.confidence };
    } catch (error) {
      if (isDatawrightError(error) && UNREAD_ANSWERS.has(error.code))
        return { label: null, confidence: null };
      throw error;
    }
  };
  return async (rows, { demonstrations, variant }) => {
    const answers: Answer[] = [];
    let next = 0;
    const askOneByOne = async (): Promise<void> => {
      while (next < rows.length) {
        const at = next++;
        try {
          answers[at] = await answerOf(rows[at]!, demonstrations[at] ?? [], variant);
        } catch (error) {
          next = rows.length;
          throw error;
        }
      }
    };
    await Promise.all(Array.from({ length: Math.min(MADE_AT_ONCE, rows.length) }, askOneByOne));
    return answers;
  };
}

function sections(
  task: Task,
  row: CurationRow,
  demonstrations: readonly Demonstration[],
): PromptSection[] {
  const { spec } = task;
  const definitions = task.labels
    .map((label) => `- ${label.name}${label.definition ? `: ${label.definition}` : ""}`)
    .join("\n");
  return [
    {
      kind: "task",
      text: `You label texts for a dataset: ${spec.description}\nThe labels:\n${definitions}`,
    },
    ...(demonstrations.length > 0
      ? [
          {
            kind: "demonstrations" as const,
            text: "Texts with their labels:",
            items: demonstrations.map(({ text, label }) => ({ text, label })),
          },
        ]
      : []),
    { kind: "draft", text: "The text to label:", items: [{ text: row.text }] },
    {
      kind: "output",
      text: "Answer with the label that fits best, and how sure you are of it, from 0 to 1.",
    },
  ];
}
