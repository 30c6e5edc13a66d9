import { z } from "zod";
import type { AgentContext } from "../../contract.js";
import type { GenerateInput, GenerateStrategy, GenerateWork } from "../contract.js";
import { askStep } from "../request/ask-step.js";
import { giveUp } from "../request/give-up.js";
import { narrowedInput } from "../request/narrowed-input.js";
import { sampleRequest } from "../request/sample-request.js";
import type { Told } from "../request/task-section.js";
import { configurable } from "../../../base/slots/configurable.js";
import { pick, questionAndAnswer } from "./question-and-answer.js";
import { DatawrightError } from "../../../base/errors.js";
import { stopWords } from "../../../base/text/language.js";
import { words } from "../../../base/text/words.js";
import { textOf } from "../../../schema/task.js";

/** A rule that an evolved sample failed, with what it found. */
export interface Elimination {
  readonly rule: "prompt-words" | "sorry" | "no-content";
  readonly because: string;
}

const SHORT_ANSWER = 80;
/** Words of a prompt about evolving that a model copied into what it wrote. */
const PROMPT_WORDS = /#?\b(?:given|rewritten|created|evolved) prompt\b#?|\bevolved version\b/iu;

/** The evolved text speaks of the prompt that it comes from, or says nothing. */
export function questionElimination(text: string, language: string): Elimination | null {
  const copied = PROMPT_WORDS.exec(text);
  if (copied) return { rule: "prompt-words", because: `it speaks of the "${copied[0]}"` };
  return isEmptyTalk(text, language)
    ? { rule: "no-content", because: "it has nothing but punctuation and stop words" }
    : null;
}

/** The answer is a short apology, or says nothing: the evolved instruction is too hard, or none. */
export function answerElimination(text: string, language: string): Elimination | null {
  const count = words(text).length;
  if (/\bsorry\b/iu.test(text) && count < SHORT_ANSWER)
    return { rule: "sorry", because: `the answer says sorry in ${count} words` };
  return isEmptyTalk(text, language)
    ? { rule: "no-content", because: "the answer has nothing but punctuation and stop words" }
    : null;
}

function isEmptyTalk(text: string, language: string): boolean {
  const common = stopWords(language);
  return !words(text).some((word) => /[\p{L}\p{N}]/u.test(word) && !common.has(word));
}

const DEPTH =
  "Rewrite the given instruction into a harder version that people can still understand and " +
  "answer. Keep tables, code and other material that it has.";
/** The row says what it is about; how terse the dataset's rows are is what it grows out of. */
const EVOLVING = [
  "language",
  "rules",
  "step",
  "conditions",
  "sources",
  "template",
] as const satisfies readonly Told[];
const SHORT = "Add no more than 10 to 20 words.";

/** Operator -> what the model is asked to do with the row. */
const OPERATORS = {
  "add-constraints": `${DEPTH} Do it by adding one more requirement or limit. ${SHORT}`,
  deepen:
    `${DEPTH} Do it by asking for more depth and breadth on what it already asks about. ` +
    `${SHORT}`,
  concretise: `${DEPTH} Do it by replacing general words with more specific ones. ${SHORT}`,
  "increase-reasoning":
    `${DEPTH} Where few steps of thought solve it, change it so that several are needed. ` +
    `${SHORT}`,
  "complicate-input":
    `${DEPTH} Do it by adding material that has to be worked with: figures, a table, code, a ` +
    "formula or a short text.",
  breadth:
    "Do not rewrite the given instruction: write a new one that it inspires, in the same field " +
    "but about something rarer, of about the same length and difficulty.",
} as const;
const OPERATOR_NAMES = Object.keys(OPERATORS) as [
  keyof typeof OPERATORS,
  ...(keyof typeof OPERATORS)[],
];

