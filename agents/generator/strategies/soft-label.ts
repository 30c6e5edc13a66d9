import { askStep } from "../request/ask-step.js";
import { z } from "zod";
import type { AgentContext } from "../../contract.js";
import type { Demonstration, GenerateInput, GenerateStrategy, GenerateWork } from "../contract.js";
import { giveUp } from "../request/give-up.js";
import { narrowedInput } from "../request/narrowed-input.js";
import { sampleRequest, type SampleRequestOptions } from "../request/sample-request.js";
import { ALL_TOLD } from "../request/task-section.js";
import { DatawrightError } from "../../../base/errors.js";
import { SOFT_LABEL_SCORE } from "../../../schema/sample.js";
import type { Task } from "../../../schema/task.js";
import { LABEL_KEY } from "../../../tools/fields/record-schema.js";

/** Labels that are left share less than this: they are not asked for one by one. */
const LEFT = 0.01;
const LOWEST = 1e-9;
const LABELLING = {
  tells: ["dataset", "labels", "language"],
  demonstrations: "facts",
} as const satisfies SampleRequestOptions;

const schemas = new WeakMap<Task, Map<string, z.ZodObject>>();

export interface LabelQuestion {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly demonstrations: readonly Demonstration[];
  readonly ask: GenerateWork["ask"];
}

/**
 * How probable each label of a text is, in the model's own view; the values sum to 1.
 *
 * By likelihood where the model gives log-probabilities: the label's answer has the probability of
 * its tokens; it is taken out and the rest asked again, until less than 1 % is left. Else the model
 * is asked for the probabilities.
 *
 * @throws DRAFT_FAILED where all probabilities that it gives are 0
 */
async function labelProbabilities(
  input: GenerateInput,
  question: LabelQuestion,
  context: AgentContext,
): Promise<ReadonlyMap<string, number>> {
  return (
    (context.model.info.logProbabilities ? await byLikelihood(input, question, context) : null) ??
    askedFor(input, question, context)
  );
}

async function byLikelihood(
  input: GenerateInput,
  { fields, demonstrations, ask }: LabelQuestion,
  context: AgentContext,
): Promise<ReadonlyMap<string, number> | null> {
  const { task } = context;
  const found = new Map<string, number>();
  let left = 1;
  let open = task.labels.map((label) => label.name);
  while (open.length > 1 && left >= LEFT) {
    const excluded = [...found.keys()];
    const asked = {
      ...narrowedInput(input, { output: [LABEL_KEY], values: fields, revises: false }),
      seeds: [],
    };
    const instruction =
      excluded.length === 0
        ? "Give the label of the given sample."
        : "Suppose that the label of the given sample is not " +
          `${excluded.map((name) => JSON.stringify(name)).join(" or ")}: which of the others ` +
          "fits best?";
    const answer = await ask({
      ...sampleRequest(asked, demonstrations, context, {
        schema: choiceOf(task, open),
        instruction,
        ...LABELLING,
      }),
      part: `label-${excluded.length + 1}`,
      parameters: { temperature: 0, topP: 1 },
    });
    if (!answer.logProbabilities || answer.logProbabilities.length === 0) return null;
    const label = String(answer.value[LABEL_KEY]);
    const probability = Math.min(
      1 - LOWEST,
      Math.max(LOWEST, Math.exp(answer.logProbabilities.reduce((sum, value) => sum + value, 0))),
    );
    found.set(label, left * probability);
    left *= 1 - probability;
    open = open.filter((name) => name !== label);
  }
  for (const name of open) found.set(name, left / open.length);
  return found;
}

async function askedFor(
  input: GenerateInput,
  { fields, demonstrations, ask }: LabelQuestion,
  context: AgentContext,
): Promise<ReadonlyMap<string, number>> {
  const { task } = context;
  const asked = {
    ...narrowedInput(input, { output: [LABEL_KEY], values: fields, revises: false }),
    seeds: [],
  };
  const instruction =
    "Do not decide: say for every label how probable it is that it is the right one of the " +
    "given sample. The probabilities sum to 1.";
  const { value } = await ask({
    ...sampleRequest(asked, demonstrations, context, {
      schema: probabilitiesOf(task),
      instruction,
      ...LABELLING,
    }),
    part: "probabilities",
    parameters: { temperature: 0 },
  });
  const given = new Map<string, number>();
  for (const { label, probability } of value["probabilities"] as {
    label: string;
    probability: number;
  }[])
    given.set(label, Math.max(given.get(label) ?? 0, probability));
  const sum = [...given.values()].reduce((total, probability) => total + probability, 0);
  if (!(sum > 0)) throw giveUp("label", "every label of it came back with the probability 0");
  return new Map(task.labels.map(({ name }) => [name, (given.get(name) ?? 0) / sum]));
}

