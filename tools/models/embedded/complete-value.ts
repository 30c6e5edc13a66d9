import type { JsonSchema, JsonValue } from "../../../schema/json.js";
import { acceptsNull, propertiesOf, resolved, schemaAt } from "./json-schema-view.js";

/** A value of the demonstrations as an answer: members that the schema asks for and the value does not have are null where they may be. */
export function completeValue(value: JsonValue, schema: JsonSchema, root: JsonSchema): JsonValue {
  const shape = resolved(schema, root);
  if (Array.isArray(value)) {
    const items = schemaAt(shape, "items");
    return items === null ? value : value.map((item) => completeValue(item, items, root));
  }
  if (typeof value !== "object" || value === null) return value;
  const record = value as Record<string, JsonValue>;
  const completed: Record<string, JsonValue> = { ...record };
  for (const [name, member] of propertiesOf(shape)) {
    if (record[name] !== undefined) completed[name] = completeValue(record[name], member, root);
    else if (acceptsNull(member, root)) completed[name] = null;
  }
  return completed;
}
