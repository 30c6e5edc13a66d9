import { z } from "zod";
import { caseFold } from "../../../base/text/case-fold.js";
import { languageName } from "../../../base/text/language-name.js";
import type { LabelSpec } from "../../../schema/label.js";
import type { AgentContext } from "../../contract.js";
import { isAnswerTrouble } from "../answer-trouble.js";
import { askValues, cleanValues, meaning, type ValueQuestion } from "./ask-values.js";

/** Up to as many labels each has a question of its own, with its rows. */
export const FEW_LABELS = 12;
/** Labels of one question where there are more. */
const TOGETHER = 10;

const manySchema = z.object({
  labels: z
    .array(
      z.object({
        label: z.string().describe("the label, as it stands there"),
        values: z.array(z.string()).describe("its values, each a short noun phrase"),
      }),
    )
    .describe("one entry for each label"),
});

/** Values of a dimension for one label; why there are none, or what was left out. */
export interface LabelValues {
  readonly label: string;
  readonly values: string[];
  readonly note: string | null;
}

/** How many questions values for so many labels take. */
export function valueQuestions(labels: number): number {
  return labels <= FEW_LABELS ? labels : Math.ceil(labels / TOGETHER);
}

/**
 * Asks for the values of a dimension for each label: label by label where they are few, ten in one
 * question where there are many. A label that such an answer leaves out is asked for alone.
 */
export async function askValuesOfLabels(
  question: Omit<ValueQuestion, "label">,
  context: AgentContext,
): Promise<LabelValues[]> {
  const { labels } = context.task;
  const alone = async (label: LabelSpec): Promise<LabelValues> => ({
    label: label.name,
    ...(await askValues({ ...question, label }, context)),
  });
  if (labels.length <= FEW_LABELS) return Promise.all(labels.map(alone));
  const parts = Array.from({ length: valueQuestions(labels.length) }, (_, part) =>
    labels.slice(part * TOGETHER, (part + 1) * TOGETHER),
  );
  const answers = await Promise.all(
    parts.map(async (part, number) => {
      const found = await askTogether(question, part, number, context);
      return Promise.all(
        part.map(async (label) => {
          const listed = found.get(keyOf(label.name)) ?? [];
          const { values } = cleanValues(listed, {
            count: question.count,
            taken: labels.map(({ name }) => name),
          });
          return values.length > 0 ? { label: label.name, values, note: null } : alone(label);
        }),
      );
    }),
  );
  return answers.flat();
}

/** Label, in small letters -> what the model listed for it; nothing where its answer is of no use. */
async function askTogether(
  { name, description, count }: Omit<ValueQuestion, "label">,
  labels: readonly LabelSpec[],
  part: number,
  context: AgentContext,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { task } = context;
  const step = `values:${name}:part-${part}`;
  try {
    const { value } = await context.model.object({
      prompt: {
        sections: [
          {
            kind: "task",
            text: [
              "You plan a dataset so that it covers its field and does not repeat itself.",
              `The dataset: ${task.spec.description}`,
              `For each label below list ${count} different values of "${name}"${meaning(name, description)}.`,
              `Each value is a short noun phrase in ${languageName(task.spec.language)}. No two of ` +
                "a label may mean the same; together they cover the label, rare cases included.",
            ].join("\n"),
          },
          {
            kind: "conditions",
            text: "The labels in question.",
            items: labels.map((label) => ({
              name: "label",
              value: label.name,
              description: label.definition,
            })),
          },
          {
            kind: "output",
            text: `Answer with one entry for each of the ${labels.length} labels: the label, and its ${count} values.`,
          },
        ],
        template: task.spec.prompts["planner"],
      },
      schema: manySchema,
      name: "values",
      step: `plan:${step}`,
      orderId: `plan:${step}`,
    });
    return new Map(value.labels.map(({ label, values }) => [keyOf(label), values]));
  } catch (error) {
    if (!isAnswerTrouble(error)) throw error;
    return new Map();
  }
}

function keyOf(label: string): string {
  return caseFold(label.normalize("NFKC").trim());
}
