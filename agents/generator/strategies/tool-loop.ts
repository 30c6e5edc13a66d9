import { askStep } from "../request/ask-step.js";
import { z } from "zod";
import { countSetting } from "../../../base/slots/number-setting.js";
import type { AgentContext } from "../../contract.js";
import type { GenerateInput, GenerateStrategy, GenerateWork } from "../contract.js";
import { giveUp } from "../request/give-up.js";
import { narrowedInput } from "../request/narrowed-input.js";
import { sampleRequest } from "../request/sample-request.js";
import { configurable } from "../../../base/slots/configurable.js";
import { actionDemonstrations, ANSWER, toolLines, type ToolAction } from "./tool-demonstrations.js";
import { DatawrightError } from "../../../base/errors.js";
import { answerKey } from "../../../base/text/answer-key.js";
import type { Message } from "../../../schema/field.js";
import type { JsonValue } from "../../../schema/json.js";
import type { ToolSpec } from "../../../schema/task-file/tool-spec.js";
import type { Task } from "../../../schema/task.js";
import { toolParameters, toolResult } from "../../../tools/fields/tool-arguments.js";

/** What a call gave, as the message that the model reads says it. */
export interface ToolOutcome {
  readonly content: string;
  readonly failed: boolean;
}
interface ToolCall {
  readonly tool: ToolSpec;
  readonly values: Readonly<Record<string, unknown>>;
  readonly messages: readonly Message[];
  /** Number of the call, from 1. */
  readonly number: number;
}

const played = new WeakMap<ToolSpec, z.ZodObject>();

/**
 * Runs the tool's own code inside the JavaScript boundary; a tool without code is played by the
 * partner model, in the form of its result.
 */
async function runTool(
  input: GenerateInput,
  work: GenerateWork,
  context: AgentContext,
  call: ToolCall,
): Promise<ToolOutcome> {
  if (call.tool.code === undefined) return playTool(input, work, context, call);
  const { javascriptSandbox } =
    await import("../../../tools/sandbox/javascript/javascript-sandbox.js");
  const { value, error } = await javascriptSandbox.run(call.tool.code, {
    input: { args: call.values as JsonValue },
    signal: context.signal,
  });
  if (error !== null) return { content: JSON.stringify({ error: error.message }), failed: true };
  return { content: typeof value === "string" ? value : JSON.stringify(value), failed: false };
}

async function playTool(
  input: GenerateInput,
  { demonstrations, ask }: GenerateWork,
  context: AgentContext,
  { tool, values, messages, number }: ToolCall,
): Promise<ToolOutcome> {
  let schema = played.get(tool);
  if (!schema) played.set(tool, (schema = z.object({ result: toolResult(tool) })));
  const asked = narrowedInput(input, { output: ["result"], inputs: [], revises: false });
  const instruction =
    "You play one of the tools, not the assistant. Give what it would return for the call: " +
    "likely, in its usual form, and in keeping with every result before it.";
  const items = demonstrations.flatMap((row) => resultsOf(row.fields, tool.name));
  const { value } = await ask({
    ...sampleRequest(asked, demonstrations, context, {
      schema,
      instruction,
      tells: ["dataset", "tools", "language"],
      demonstrations: "none",
      given: { tool: tool.name, arguments: values, conversation: toolLines(messages) },
      ...(items.length > 0 ? { shown: { text: "What the tool returned elsewhere.", items } } : {}),
    }),
    of: "partner",
    part: `result-${number}`,
  });
  const result = value["result"];
  return { content: typeof result === "string" ? result : JSON.stringify(result), failed: false };
}

/** Calls of a tool in a demonstration, with what they gave. */
function resultsOf(
  fields: Readonly<Record<string, unknown>>,
  name: string,
): Record<string, unknown>[] {
  return Object.values(fields)
    .filter(Array.isArray)
    .flatMap((list) =>
      (list as Partial<Message>[]).flatMap((message, at) => {
        const call = message.toolCalls?.find((candidate) => candidate.name === name);
        const answer = call ? (list as Partial<Message>[])[at + 1] : undefined;
        return call && answer?.role === "tool"
          ? [{ arguments: call.arguments, result: parsed(answer.content ?? "") }]
          : [];
      }),
    );
}

function parsed(content: string): unknown {
  try {
    return JSON.parse(content) as unknown;
  } catch {
    return content; // a result that is plain text
  }
}

const settingsSchema = z.strictObject({
  minCalls: countSetting({ from: 0, to: 40, usual: 1 }, "Calls before the model may answer."),
  maxCalls: countSetting({ from: 1, to: 40, usual: 6 }, "Calls after which it must answer."),
});
const answerAction = z.object({
  tool: z.literal(ANSWER),
  arguments: z.object({
    answer: z.string().describe("the answer to the user, from what the tools gave"),
  }),
});
const schemas = new WeakMap<Task, Partial<Record<"call" | "answer" | "both", z.ZodObject>>>();

/**
 * A request fulfilled with the declared tools: the model chooses a call or answers; the arguments
 * are held against the tool's JSON Schema, with a correction turn; the tool is run, or played by
 * the partner model, and the model reads what it gave (after ToolLLM, Qin et al. 2024, and the
 * executed calls of ReAct, Yao et al. 2023). Calls and results are turns of the conversation.
 *
 * Given up (no-answer) where no call gave anything or the answer is empty. Scores: `toolCalls`,
 * `failedCalls`.
 */
