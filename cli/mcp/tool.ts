import type { z } from "zod";
import { isDatawrightError } from "../../base/errors.js";
import { redactKeys, redactSecrets } from "../../base/redact-secrets.js";
import type { LiveRuns } from "./live-runs.js";

/** What the tools of one server work on. */
export interface ToolContext {
  readonly workspace?: string;
  readonly store?: string;
  readonly queue?: string;
  readonly leaseSeconds?: number;
  readonly runs: LiveRuns;
}

/** One tool of the MCP server. */
export interface Tool<Shape extends z.ZodRawShape = z.ZodRawShape> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly input: Shape;
  /** True for one that changes nothing. */
  readonly reads: boolean;
  /** @throws DatawrightError, which the caller is told with its code */
  call(input: z.infer<z.ZodObject<Shape>>, context: ToolContext): Promise<unknown>;
}

/** Lets the input follow from the schema. */
export function defineTool<Shape extends z.ZodRawShape>(tool: Tool<Shape>): Tool {
  return tool as unknown as Tool;
}

/** What a call answers: JSON as text. */
export interface ToolAnswer {
  [name: string]: unknown;
  content: { type: "text"; text: string }[];
  isError?: boolean;
}

/** Calls a tool; an error is an answer with its code, what was wrong, and what to do. */
export async function callTool(
  tool: Tool,
  input: unknown,
  context: ToolContext,
): Promise<ToolAnswer> {
  try {
    return answerOf(redactKeys(await tool.call(input as never, context)));
  } catch (error) {
    return { ...answerOf({ error: errorOf(error) }), isError: true };
  }
}

function answerOf(value: unknown): ToolAnswer {
  return { content: [{ type: "text", text: JSON.stringify(value) ?? "null" }] };
}

function errorOf(error: unknown): unknown {
  return redactSecrets(
    isDatawrightError(error)
      ? {
          code: error.code,
          message: error.message,
          hint: error.hint || undefined,
          details: error.details,
        }
      : { code: "INTERNAL", message: String((error as Error | undefined)?.message ?? error) },
  );
}
