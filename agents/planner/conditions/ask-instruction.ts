import { z } from "zod";
import type { Plan } from "../../../schema/plan.js";
import type { AgentContext } from "../../contract.js";
import type { FailedSubTask } from "../decompositions/sub-tasks.js";
import { isAnswerTrouble } from "../answer-trouble.js";

const answerSchema = z.object({
  instruction: z
    .string()
    .min(1)
    .describe("the new instruction of the step, in one to three sentences"),
});

/**
 * Asks the planner's model for another instruction of each sub-task that failed, shown the one
 * before and why it failed.
 *
 * @returns sub-task id -> instruction; none where the model gives no answer that can be used
 * @throws errors of the provider and the budget, as they are
 */
export async function askInstructions(
  plan: Plan,
  failed: readonly FailedSubTask[],
  context: AgentContext,
): Promise<ReadonlyMap<string, string>> {
  const instructions = new Map<string, string>();
  for (const id of new Set(failed.map((failure) => failure.subTask))) {
    const subTask = plan.subTasks.find((part) => part.id === id);
    if (!subTask) continue;
    const reasons = failed
      .filter((failure) => failure.subTask === id)
      .map(({ reason, count }) => ({ reason, count }));
    try {
      const { value } = await context.model.object({
        name: "instruction",
        schema: answerSchema,
        step: `plan:again:${id}:${subTask.revision + 1}`,
        orderId: `plan:${id}`,
        parameters: { temperature: 0 },
        prompt: {
          sections: [
            {
              kind: "task",
              text:
                "You plan how samples of a dataset are written. One step fails too " +
                `often.\nThe dataset: ${context.task.spec.description}\nThe step "${id}": ` +
                `${subTask.prompt ?? subTask.purpose}\nIt writes: ` +
                `${subTask.output.join(", ")}.\nWrite an instruction for the step that avoids ` +
                "what went wrong.",
            },
            { kind: "feedback", text: "Why it failed, and how often.", items: reasons },
            { kind: "output", text: 'Answer with one object with the field "instruction".' },
          ],
        },
      });
      instructions.set(id, value.instruction);
    } catch (error) {
      if (!isAnswerTrouble(error)) throw error;
      context.log.warn(
        `the model gave no new instruction for the step ${id} (${error.code}); it is ` +
          "planned again by rule",
      );
    }
  }
  return instructions;
}