const settingsSchema = z.strictObject({
  operators: z
    .array(z.enum(OPERATOR_NAMES))
    .min(1)
    .default(OPERATOR_NAMES)
    .describe("One is drawn for each sample, all alike."),
  compare: z
    .boolean()
    .default(true)
    .describe(
      "Ask whether the evolved version adds anything to its parent; eliminated where it does not.",
    ),
});
const compareSchema = z.object({
  adds: z
    .boolean()
    .describe(
      "true where the second asks for something that the first does not: other limits, more " +
        "depth, other matter",
    ),
});

/**
 * Evolves the first seed by one operator, in depth or in breadth, then answers what came of it
 * (Evol-Instruct, Xu et al. 2024). The sample is given up (eliminated) when the model finds that
 * the version adds nothing to its parent, when it speaks of the prompt, when its answer is an
 * apology of less than 80 words, or when there is nothing in it but punctuation and stop words.
 *
 * Score `addedWords`: how many words longer than its parent it is.
 */
export const evolveStrategy = configurable({
  settings: settingsSchema,
  make: ({ operators, compare }): GenerateStrategy => ({
    name: "evolve",
    async write(input, work, context) {
      const { task } = context;
      const [seed] = input.seeds;
      const { question, answer } = questionAndAnswer(task, input.subTask.output);
      if (question.length === 0)
        throw new DatawrightError({
          code: "PLAN_INVALID",
          message: `the step "${input.subTask.id}" is to evolve a text, and writes none`,
          hint: `Text fields: ${task.textFields.join(", ")}.`,
        });
      if (!seed)
        throw giveUp("draft-failed", "there is no row to evolve; plan.seeds chooses them", {
          final: true,
        });
      const operator = context.random.derive("operator").pick(operators);
      context.span.set({ "datawright.operator": operator });
      const before = pick(seed.fields, question);
      // Its answer is another's: the version gets one of its own.
      const shown = Object.keys(before).length === 0 ? seed : { ...seed, fields: before };
      const asked = narrowedInput({ ...input, seeds: [shown] }, { output: question });
      const evolved = await askStep(asked, work, context, {
        instruction: OPERATORS[operator],
        tells: EVOLVING,
        demonstrations: "none",
        seedText: "The row to start from.",
        part: "evolve",
      });
      const [parent, after] = [textOf(seed.fields, question), textOf(evolved.fields, question)];
      eliminate(questionElimination(after, task.spec.language));
      if (compare && !(await addsSomething(input, work, context, { before: parent, after })))
        throw eliminated("no-gain", "it asks for nothing that its parent does not ask for");
      const scores = { ...evolved.scores, addedWords: count(after) - count(parent) };
      if (answer.length === 0) return { ...evolved, scores };
      const replying = {
        ...narrowedInput(input, { output: answer, values: evolved.fields, revises: false }),
        seeds: [],
      };
      const replied = await askStep(replying, work, context, {
        instruction: "Answer what is given, as well as you can.",
        tells: EVOLVING,
        demonstrations: "none",
        part: "answer",
      });
      eliminate(answerElimination(textOf(replied.fields, answer), task.spec.language));
      return { fields: { ...evolved.fields, ...replied.fields }, scores };
    },
  }),
});

async function addsSomething(
  input: GenerateInput,
  { ask, demonstrations }: GenerateWork,
  context: AgentContext,
  { before, after }: { readonly before: string; readonly after: string },
): Promise<boolean> {
  const asked = {
    ...narrowedInput(input, {
      output: ["adds"],
      inputs: [],
      values: { first: before, second: after },
      revises: false,
    }),
    seeds: [],
  };
  const request = sampleRequest(asked, demonstrations, context, {
    schema: compareSchema,
    instruction: "Compare the two given texts: does the second add anything to the first?",
    tells: [],
    demonstrations: "none",
  });
  return (await ask({ ...request, part: "compare", parameters: { temperature: 0 } })).value.adds;
}

function eliminate(found: Elimination | null): void {
  if (found) throw eliminated(found.rule, found.because);
}

function eliminated(rule: Elimination["rule"] | "no-gain", because: string): DatawrightError {
  return giveUp("eliminated", `${rule}: ${because}`, { final: true, rule });
}

const count = (text: string): number => text.split(/\s+/u).filter((word) => word !== "").length;