function choiceOf(task: Task, names: readonly string[]): z.ZodObject {
  return schemaOf(task, names.join("\n"), () =>
    z.object({ [LABEL_KEY]: z.enum(names as [string, ...string[]]) }),
  );
}

function probabilitiesOf(task: Task): z.ZodObject {
  const label = z.enum(task.labels.map(({ name }) => name) as [string, ...string[]]);
  return schemaOf(task, "", () =>
    z.object({
      probabilities: z
        .array(z.object({ label, probability: z.number().min(0).max(1) }))
        .describe("every label once, with its probability from 0 to 1"),
    }),
  );
}

/** The same object for the same labels, so that its JSON Schema is made once. */
function schemaOf(task: Task, key: string, make: () => z.ZodObject): z.ZodObject {
  let own = schemas.get(task);
  if (!own) schemas.set(task, (own = new Map<string, z.ZodObject>()));
  let schema = own.get(key);
  if (!schema) own.set(key, (schema = make()));
  return schema;
}

/** The labels stand in the question, as in the paper; which of them is wanted does not. */
function mixingWords({ labels }: Task): string {
  const names = labels.map(({ name, verbalizer }) =>
    verbalizer === undefined ? name : `${name} (${verbalizer})`,
  );
  return (
    "Write one new sample that mixes the rows below: it takes subject, tone or wording of each, " +
    `and reads like one of them. Each row has one of these labels: ${names.join(", ")}. The new ` +
    "sample may have any of them, or lie between two."
  );
}

/**
 * Mixes real rows into a new text and gives it a soft label (GPT3Mix, Yoo et al. 2021): how likely
 * the model finds each label of it. The rows are the seeds, else the demonstrations; the order's
 * label is not told. The label is the likeliest one, and the others stay with the sample as the
 * scores `softLabel:NAME` and in the dataset.
 *
 * @throws SPEC_INVALID for tasks without labels or with several for a sample
 */
export const softLabelStrategy: GenerateStrategy = {
  name: "soft-label",
  async write(input, { ask, demonstrations }, context) {
    const { task } = context;
    if (task.labels.length < 2 || task.spec.multiLabel)
      throw new DatawrightError({
        code: "SPEC_INVALID",
        message:
          "generate.strategy: soft-label needs a task with two labels or more, one for each sample",
      });
    const mixed = input.seeds.length > 0 ? input.seeds : demonstrations;
    if (mixed.length < 2)
      throw giveUp(
        "draft-failed",
        `there are ${mixed.length} rows to mix, and two are needed: plan.seeds: { strategy: ` +
          "mixed, count: 2 }",
        { final: true },
      );
    const shown = [
      ...demonstrations.filter((row) => !mixed.some(({ id }) => id === row.id)),
      ...mixed,
    ];
    const unlabelled = {
      ...input,
      order: { ...input.order, label: null },
      seeds: mixed.map(({ id, fields, text, label, line }) => ({ id, fields, text, label, line })),
    };
    const written = await askStep(unlabelled, { demonstrations: shown, ask }, context, {
      instruction: mixingWords(task),
      tells: ALL_TOLD.filter((what) => what !== "kind"),
      demonstrations: "none",
      seedText: "The rows to mix, each with its label.",
      part: "mix",
    });
    const probabilities = await labelProbabilities(
      unlabelled,
      { fields: written.fields, demonstrations: shown, ask },
      context,
    );
    const [label] = [...probabilities].reduce((best, entry) => (entry[1] > best[1] ? entry : best));
    const soft = task.labels.map(({ name }) => [
      `${SOFT_LABEL_SCORE}${name}`,
      Math.round((probabilities.get(name) ?? 0) * 1e6) / 1e6,
    ]);
    return { ...written, label, scores: { ...written.scores, ...Object.fromEntries(soft) } };
  },
};
