import type { JsonSchema } from "../../../schema/json.js";
import {
  acceptsNull,
  enumValues,
  numberAt,
  propertiesOf,
  resolved,
  schemaAt,
} from "./json-schema-view.js";

/**
 * Whether a value of the demonstrations has the type, size and members that a schema asks for;
 * members that may be null may be missing.
 */
export function fitsSchema(value: unknown, schema: JsonSchema, root: JsonSchema): boolean {
  if (value === null || value === undefined) return acceptsNull(schema, root);
  const branches = (schema["anyOf"] ?? schema["oneOf"]) as readonly JsonSchema[] | undefined;
  if (branches !== undefined && branches.length > 1)
    return branches.some((branch) => fitsSchema(value, branch, root));
  const shape = resolved(schema, root);
  const allowed = enumValues(shape);
  if (allowed !== null && !allowed.includes(value)) return false;
  const type = shape["type"];
  if (typeof value === "string")
    return (
      (type === undefined || type === "string") &&
      within(value.length, shape, "minLength", "maxLength")
    );
  if (typeof value === "boolean") return type === undefined || type === "boolean";
  if (typeof value === "number")
    return (
      (type === undefined ||
        type === "number" ||
        (type === "integer" && Number.isInteger(value))) &&
      within(value, shape, "minimum", "maximum")
    );
  if (Array.isArray(value)) {
    const items = schemaAt(shape, "items");
    return (
      (type === undefined || type === "array") &&
      within(value.length, shape, "minItems", "maxItems") &&
      (items === null || value.every((item) => fitsSchema(item, items, root)))
    );
  }
  const record = value as Record<string, unknown>;
  const required = Array.isArray(shape["required"]) ? (shape["required"] as unknown[]) : [];
  return (
    (type === undefined || type === "object") &&
    propertiesOf(shape).every(([name, member]) =>
      record[name] === undefined
        ? !required.includes(name) || acceptsNull(member, root)
        : fitsSchema(record[name], member, root),
    )
  );
}

function within(size: number, shape: JsonSchema, least: string, most: string): boolean {
  return (
    size >= (numberAt(shape, least) ?? -Infinity) && size <= (numberAt(shape, most) ?? Infinity)
  );
}
