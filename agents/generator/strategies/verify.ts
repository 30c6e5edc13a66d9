import { z } from "zod";
import { numberSetting } from "../../../base/slots/number-setting.js";
import { DatawrightError } from "../../../base/errors.js";
import { recordSchema } from "../../../tools/fields/record-schema.js";
import type { Task } from "../../../schema/task.js";
import { answerOverlap } from "../../../base/text/answer-key.js";
import type { AgentContext } from "../../contract.js";
import type { GenerateInput, GenerateStrategy, GenerateWork } from "../contract.js";
import { giveUp } from "../request/give-up.js";
import { maskFigure } from "./mask-figure.js";
import { narrowedInput } from "../request/narrowed-input.js";
import { sampleRequest } from "../request/sample-request.js";
import { configurable } from "../../../base/slots/configurable.js";

const settingsSchema = z.strictObject({
  field: z
    .string()
    .default("answer")
    .describe("What was answered, and is answered again without being shown."),
  direction: z
    .enum(["forward", "backward"])
    .default("forward")
    .describe(
      "forward: the answer is asked for again. backward: a figure of the question is " +
        "hidden, the answer told, and the figure asked for; forward where the question has " +
        "none.",
    ),
  question: z
    .string()
    .default("question")
    .describe("For backward: the field whose figure is hidden."),
  reason: z
    .boolean()
    .default(false)
    .describe("Whether the reasoning is asked for before the answer, and left out afterwards."),
  minOverlap: numberSetting(
    { above: 0, to: 1, usual: 0.6 },
    "Answers agree from this F1 of their words on; figures must be equal. 1: only equal " +
      "answers agree.",
  ),
});
const hiddenSchema = z.object({ x: z.string().describe("the value of X alone") });
const reasoningText = z.string().describe("the way to the answer, step by step");
const schemas = new WeakMap<Task, Map<string, z.ZodObject>>();

interface Again {
  readonly expected: unknown;
  readonly answer: unknown;
}

/**
 * Answers once more without seeing the answer and compares; the sample is given up (not-verified)
 * where the two differ. Backward verification hides a figure of the question instead (Weng et al.
 * 2023; FOBAR, Jiang et al. 2024). The step writes the second answer. Score `verified`: how far the
 * two agree.
 */
export const verifyStrategy = configurable({
  settings: settingsSchema,
  make: (settings): GenerateStrategy => ({
    name: "verify",
    async write(input, work, context) {
      const { field, minOverlap } = settings;
      const given = input.values[field];
      if (given === undefined)
        throw new DatawrightError({
          code: "PLAN_INVALID",
          message: `the step "${input.subTask.id}" verifies "${field}", which no step before it writes`,
          hint: "Name the field in its settings, and let it depend on the step that writes it.",
        });
      const again =
        (settings.direction === "backward"
          ? await backward(input, work, context, settings)
          : null) ?? (await forward(input, work, context, settings));
      const verified = answerOverlap(again.answer, again.expected);
      context.span.set({ "datawright.verified": verified });
      if (verified < minOverlap)
        throw giveUp(
          "not-verified",
          `answered again, ${field} came out as ${JSON.stringify(again.answer)} and not as ` +
            `${JSON.stringify(again.expected)}`,
          { final: true },
        );
      return { fields: { [input.subTask.output[0]!]: again.answer }, scores: { verified } };
    },
  }),
});

async function forward(
  input: GenerateInput,
  { demonstrations, ask }: GenerateWork,
  context: AgentContext,
  { field, reason }: z.output<typeof settingsSchema>,
): Promise<Again> {
  const asked = narrowedInput(input, {
    output: [field],
    inputs: input.subTask.inputs.filter((name) => name !== field),
    revises: false,
    ofStep: true,
  });
  const request = sampleRequest(asked, demonstrations, context, {
    // Of rows no reasoning comes: its words would only be in the way of the answer.
    schema: schemaOf(context.task, field, reason && context.model.info.writesFromRows !== true),
    instruction:
      asked.subTask.prompt === undefined
        ? "Answer the question yourself: use only what is given."
        : "Use only what is given.",
    tells: ["dataset", "language", "step", "sources", "template"],
    demonstrations: "format",
    sourceText: "The passages to answer from.",
  });
  const { value } = await ask({
    ...request,
    part: "again",
    parameters: { ...request.parameters, temperature: 0 },
  });
  return { expected: input.values[field], answer: value[field] };
}

async function backward(
  input: GenerateInput,
  { demonstrations, ask }: GenerateWork,
  context: AgentContext,
  { field, question }: z.output<typeof settingsSchema>,
): Promise<Again | null> {
  const masked = maskFigure(String(input.values[question] ?? ""), context.random.derive("mask"));
  if (masked === null) return null;
  const asked = narrowedInput(input, { output: ["x"], inputs: [], revises: false });
  const instruction = "One figure of the question is replaced by X. The answer is known. Find X.";
  const request = sampleRequest(asked, demonstrations, context, {
    schema: hiddenSchema,
    instruction,
    tells: ["language"],
    demonstrations: "none",
    given: { [question]: masked.text, [field]: input.values[field] },
  });
  const { value } = await ask({
    ...request,
    part: "backward",
    parameters: { ...request.parameters, temperature: 0 },
  });
  return { expected: masked.figure, answer: value["x"] };
}

/** The same object for every sample, so that its JSON Schema is made once. */
function schemaOf(task: Task, field: string, reason: boolean): z.ZodObject {
  let own = schemas.get(task);
  if (!own) schemas.set(task, (own = new Map<string, z.ZodObject>()));
  const key = `${reason} ${field}`;
  let schema = own.get(key);
  if (!schema) {
    const { shape } = recordSchema(task, [field]);
    own.set(key, (schema = z.object(reason ? { reasoning: reasoningText, ...shape } : shape)));
  }
  return schema;
}
