import { z } from "zod";
import { countSetting } from "../../../base/slots/number-setting.js";
import type { AgentContext } from "../../contract.js";
import type { GenerateInput, GenerateStrategy, GenerateWork } from "../contract.js";
import { giveUp } from "../request/give-up.js";
import { narrowedInput } from "../request/narrowed-input.js";
import { sampleRequest } from "../request/sample-request.js";
import { ALL_TOLD } from "../request/task-section.js";
import { heardBy, turnDemonstrations } from "./turn-demonstrations.js";
import { configurable } from "../../../base/slots/configurable.js";
import { DatawrightError } from "../../../base/errors.js";
import { answerKey } from "../../../base/text/answer-key.js";
import type { Message } from "../../../schema/field.js";
import { namesItselfMachine, withoutStockPhrases } from "../../../tools/text/stock-phrases.js";

const settingsSchema = z.strictObject({
  minTurns: countSetting(
    { from: 1, to: 40, usual: 3 },
    "Rounds of a question and a reply before the user may end the conversation.",
  ),
  maxTurns: countSetting({ from: 1, to: 40, usual: 7 }, "Rounds after which it ends in any case."),
  stockPhrases: z
    .array(z.string())
    .default([])
    .describe(
      "Beginnings of polite sentences that are cut off beside the English ones that are " +
        "known, for other languages.",
    ),
});
const goalSchema = z.object({
  who: z.string().describe("who the user is and how they write, in one sentence"),
  goal: z
    .string()
    .describe("what the user wants to get out of the conversation, in one or two sentences"),
});
const lineSchema = z.object({ message: z.string().describe("the next message alone") });
const userSchema = lineSchema.extend({
  done: z.boolean().describe("true where the user has what they wanted and would only say goodbye"),
});
/** The role is told by the turn: neither a persona nor what a whole conversation is. */
const TURN = ALL_TOLD.filter((told) => !["persona", "kind", "label"].includes(told));
const TURNS = "How other conversations of this kind go on at this point.";

/**
 * Two models talk, each with its own memory (UltraChat, Ding et al. 2023): the partner plays a user
 * with a goal of their own, the generator's model answers and knows of the conversation alone. It
 * ends when the user has what they wanted. Polite phrases without content are cut off. Given up:
 * no-answer where it ends or goes in circles too soon, refused where a side speaks as a language
 * model.
 */
export const dialogueTurnsStrategy = configurable({
  settings: settingsSchema,
  make: (settings): GenerateStrategy => ({
    name: "dialogue-turns",
    async write(input, work, context) {
      const { minTurns, maxTurns } = settings;
      if (minTurns > maxTurns)
        throw new DatawrightError({
          code: "SPEC_INVALID",
          message:
            `settings of the step "${input.subTask.id}": minTurns is ${minTurns}, above ` +
            `maxTurns, which is ${maxTurns}`,
        });
      const field = messagesField(input, context);
      const goal = await askGoal(input, work, context);
      const messages: Message[] = [];
      for (let round = 0; round < maxTurns; round++) {
        const said = await userTurn(input, work, context, {
          field,
          goal,
          messages,
          round,
          mayEnd: round >= minTurns,
        });
        const question = cleaned(said.message, settings.stockPhrases);
        // Who says goodbye with a question wants it answered.
        if (said.done && !/[?？؟]/u.test(question)) break;
        const reply =
          question === ""
            ? ""
            : cleaned(
                await assistantTurn(input, work, context, {
                  field,
                  messages: [...messages, { role: "user", content: question }],
                  round,
                }),
                settings.stockPhrases,
              );
        const problem =
          question === ""
            ? "the user has nothing to say"
            : reply === ""
              ? "the assistant has nothing to say"
              : repeats(messages, question, reply)
                ? "it goes in circles"
                : null;
        if (problem !== null && round < minTurns)
          throw giveUp(
            "no-answer",
            `the conversation ends in round ${round + 1} of at least ${minTurns}: ${problem}`,
          );
        if (problem !== null) break;
        messages.push({ role: "user", content: question }, { role: "assistant", content: reply });
        if (said.done) break;
      }
      context.span.set({ "datawright.goal": goal.goal, "datawright.turns": messages.length / 2 });
      return { fields: { [field]: messages }, scores: { turns: messages.length / 2 } };
    },
  }),
});

type Goal = z.output<typeof goalSchema>;

interface Turn {
  readonly field: string;
  readonly messages: readonly Message[];
  readonly round: number;
}