export const toolLoopStrategy = configurable({
  settings: settingsSchema,
  make: ({ minCalls, maxCalls }): GenerateStrategy => ({
    name: "tool-loop",
    async write(input, work, context) {
      const { task } = context;
      if (task.spec.tools.length === 0)
        throw new DatawrightError({
          code: "PLAN_INVALID",
          message: `the step "${input.subTask.id}" uses tools, and the task declares none`,
          hint: "Name them under `tools:`, each with its name, description and parameters.",
        });
      const field = input.subTask.output.find((name) => task.fields[name]?.type === "messages");
      if (field === undefined)
        throw new DatawrightError({
          code: "PLAN_INVALID",
          message:
            `the step "${input.subTask.id}" uses tools, but writes ` +
            `${input.subTask.output.join(", ")}`,
          hint: "Let it write a field of type messages.",
        });
      const query = input.subTask.output.includes("query")
        ? await writeQuery(input, work, context)
        : String(input.values["query"] ?? "");
      if (query === "") throw giveUp("empty", "there is no request to fulfil");
      const messages: Message[] = [{ role: "user", content: query }];
      const seen = new Set<string>();
      let [calls, failed, circling] = [0, 0, false];
      for (;;) {
        const choice =
          calls < minCalls ? "call" : calls < maxCalls && !circling ? "both" : "answer";
        const action = await nextAction(input, work, context, { field, messages, calls, choice });
        const tool = task.spec.tools.find((candidate) => candidate.name === action.tool);
        if (tool === undefined) {
          const answer = String(action.arguments["answer"] ?? "").trim();
          if (answer === "" || (calls > 0 && failed === calls))
            throw giveUp(
              "no-answer",
              answer === ""
                ? "the model answered with nothing"
                : `none of its ${calls} calls gave anything`,
            );
          messages.push({ role: "assistant", content: answer });
          break;
        }
        calls += 1;
        const key = answerKey(action);
        circling = seen.has(key); // the same call again would give the same
        seen.add(key);
        const outcome = await runTool(input, work, context, {
          tool,
          values: action.arguments,
          messages,
          number: calls,
        });
        if (outcome.failed) failed += 1;
        messages.push(
          {
            role: "assistant",
            content: "",
            toolCalls: [{ name: tool.name, arguments: { ...action.arguments } }],
          },
          { role: "tool", name: tool.name, content: outcome.content },
        );
      }
      context.span.set({ "datawright.tool_calls": calls, "datawright.tool_calls.failed": failed });
      return {
        fields: { ...(input.subTask.output.includes("query") ? { query } : {}), [field]: messages },
        scores: { toolCalls: calls, failedCalls: failed },
      };
    },
  }),
});

async function writeQuery(
  input: GenerateInput,
  work: GenerateWork,
  context: AgentContext,
): Promise<string> {
  const asked = narrowedInput(input, { output: ["query"] });
  const { fields } = await askStep(asked, work, context, {
    instruction:
      "Write only what the user asks for: something that needs the tools, with everything " +
      "in it that the calls need.",
    part: "query",
  });
  return String(fields["query"] ?? "");
}

interface Step {
  readonly field: string;
  readonly messages: readonly Message[];
  readonly calls: number;
  readonly choice: "call" | "answer" | "both";
}

async function nextAction(
  input: GenerateInput,
  { demonstrations, ask }: GenerateWork,
  context: AgentContext,
  { field, messages, calls, choice }: Step,
): Promise<ToolAction> {
  const asked = narrowedInput(input, { output: ["action"], inputs: [], revises: false });
  const wanted =
    choice === "answer"
      ? "Answer the user now, from what the tools gave."
      : choice === "call"
        ? "Choose the tool to call next, and its arguments."
        : `Choose the tool to call next and its arguments, or "${ANSWER}" when the results ` +
          "are enough.";
  const items = actionDemonstrations(demonstrations, field, calls).filter(
    ({ action }) => choice === "both" || (choice === "answer") === (action.tool === ANSWER),
  );
  const request = sampleRequest(asked, demonstrations, context, {
    schema: actionSchema(context.task, choice),
    tells: ["dataset", "language", "audience", "rules", "tools", "sources", "template"],
    piece: true,
    given: { conversation: toolLines(messages) },
    instruction:
      `You are the assistant and work with the tools. ${wanted} Use only what the user said ` +
      "and the tools gave.",
    shown: { text: "How the assistant went on elsewhere, after as many calls.", items },
  });
  const { value } = await ask({
    ...request,
    part: choice === "answer" ? ANSWER : `call-${calls + 1}`,
  });
  return value["action"] as ToolAction;
}

/**
 * The calls that can be made, the answer, or both, told apart by the tool's name; one object for
 * the whole task.
 */
function actionSchema(task: Task, choice: Step["choice"]): z.ZodObject {
  let own = schemas.get(task);
  if (!own) schemas.set(task, (own = {}));
  return (own[choice] ??= z.object({
    action:
      choice === "answer"
        ? answerAction
        : z.discriminatedUnion("tool", actionsOf(task, choice) as [z.ZodObject, ...z.ZodObject[]]),
  }));
}

function actionsOf(task: Task, choice: "call" | "both"): z.ZodObject[] {
  const calls = task.spec.tools.map((tool) =>
    z.object({ tool: z.literal(tool.name), arguments: toolParameters(tool) }),
  );
  return choice === "both" ? [...calls, answerAction] : calls;
}
