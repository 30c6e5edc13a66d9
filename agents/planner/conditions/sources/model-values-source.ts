import { z } from "zod";
import { countSetting } from "../../../../base/slots/number-setting.js";
import type { AgentContext } from "../../../contract.js";
import { askValues, type ValueQuestion } from "../ask-values.js";
import { askValuesOfLabels, valueQuestions } from "../ask-values-of-labels.js";
import type { ConditionSource, FoundAttribute, FoundConditions } from "../../contract.js";
import { topicCount } from "../topic-count.js";
import { tooManyCalls } from "../planner-call-limit.js";
import { configurable } from "../../../../base/slots/configurable.js";

/** What a topic is, for who lists them. */
export const TOPIC_QUESTION = "what exactly a sample is about, in which situation";
const TOPIC = {
  question: TOPIC_QUESTION,
  attribute: "what the sample is about",
} as const;
const DEFAULT_COUNT = 6;

/** Values of one dimension, asked from the model: for each label its own, or the same for all. */
export const modelValuesSource = configurable({
  settings: z.strictObject({
    dimension: z.string().min(1).default("topic").describe("Name of the dimension."),
    description: z.string().optional().describe("What it means, for the model."),
    values: countSetting(
      { from: 1 },
      "Values asked for, of each label. Default: plan.subtopics, else 6; of topics as many as the " +
        "first rounds have orders of a label, 6 to 24.",
    ),
    perLabel: z.boolean().default(true).describe("Whether each label has values of its own."),
    sparing: z
      .boolean()
      .default(false)
      .describe("Asks nothing where that takes more calls than samples are wanted."),
  }),
  make: ({ dimension: name, description, values, perLabel, sparing }): ConditionSource => ({
    name: "model-values",
    async find({ before }, context): Promise<FoundConditions> {
      const { task } = context;
      // An earlier source has the dimension: its values stay, and nothing has to be asked.
      if (before.some((other) => other.name === name)) return { attributes: [], notes: [] };
      if (task.kind.givenFields.length > 0 && sparing) return { attributes: [], notes: [] };
      const labels = perLabel ? task.labels : [];
      const calls = Math.max(1, valueQuestions(labels.length));
      const why =
        sparing && calls > task.spec.target
          ? `${calls} calls are too many for ${task.spec.target} samples`
          : tooManyCalls(calls, context, `values of ${name}`);
      if (why !== null)
        return {
          attributes: [],
          notes: [
            `values of ${name} were not asked for: ${why}; name values under ` +
              `attributes${sparing ? ", or set plan.subtopics to 0" : ""}`,
          ],
        };
      const own = name === "topic" && description === undefined;
      const question = {
        name,
        description: own ? TOPIC.question : (description ?? name),
        grows: own && values === undefined && task.spec.plan.subtopics === undefined,
        count: values ?? (own ? topicCount(task) : task.spec.plan.subtopics || DEFAULT_COUNT),
      };
      const shared = {
        name,
        ...(own
          ? { description: TOPIC.attribute }
          : description === undefined
            ? {}
            : { description }),
        source: "model",
        steerable: true,
      } as const;
      return labels.length === 0
        ? forAll(question, shared, context)
        : forEach(question, shared, context);
    },
  }),
});

type Question = Omit<ValueQuestion, "label">;
type Shared = Omit<FoundAttribute, "values">;

async function forAll(
  question: Question,
  shared: Shared,
  context: AgentContext,
): Promise<FoundConditions> {
  const { values, note } = await askValues({ ...question, label: null }, context);
  return {
    attributes: values.length > 0 ? [{ ...shared, values }] : [],
    notes: note === null ? [] : [note],
  };
}

/** Values of a dimension for each label; labels for which none can be used have none. */
export async function forEach(
  question: Question,
  shared: Shared,
  context: AgentContext,
): Promise<{ attributes: FoundAttribute[]; notes: string[] }> {
  const answers = await askValuesOfLabels(question, context);
  const perLabel = Object.fromEntries(
    answers
      .filter((answer) => answer.values.length > 0)
      .map((answer) => [answer.label, answer.values]),
  );
  const notes = answers.flatMap((answer) => (answer.note === null ? [] : [answer.note]));
  return {
    attributes: Object.keys(perLabel).length > 0 ? [{ ...shared, values: [], perLabel }] : [],
    notes,
  };
}
