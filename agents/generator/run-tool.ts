import { z } from "zod";
import type { Message } from "../../schema/field.js";
import type { JsonValue } from "../../schema/json.js";
import type { ToolSpec } from "../../schema/tool-spec.js";
import { toolResult } from "../../tools/fields/tool-arguments.js";
import type { AgentContext } from "../contract.js";
import type { GenerateInput, GenerateWork } from "./contract.js";
import { partOf } from "./part-of.js";
import { sampleRequest } from "./sample-request.js";
import { toolLines } from "./tool-demonstrations.js";

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

/** Runs the tool's own code inside the JavaScript boundary; a tool without code is played by the partner model, in the form of its result. */
export async function runTool(
  input: GenerateInput,
  work: GenerateWork,
  context: AgentContext,
  call: ToolCall,
): Promise<ToolOutcome> {
  if (call.tool.code === undefined) return playTool(input, work, context, call);
  const { javascriptSandbox } = await import("../../tools/sandbox/javascript-sandbox.js");
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
  const asked = partOf(input, { output: ["result"], inputs: [], revises: false });
  const instruction =
    "You play one of the tools, not the assistant. Give what it would return for the call: likely, in its usual form, and in keeping with every result before it.";
  const items = demonstrations.flatMap((row) => resultsOf(row.fields, tool.name));
  const { value } = await ask({
    ...sampleRequest(asked, demonstrations, context, {
      schema,
      instruction,
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
