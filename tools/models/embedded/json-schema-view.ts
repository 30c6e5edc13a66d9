import type { JsonSchema } from "../../../schema/json.js";
import { isRecord } from "../../../base/values/is-record.js";

const DEEPEST_REFERENCE = 8;

/**
 * Follows references and picks the branch to fill: `$ref`, `allOf` merged, the first branch of
 * `anyOf`/`oneOf` that is not null.
 */
export function resolved(schema: JsonSchema, root: JsonSchema, depth = 0): JsonSchema {
  const reference = schema["$ref"];
  if (typeof reference === "string" && depth < DEEPEST_REFERENCE) {
    const { $ref: _reference, ...rest } = schema;
    return resolved({ ...atPointer(root, reference), ...rest }, root, depth + 1);
  }
  const parts = schemasOf(schema["allOf"]);
  if (parts.length > 0) {
    const { allOf: _parts, ...rest } = schema;
    return resolved(
      Object.assign(
        {},
        ...parts.map((part) => resolved(part, root, depth + 1)),
        rest,
      ) as JsonSchema,
      root,
      depth + 1,
    );
  }
  const branches = [...schemasOf(schema["anyOf"]), ...schemasOf(schema["oneOf"])];
  if (branches.length > 0) {
    const values = branches.flatMap((branch) => enumValues(branch) ?? []);
    const { anyOf: _any, oneOf: _one, ...rest } = schema;
    if (
      values.length > 1 &&
      branches.every((branch) => enumValues(branch) !== null || branch["type"] === "null")
    )
      return { ...rest, enum: values.filter((value) => value !== null) };
    const branch = branches.find((candidate) => candidate["type"] !== "null") ?? branches[0]!;
    return resolved({ ...rest, ...branch }, root, depth + 1);
  }
  const type = schema["type"];
  return Array.isArray(type)
    ? { ...schema, type: type.find((name) => name !== "null") ?? "null" }
    : schema;
}

/** The values that a schema allows by `enum` or `const`; null where it names none. */
export function enumValues(schema: JsonSchema): readonly unknown[] | null {
  if ("const" in schema) return [schema["const"]];
  return Array.isArray(schema["enum"]) ? (schema["enum"] as unknown[]) : null;
}

/** Whether a schema takes null: by its type, its values or one of its branches. */
export function acceptsNull(schema: JsonSchema, root: JsonSchema): boolean {
  const reference = schema["$ref"];
  if (typeof reference === "string") return acceptsNull(resolvedReference(schema, root), root);
  const type = schema["type"];
  if (
    type === "null" ||
    (Array.isArray(type) && type.includes("null")) ||
    (enumValues(schema)?.includes(null) ?? false)
  )
    return true;
  return [...schemasOf(schema["anyOf"]), ...schemasOf(schema["oneOf"])].some((branch) =>
    acceptsNull(branch, root),
  );
}

function resolvedReference(schema: JsonSchema, root: JsonSchema): JsonSchema {
  let target = schema;
  for (let depth = 0; depth < DEEPEST_REFERENCE && typeof target["$ref"] === "string"; depth++)
    target = atPointer(root, target["$ref"]);
  const { $ref: _reference, ...rest } = target;
  return rest;
}

export function schemaAt(schema: JsonSchema, key: string): JsonSchema | null {
  const value = schema[key];
  return isRecord(value) ? value : null;
}

export function propertiesOf(schema: JsonSchema): [string, JsonSchema][] {
  return Object.entries(schemaAt(schema, "properties") ?? {}).filter(
    (entry): entry is [string, JsonSchema] => isRecord(entry[1]),
  );
}

export function numberAt(schema: JsonSchema, key: string): number | null {
  const value = schema[key];
  return typeof value === "number" && Math.abs(value) < Number.MAX_SAFE_INTEGER ? value : null;
}

export function textAt(schema: JsonSchema, key: string): string {
  const value = schema[key];
  return typeof value === "string" ? value : "";
}

function schemasOf(value: unknown): JsonSchema[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

function atPointer(root: JsonSchema, pointer: string): JsonSchema {
  let value: unknown = root;
  for (const part of pointer
    .replace(/^#\/?/u, "")
    .split("/")
    .filter((name) => name !== "")) {
    value = isRecord(value) ? value[part.replaceAll("~1", "/").replaceAll("~0", "~")] : undefined;
  }
  return isRecord(value) ? value : {};
}
