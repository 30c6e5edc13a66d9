import { z } from "zod";
import { countSetting } from "../../../base/slots/number-setting.js";
import { DatawrightError } from "../../../base/errors.js";
import type { Message } from "../../../schema/field.js";
import type { Task } from "../../../schema/task.js";
import type { GenerateInput, GenerateStrategy } from "../contract.js";
import { askStep } from "../request/ask-step.js";
import { giveUp } from "../request/give-up.js";
import { configurable } from "../../../base/slots/configurable.js";

const settingsSchema = z.strictObject({
  minTurns: countSetting({ from: 1, usual: 1 }, "Fewest rounds of a user's turn and its answer."),
  maxTurns: z.number().int().min(1).default(10).describe("Most rounds; further ones are cut off."),
});

/**
 * One model writes both sides of a conversation in one answer (Baize, Xu et al. 2023), about its
 * seed's question or the order's conditions. A last turn of the user that nobody answers is left
 * out; turns that do not alternate, or too few, give the sample up.
 */
export const selfChatStrategy = configurable({
  settings: settingsSchema,
  make: ({ minTurns, maxTurns }): GenerateStrategy => ({
    name: "self-chat",
    async write(input, work, context) {
      const field = messagesField(input, context.task);
      const length = minTurns === maxTurns ? `${minTurns}` : `${minTurns} to ${maxTurns}`;
      const instruction =
        `Write the whole conversation of a user and an assistant, both sides, ${length} rounds. ` +
        "The user asks, follows up and ends it when nothing is left to ask; the assistant helps " +
        "and does not ask back without need.";
      const written = await askStep(input, work, context, {
        instruction,
        seedText: "What the conversation begins with, or is about.",
      });
      return {
        ...written,
        fields: {
          ...written.fields,
          [field]: alternating(written.fields[field] as readonly Message[], minTurns, maxTurns),
        },
      };
    },
  }),
});

/** @throws SPEC_INVALID where the step writes no turns */
function messagesField({ subTask }: GenerateInput, { fields }: Task): string {
  const field = subTask.output.find((name) => fields[name]?.type === "messages");
  if (field === undefined)
    throw new DatawrightError({
      code: "SPEC_INVALID",
      message:
        `self-chat writes a conversation; the step "${subTask.id}" writes ` +
        `${subTask.output.join(", ")}`,
      hint: "Take kind: dialogue, or give the task a field of type messages.",
    });
  return field;
}

/**
 * @throws DRAFT_FAILED for turns that are not user, assistant, user …, behind a system turn or not
 */
function alternating(messages: readonly Message[], least: number, most: number): Message[] {
  const system = messages[0]?.role === "system" ? messages.slice(0, 1) : [];
  const turns = messages.slice(system.length).filter(({ content }) => content.trim() !== "");
  const wrong = turns.findIndex(
    ({ role }, index) => role !== (index % 2 === 0 ? "user" : "assistant"),
  );
  if (wrong >= 0)
    throw giveUp(
      "format",
      `turn ${wrong + 1} of the conversation is the ${turns[wrong]!.role}'s: user and ` +
        "assistant do not alternate",
    );
  const rounds = Math.min(most, Math.floor(turns.length / 2));
  if (rounds < least)
    throw giveUp("format", `the conversation has ${rounds} of at least ${least} rounds`);
  return [...system, ...turns.slice(0, 2 * rounds)];
}
