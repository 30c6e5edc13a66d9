import { z } from "zod";
import { isDatawrightError } from "../../../base/errors.js";
import type { PromptSection } from "../../../schema/prompt.js";
import type { Task } from "../../../schema/task.js";
import type { Decomposition, StepOutline } from "../contract.js";
import { singleDecomposition } from "./single-decomposition.js";
import { planSubTasks, wantedFields } from "./sub-tasks.js";
import { isAnswerTrouble } from "../answer-trouble.js";

const answerSchema = z.object({
  steps: z
    .array(
      z.object({
        id: z.string().describe("short name of the step, letters and dashes"),
        writes: z
          .array(z.string())
          .describe("fields of the sample, or names of notes, that the step writes"),
        reads: z.array(z.string()).describe("ids of the steps whose results it needs"),
        instruction: z.string().describe("what to do in this step, in one or two sentences"),
      }),
    )
    .min(1)
    .max(12),
});
const TRIES = 2;

/**
 * Asks the planner's model which steps make one sample. The answer is checked as any plan is
 * (cycle, depth, inputs that nothing writes); what is wrong with it goes back to the model once.
 * Where it gives no plan that can be run, one step does it all.
 */
export const modelDecomposition: Decomposition = {
  name: "model",
  async steps(task, context) {
    let problem: string | null = null;
    for (let attempt = 0; attempt < TRIES; attempt++) {
      try {
        const { value } = await context.model.object({
          prompt: { sections: sectionsOf(task, problem) },
          schema: answerSchema,
          name: "steps",
          step: "plan:steps",
          orderId: "plan:steps",
          attempt,
          parameters: { temperature: 0 },
        });
        const steps = value.steps.map(({ id, writes, reads, instruction }): StepOutline => ({
          id,
          output: writes,
          dependsOn: reads,
          prompt: instruction,
          purpose: instruction,
        }));
        planSubTasks(task, steps);
        return steps;
      } catch (error) {
        if (!isAnswerTrouble(error) && !(isDatawrightError(error) && error.code === "PLAN_INVALID"))
          throw error;
        problem = error.message;
      }
    }
    context.log.warn(
      `the model gave no plan that can be run (${problem}); each sample is written in one step`,
    );
    context.span.set({ "datawright.plan.refused": problem });
    return singleDecomposition.steps(task, context);
  },
};

function sectionsOf(task: Task, problem: string | null): PromptSection[] {
  const fields = wantedFields(task).map(
    (name) =>
      "- " +
      `${name}${task.fields[name]?.description === undefined ? "" : `: ${task.fields[name].description}`}`,
  );
  const text = [
    "You plan how one sample of a dataset is written, step by step, each step a call of a " +
      "language model.",
    `The dataset: ${task.spec.description}`,
    `One sample is ${task.kind.sample}. Its fields:`,
    ...fields,
    ...(task.kind.givenFields.length > 0
      ? [`Given from the start: ${task.kind.givenFields.join(", ")}.`]
      : []),
    "Use as few steps as a careful writer needs, and no more. Each field is written by " +
      "exactly one step; a step may also write notes that later steps read.",
  ].join("\n");
  return [
    { kind: "task", text },
    ...(problem === null
      ? []
      : [
          {
            kind: "feedback" as const,
            text: "The plan before could not be run. Mend this.",
            items: [{ problem }],
          },
        ]),
    {
      kind: "output",
      text: 'Answer with one object with the field "steps": a list in the order of work.',
    },
  ];
}
