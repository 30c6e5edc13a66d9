import type { JsonSchema } from "../../schema/json.js";

/** True if a schema keeps to the subset that OpenAI enforces token by token: closed objects with every member required, no open parts. */
export function isStrictSchema(schema: JsonSchema): boolean {
  if (schema["type"] === "object" || "properties" in schema) {
    const properties = schema["properties"] as Record<string, JsonSchema> | undefined;
    const required = new Set((schema["required"] as string[] | undefined) ?? []);
    if (properties === undefined || schema["additionalProperties"] !== false) return false;
    if (
      !Object.entries(properties).every(
        ([name, member]) => required.has(name) && isStrictSchema(member),
      )
    )
      return false;
  }
  if (
    "prefixItems" in schema ||
    "allOf" in schema ||
    "not" in schema ||
    "patternProperties" in schema
  )
    return false;
  const items = schema["items"];
  if (
    schema["type"] === "array" &&
    (typeof items !== "object" || items === null || !isStrictSchema(items as JsonSchema))
  )
    return false;
  const branches = schema["anyOf"] as JsonSchema[] | undefined;
  if (branches !== undefined && !branches.every(isStrictSchema)) return false;
  const definitions = schema["$defs"] as Record<string, JsonSchema> | undefined;
  if (definitions !== undefined && !Object.values(definitions).every(isStrictSchema)) return false;
  return (
    "type" in schema ||
    "enum" in schema ||
    "const" in schema ||
    branches !== undefined ||
    "$ref" in schema
  );
}
