import { z } from "zod";
import { DatawrightError } from "../../../base/errors.js";
import type { GenerateStrategy } from "../contract.js";
import { askStep } from "../request/ask-step.js";
import { narrowedInput } from "../request/narrowed-input.js";
import { pick, questionAndAnswer } from "./question-and-answer.js";
import { configurable } from "../../../base/slots/configurable.js";

const SYSTEMS = [
  "Think step by step, and give every step with its reason before the answer.",
  "Explain it as to a child of five years, in short sentences and with an example.",
  "Say first what is known and what is asked, then work it out, then give the answer.",
  "Answer, then justify the answer: which facts it rests on and why they suffice.",
  "Name the rule or definition that applies, show how the case falls under it, and conclude.",
  "You are a patient teacher: lead to the answer in steps that the pupil can check.",
  "Break the task into parts, solve each of them, and put the results together.",
  "Consider what else the answer could be, and say why it is not that.",
  "Be thorough: leave out no step that somebody new to the matter would miss.",
  "Answer in full sentences, so that nobody needs to look anything up to follow it.",
  "Say how sure you are of each step, and what would change your answer.",
  "Give the answer, then check it by another way, and show the check.",
] as const;

const settingsSchema = z.strictObject({
  systems: z
    .array(z.string().min(1))
    .min(1)
    .default([...SYSTEMS])
    .describe(
      "System instructions; one is drawn for each sample, all alike. Write them in the " +
        "task's language.",
    ),
  systemField: z
    .string()
    .default("system")
    .describe(
      "Field that keeps the drawn instruction, where the step writes a field of that name.",
    ),
});

/**
 * Answers a question under a drawn system instruction that asks for an explanation (Orca, Mukherjee
 * et al. 2023). The question is the seed's, as it stands; where there is no seed it is written
 * first. What the seed answers is not shown.
 */
export const explainAnswerStrategy = configurable({
  settings: settingsSchema,
  make: ({ systems, systemField }): GenerateStrategy => ({
    name: "explain-answer",
    async write(input, work, context) {
      const { task } = context;
      const { question, answer: after } = questionAndAnswer(task, input.subTask.output);
      const answer = after.filter((name) => name !== systemField);
      if (answer.length === 0)
        throw new DatawrightError({
          code: "PLAN_INVALID",
          message:
            `the step "${input.subTask.id}" is to answer, and writes only ` +
            `${input.subTask.output.join(", ")}`,
          hint:
            "Take a kind whose samples have an answer: instruction, reasoning, " +
            "question-answering, or custom fields behind the text.",
        });
      const system = context.random.derive("system").pick(systems);
      context.span.set({ "datawright.system": system });
      const [seed] = input.seeds;
      let asked: Record<string, unknown> = seed ? pick(seed.fields, question) : {};
      if (Object.keys(asked).length === 0 && question.length > 0) {
        const asking = narrowedInput({ ...input, seeds: [] }, { output: question });
        const written = await askStep(asking, work, context, {
          instruction: "Write the question only; it is answered later.",
          part: "question",
        });
        asked = written.fields;
      }
      const replying = narrowedInput({ ...input, seeds: [] }, { output: answer, values: asked });
      const replied = await askStep(replying, work, context, {
        instruction: `Answer what is given. How to answer: ${system}`,
        tells: ["language", "rules", "conditions", "sources", "template"],
        demonstrations: "none",
        part: "answer",
      });
      const kept = input.subTask.output.includes(systemField) ? { [systemField]: system } : {};
      return { ...replied, fields: { ...kept, ...asked, ...replied.fields } };
    },
  }),
});
