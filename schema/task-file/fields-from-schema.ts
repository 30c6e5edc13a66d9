import type { FieldSpec } from "../field.js";
import type { JsonSchema } from "../json.js";

const PLAIN: Readonly<Record<string, FieldSpec["type"]>> = {
  string: "text",
  number: "number",
  integer: "number",
  boolean: "boolean",
};
/** Keywords beside the type that a plain field type would lose. */
const NARROWING = [
  "enum",
  "const",
  "pattern",
  "format",
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "multipleOf",
  "minLength",
  "maxLength",
];

/**
 * The fields that the properties of a record's JSON Schema mean, in their order: texts, numbers,
 * yes or no and lists of texts as such, anything narrower or deeper as `json` with its own schema.
 * Properties that are not required may be left out.
 */
export function fieldsFromSchema(schema: JsonSchema): Record<string, FieldSpec> {
  const properties = (schema["properties"] ?? {}) as Readonly<Record<string, JsonSchema>>;
  const required = Array.isArray(schema["required"]) ? (schema["required"] as unknown[]) : [];
  return Object.fromEntries(
    Object.entries(properties).map(([name, property]) => [
      name,
      fieldOf(property, !required.includes(name)),
    ]),
  );
}

function fieldOf(property: JsonSchema, optional: boolean): FieldSpec {
  const described =
    typeof property["description"] === "string" ? { description: property["description"] } : {};
  const narrowed = NARROWING.some((keyword) => keyword in property);
  const plain = narrowed ? undefined : PLAIN[String(property["type"])];
  if (plain !== undefined) return { type: plain, optional, ...described };
  const items = property["items"] as JsonSchema | undefined;
  const isList =
    property["type"] === "array" &&
    items?.["type"] === "string" &&
    !NARROWING.some((keyword) => keyword in items) &&
    !("minItems" in property) &&
    !("maxItems" in property);
  return isList
    ? { type: "list", optional, ...described }
    : { type: "json", optional, ...described, schema: property };
}
