import { z } from "zod";
import { DatawrightError } from "../../../base/errors.js";
import { languageName } from "../../../base/text/language-name.js";
import { sameAnswer } from "../../../base/text/same-answer.js";
import type { AgentContext } from "../../contract.js";
import type { GenerateInput, GenerateStrategy, GenerateWork } from "../contract.js";
import { askStep } from "../request/ask-step.js";
import { giveUp } from "../request/give-up.js";
import { maskFigure } from "./mask-figure.js";
import { narrowedInput } from "../request/narrowed-input.js";
import { pick, questionAndAnswer } from "./question-and-answer.js";
import { sampleRequest } from "../request/sample-request.js";
import type { Told } from "../request/task-section.js";
import { configurable } from "../../../base/slots/configurable.js";

const MODES = ["rephrase", "self-verification", "backward"] as const;
type Mode = (typeof MODES)[number];

const settingsSchema = z.strictObject({
  modes: z
    .array(z.enum(MODES))
    .min(1)
    .default([...MODES])
    .describe(
      "One of those that the seed allows is drawn for each sample: the last two need a " +
        "figure in the question.",
    ),
  check: z
    .boolean()
    .default(true)
    .describe(
      "Compare the answer of the new solution with the one that it must be; false takes the " +
        "latter, for models that cannot solve.",
    ),
  answerField: z
    .string()
    .default("answer")
    .describe("Field with the final answer, which is checked."),
});
const statementSchema = z.object({
  statement: z.string().describe("the question and its answer as statements, with X in its place"),
});
const sentenceSchema = z.object({
  sentence: z.string().describe("the translation; X and {answer} stay as they are"),
});

/** Put behind a question in which a figure is X. */
const BACKWARD =
  "If the answer to the question above is known to be {answer}, what is the value of X?";
const VERIFICATION = "What is the value of X?";

/** A rephrased question is its row's: other rows, topics and conditions have no say in it. */
const REPHRASING = ["language", "audience", "step", "template"] as const satisfies readonly Told[];
/** The problem is there: what is told is how answers are written. */
const SOLVING = [...REPHRASING, "dataset", "rules"] as const satisfies readonly Told[];

interface NewQuestion {
  readonly text: string;
  /** What its answer must be. */
  readonly expected: unknown;
}

/**
 * Bootstraps a new problem from its seed (MetaMath, Yu et al. 2024): the question rephrased; or
 * with one of its figures replaced by X and asked for, either behind the question and its known
 * answer (backward, FOBAR, Jiang et al. 2024) or behind both as statements (self-verification, Weng
 * et al. 2023). The new problem is solved anew, and given up (not-verified) where the answer is not
 * the one that it must be.
 */
export const bootstrapQuestionStrategy = configurable({
  settings: settingsSchema,
  make: ({ modes, answerField, check }): GenerateStrategy => ({
    name: "bootstrap-question",
    async write(input, work, context) {
      const { task } = context;
      const {
        question: [field, ...beside],
        answer,
      } = questionAndAnswer(task, input.subTask.output);
      if (field === undefined || !answer.includes(answerField))
        throw new DatawrightError({
          code: "SPEC_INVALID",
          message:
            `settings of bootstrap-question: answerField: the step "${input.subTask.id}" writes ` +
            `${input.subTask.output.join(", ")}, and no answer "${answerField}" to a text`,
          hint: "Take kind: reasoning, or name the field of the final answer.",
        });
      const [seed] = input.seeds;
      if (!seed || seed.fields[answerField] === undefined)
        throw giveUp(
          "draft-failed",
          seed
            ? `the row ${seed.id} has no ${answerField}`
            : "there is no row to start from; plan.seeds chooses them",
          { final: true },
        );
      const original = String(seed.fields[field] ?? seed.text);
      const masked = maskFigure(original, context.random.derive("mask"));
      const possible = masked === null ? modes.filter((mode) => mode === "rephrase") : modes;
      if (possible.length === 0)
        throw giveUp("draft-failed", "the question has no figure that could be asked for", {
          final: true,
        });
      const mode = context.random.derive("mode").pick(possible);
      context.span.set({ "datawright.mode": mode });
      const known = seed.fields[answerField];
      const made =
        mode === "rephrase" || masked === null
          ? { text: await rephrased(input, work, context, field), expected: known }
          : await backward(input, work, context, { mode, known, ...masked });
      const given = { ...pick(seed.fields, beside), [field]: made.text };
      const solving = {
        ...narrowedInput(input, { output: answer, values: given, revises: false }),
        seeds: [],
      };
      const solved = await askStep(solving, work, context, {
        instruction: "Solve the given problem step by step.",
        tells: SOLVING,
        demonstrations: "format",
        part: "solve",
      });
      if (check && !sameAnswer(solved.fields[answerField], made.expected)) {
        throw giveUp(
          "not-verified",
          `${mode}: solved again, the answer is ${JSON.stringify(solved.fields[answerField])} ` +
            `and not ${JSON.stringify(made.expected)}`,
          { final: true },
        );
      }
      return {
        ...solved,
        fields: { ...given, ...solved.fields, ...(check ? {} : { [answerField]: made.expected }) },
      };
    },
  }),
});