async function askGoal(
  input: GenerateInput,
  { demonstrations, ask }: GenerateWork,
  context: AgentContext,
): Promise<Goal> {
  const asked = narrowedInput(input, { output: ["who", "goal"] });
  const instruction =
    "Before the conversation: invent the user who begins it, one who fits every condition, " +
    "and what they want.";
  return (
    await ask({
      ...sampleRequest(asked, demonstrations, context, {
        schema: goalSchema,
        instruction,
        tells: ["dataset", "language", "audience", "conditions", "template"],
        demonstrations: "none",
      }),
      of: "partner",
      part: "goal",
    })
  ).value;
}

/**
 * The user knows their goal and has no passages: what is written there is the assistant's to tell.
 */
async function userTurn(
  input: GenerateInput,
  { demonstrations, ask }: GenerateWork,
  context: AgentContext,
  {
    field,
    goal,
    messages,
    round,
    mayEnd,
  }: Turn & { readonly goal: Goal; readonly mayEnd: boolean },
): Promise<{ readonly message: string; readonly done: boolean }> {
  const asked = {
    ...narrowedInput(input, {
      output: ["message", ...(mayEnd ? ["done"] : [])],
      inputs: [],
      revises: false,
      ofStep: true,
    }),
    sources: [],
  };
  const instruction = [
    "You play the user of the conversation, not the assistant.",
    messages.length === 0
      ? "Write the user's first message, as people write: it opens with what they want and need " +
        "not tell everything at once."
      : "Write what the user says next, as people write: go after the goal bit by bit, react to " +
        "the last reply, ask for what is missing.",
    mayEnd
      ? "Say that you are done once there is nothing left to ask."
      : "The conversation is not over yet.",
  ].join(" ");
  const items = turnDemonstrations(demonstrations, field, { side: "user", turn: round }).map(
    ({ done, ...item }) => (mayEnd ? { ...item, done } : item),
  );
  const options = {
    instruction,
    given: { ...goal, conversation: heardBy("user", messages) },
    tells: TURN,
    piece: true,
    shown: items.length > 0 ? { text: TURNS, items } : undefined,
  };
  const part = { of: "partner", part: `user-${round + 1}` } as const;
  if (mayEnd)
    return (
      await ask({
        ...sampleRequest(asked, demonstrations, context, { ...options, schema: userSchema }),
        ...part,
      })
    ).value;
  return {
    ...(
      await ask({
        ...sampleRequest(asked, demonstrations, context, { ...options, schema: lineSchema }),
        ...part,
      })
    ).value,
    done: false,
  };
}

/**
 * The assistant sees the conversation and its passages, neither the goal nor the conditions of the
 * order.
 */
async function assistantTurn(
  input: GenerateInput,
  { demonstrations, ask }: GenerateWork,
  context: AgentContext,
  { field, messages, round }: Turn,
): Promise<string> {
  const asked = {
    ...narrowedInput(input, {
      output: ["message"],
      inputs: [],
      revises: false,
      ofStep: true,
    }),
    order: { ...input.order, conditions: [] },
  };
  const instruction =
    "You play the assistant of the conversation. Write its next reply: answer what was " +
    "asked, to the point, without phrases of politeness.";
  const items = turnDemonstrations(demonstrations, field, { side: "assistant", turn: round }).map(
    ({ conversation, message }) => ({ conversation, message }),
  );
  const options = {
    schema: lineSchema,
    instruction,
    tells: TURN,
    piece: true,
    given: { conversation: heardBy("assistant", messages) },
    shown: items.length > 0 ? { text: TURNS, items } : undefined,
  };
  return (
    await ask({
      ...sampleRequest(asked, demonstrations, context, options),
      part: `assistant-${round + 1}`,
    })
  ).value.message;
}

function cleaned(message: string, stockPhrases: readonly string[]): string {
  if (namesItselfMachine(message))
    throw giveUp("refused", "a side of the conversation speaks as a language model");
  return withoutStockPhrases(message, stockPhrases);
}

function repeats(messages: readonly Message[], question: string, reply: string): boolean {
  const [asked, answered] = [answerKey(question), answerKey(reply)];
  return (
    asked === answered ||
    messages.some(
      ({ role, content }) => answerKey(content) === (role === "user" ? asked : answered),
    )
  );
}

function messagesField({ subTask }: GenerateInput, { task }: AgentContext): string {
  const field = subTask.output.find((name) => task.fields[name]?.type === "messages");
  if (field !== undefined && subTask.output.length === 1) return field;
  throw new DatawrightError({
    code: "PLAN_INVALID",
    message: `the step "${subTask.id}" holds a conversation, but writes ${subTask.output.join(", ")}`,
    hint: "Let it write one field of type messages.",
  });
}
