import { z } from "zod";
import type { Task } from "../../schema/task.js";
import { LABEL_KEY } from "../../tools/fields/record-schema.js";
import type { AgentContext } from "../contract.js";
import type { Demonstration, GenerateInput, GenerateWork } from "./contract.js";
import { giveUp } from "./give-up.js";
import { partOf } from "./part-of.js";
import { sampleRequest } from "./sample-request.js";

/** Labels that are left share less than this: they are not asked for one by one. */
const LEFT = 0.01;
const LOWEST = 1e-9;

const schemas = new WeakMap<Task, Map<string, z.ZodObject>>();

export interface LabelQuestion {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly demonstrations: readonly Demonstration[];
  readonly ask: GenerateWork["ask"];
}

/**
 * How probable each label of a text is, in the model's own view; the values sum to 1.
 *
 * By likelihood where the model gives log-probabilities: the label's answer has the probability of its tokens; it is taken out and the
 * rest asked again, until less than 1 % is left. Else the model is asked for the probabilities.
 *
 * @throws DRAFT_FAILED where all probabilities that it gives are 0
 */
export async function labelProbabilities(
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
      ...partOf(input, { output: [LABEL_KEY], values: fields, revises: false }),
      seeds: [],
    };
    const instruction =
      excluded.length === 0
        ? "Give the label of the given sample."
        : `Suppose that the label of the given sample is not ${excluded.map((name) => JSON.stringify(name)).join(" or ")}: which of the others fits best?`;
    const answer = await ask({
      ...sampleRequest(asked, demonstrations, context, {
        schema: choiceOf(task, open),
        instruction,
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
    ...partOf(input, { output: [LABEL_KEY], values: fields, revises: false }),
    seeds: [],
  };
  const instruction =
    "Do not decide: say for every label how probable it is that it is the right one of the given sample. The probabilities sum to 1.";
  const { value } = await ask({
    ...sampleRequest(asked, demonstrations, context, {
      schema: probabilitiesOf(task),
      instruction,
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