async function rephrased(
  input: GenerateInput,
  work: GenerateWork,
  context: AgentContext,
  field: string,
): Promise<string> {
  const asked = narrowedInput(input, { output: [field] });
  const instruction =
    "Rephrase the question of the row: other words and another order of what it tells, " +
    "every figure and the answer the same.";
  const { fields } = await askStep(asked, work, context, {
    instruction,
    seedText: "The row to rephrase.",
    tells: REPHRASING,
    demonstrations: "none",
    part: "rephrase",
  });
  return String(fields[field] ?? "");
}

async function backward(
  input: GenerateInput,
  work: GenerateWork,
  context: AgentContext,
  {
    mode,
    known,
    text,
    figure,
  }: {
    readonly mode: Mode;
    readonly known: unknown;
    readonly text: string;
    readonly figure: string;
  },
): Promise<NewQuestion> {
  if (mode === "backward") {
    const sentence = await inLanguage(BACKWARD, "backward", input, work, context);
    return {
      text: `${text.trim()} ${sentence.replaceAll("{answer}", () => String(known))}`,
      expected: figure,
    };
  }
  const asked = {
    ...narrowedInput(input, { output: ["statement"], inputs: [], revises: false }),
    seeds: [],
  };
  const request = sampleRequest(asked, work.demonstrations, context, {
    schema: statementSchema,
    instruction:
      "Turn the given question and its answer into statements that say the same. X stands " +
      "for a figure that is not told: it stays X.",
    given: { question: text, answer: known },
    tells: ["language"],
    demonstrations: "none",
  });
  const { value } = await work.ask({ ...request, part: "statement" });
  if (!/(?<![\p{L}\p{N}])X(?![\p{L}\p{N}])/u.test(value.statement))
    throw giveUp("format", "the statement lost the X that is asked for", { final: true });
  return {
    text:
      `${value.statement.trim()} ` +
      `${await inLanguage(VERIFICATION, "verification", input, work, context)}`,
    expected: figure,
  };
}

/** A sentence of this file in the task's language: translated once for the run. */
async function inLanguage(
  sentence: string,
  name: string,
  input: GenerateInput,
  { ask }: GenerateWork,
  { task }: AgentContext,
): Promise<string> {
  const { language } = task.spec;
  if (/^en\b/iu.test(language)) return sentence;
  const { value } = await ask({
    prompt: {
      sections: [
        {
          kind: "task",
          text:
            `Translate the sentence into ${languageName(language)}. X and {answer} are ` +
            "placeholders: they stay as they are.",
        },
        { kind: "sources", text: "The sentence.", items: [{ id: "sentence", text: sentence }] },
        {
          kind: "output",
          text: "Answer with one object with the field:\n- sentence: the translation",
        },
      ],
    },
    schema: sentenceSchema,
    part: `translate-${name}`,
    sharedBy: `${name} sentence ${input.subTask.id}`,
    parameters: { temperature: 0 },
  });
  const lost = ["X", "{answer}"].filter(
    (part) => sentence.includes(part) && !value.sentence.includes(part),
  );
  if (lost.length > 0)
    throw giveUp("format", `the translation of the question lost ${lost.join(" and ")}`, {
      final: true,
    });
  return value.sentence.trim();
}
