import { fieldValueSchema, type FieldSpec } from "../../schema/field.js";

/** A cell read as a field's type, or why it cannot be; `empty` where there is nothing in it. */
export type FieldReading =
  { readonly value: unknown } | { readonly problem: string } | { readonly empty: true };

/**
 * Reads cells as one field's type: cells of a table are text, so numbers, booleans, lists and
 * records are parsed from it.
 */
export function fieldReader(field: FieldSpec): (cell: unknown) => FieldReading {
  const schema = fieldValueSchema(field);
  return (cell) => {
    if (cell === undefined || cell === null || (typeof cell === "string" && cell.trim() === ""))
      return { empty: true };
    const value = converted(cell, field);
    const parsed = schema.safeParse(value);
    if (parsed.success) return { value: field.type === "text" ? value : parsed.data };
    const issue = parsed.error.issues[0];
    return {
      problem:
        `${shorten(cell)} is no ` +
        `${field.type}${issue ? " " + `(${[issue.path.map(String).join("."), issue.message].filter((part) => part !== "").join(": ")})` : ""}`,
    };
  };
}

function converted(cell: unknown, field: FieldSpec): unknown {
  if (field.type === "text")
    return typeof cell === "number" || typeof cell === "boolean" ? String(cell) : cell;
  if (typeof cell !== "string") return field.type === "json" ? cell : withoutNulls(cell);
  const text = cell.trim();
  switch (field.type) {
    case "number":
      return Number.isFinite(Number(text)) ? Number(text) : cell;
    case "boolean":
      return /^(?:true|yes|1)$/iu.test(text)
        ? true
        : /^(?:false|no|0)$/iu.test(text)
          ? false
          : cell;
    case "list":
      return text.startsWith("[") ? parsedJson(cell) : text.split("|").map((part) => part.trim());
    default:
      return parsedJson(cell);
  }
}

/** Tables with nested columns give absent members as null. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== null)
      .map(([name, member]) => [name, withoutNulls(member)]),
  );
}

function parsedJson(cell: string): unknown {
  try {
    return JSON.parse(cell) as unknown;
  } catch {
    return cell;
  }
}

function shorten(cell: unknown): string {
  const text = JSON.stringify(cell) ?? String(cell);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
