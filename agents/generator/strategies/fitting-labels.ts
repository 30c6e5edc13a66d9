import { z } from "zod";
import type { Task } from "../../../schema/task.js";
import type { AgentContext } from "../../contract.js";
import type { GenerateInput, GenerateWork } from "../contract.js";
import { narrowedInput } from "../request/narrowed-input.js";
import { sampleRequest } from "../request/sample-request.js";

/** Name of the answer. */
const FITTING = "labels";

type FittingSchema = z.ZodObject<{ labels: z.ZodArray<z.ZodEnum> }>;
const schemas = new WeakMap<Task, FittingSchema>();

/**
 * Asks which of the task's labels a sample that is made of a row could rightly have; the same
 * question whichever order asks.
 *
 * @param options.row the row with its own columns
 * @param options.part name of the question
 * @param options.sharedBy name under which the answer is shared
 * @returns names of labels, the best first, none twice; empty where none fits
 */
export async function fittingLabels(
  input: GenerateInput,
  { ask }: GenerateWork,
  context: AgentContext,
  options: {
    readonly row: Readonly<Record<string, unknown>>;
    readonly part: string;
    readonly sharedBy: string;
  },
): Promise<string[]> {
  const asked = {
    ...narrowedInput(input, { output: [FITTING], inputs: [], revises: false }),
    seeds: [],
    order: { ...input.order, label: null, conditions: [] },
  };
  const request = sampleRequest(asked, [], context, {
    schema: schemaOf(context.task),
    tells: ["dataset", "labels"],
    demonstrations: "none",
    instruction:
      "A sample of this dataset is to be made of the given row, keeping what it is about. Name " +
      "every label that such a sample could rightly have, the best first. Where the row is about " +
      "nothing that one of them stands for, name none.",
    given: { row: options.row },
  });
  const { value } = await ask({
    ...request,
    part: options.part,
    sharedBy: options.sharedBy,
    parameters: { temperature: 0 },
  });
  return [...new Set(value.labels)].map(String);
}

/** The same object for all rows, so that its JSON Schema is made once. */
function schemaOf(task: Task): FittingSchema {
  let schema = schemas.get(task);
  if (!schema) {
    const names = task.labels.map(({ name }) => name) as [string, ...string[]];
    schema = z.object({
      labels: z.array(z.enum(names)).describe("the labels that fit, the best first; [] for none"),
    });
    schemas.set(task, schema);
  }
  return schema;
}
