import { z } from "zod";
import type { ToolSpec } from "../../schema/task-file/tool-spec.js";

const parameterSchemas = new WeakMap<ToolSpec, z.ZodType>();
const resultSchemas = new WeakMap<ToolSpec, z.ZodType>();

/**
 * What the arguments of a tool must parse as: its JSON Schema, closed to names that it does not
 * have.
 * @throws what zod throws for a schema that it cannot read
 */
export function toolParameters(tool: ToolSpec): z.ZodType {
  return kept(parameterSchemas, tool, () => {
    const schema = z.fromJSONSchema({
      type: "object",
      additionalProperties: false,
      ...tool.parameters,
    } as Parameters<typeof z.fromJSONSchema>[0]);
    return schema as z.ZodType;
  });
}

/** What the result of a tool must parse as; a text where the tool does not say. */
export function toolResult(tool: ToolSpec): z.ZodType {
  return kept(resultSchemas, tool, () =>
    tool.result === undefined
      ? z.string()
      : (z.fromJSONSchema(tool.result as Parameters<typeof z.fromJSONSchema>[0]) as z.ZodType),
  );
}

/** What is wrong with the arguments of a call, each with where; empty where they are valid. */
export function argumentProblems(tool: ToolSpec, values: unknown): string[] {
  const result = toolParameters(tool).safeParse(values);
  return result.success
    ? []
    : result.error.issues.map(
        (issue) =>
          `${issue.path.length === 0 ? "the arguments" : issue.path.map(String).join(".")}: ` +
          `${issue.message}`,
      );
}

function kept(
  table: WeakMap<ToolSpec, z.ZodType>,
  tool: ToolSpec,
  make: () => z.ZodType,
): z.ZodType {
  let schema = table.get(tool);
  if (!schema) table.set(tool, (schema = make()));
  return schema;
}
