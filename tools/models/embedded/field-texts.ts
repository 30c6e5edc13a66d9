import type { DataRecord } from "./prompt-reader.js";
import { isRecord } from "../../../base/values/is-record.js";

/** What a demonstration says besides its fields. */
export const LABEL_FIELD = "label";
const CONDITIONS_FIELD = "conditions";
const NO_TEXT = new Set([LABEL_FIELD, CONDITIONS_FIELD, "id"]);

/** Labels of a record, as a list; empty where it has none. */
export function labelsOf(record: DataRecord, field = LABEL_FIELD): readonly string[] {
  const label = record[field];
  if (typeof label === "string") return [label];
  return Array.isArray(label)
    ? label.filter((name): name is string => typeof name === "string")
    : [];
}

/** Conditions that a demonstration is known to fulfil, by name. */
export function conditionsOf(record: DataRecord): Readonly<Record<string, string>> {
  const conditions = record[CONDITIONS_FIELD];
  if (!isRecord(conditions)) return {};
  return Object.fromEntries(
    Object.entries(conditions).filter(
      (entry): entry is [string, string] => typeof entry[1] === "string",
    ),
  );
}

/** Names of the fields whose values are texts, in the order in which they first stand. */
export function textFieldsOf(records: readonly DataRecord[]): string[] {
  const names = new Set<string>();
  for (const record of records) {
    for (const [name, value] of Object.entries(record))
      if (!NO_TEXT.has(name) && textOfValue(value) !== "") names.add(name);
  }
  return [...names];
}

/**
 * The text in a value: a string as it is; of lists and objects every string in them, a line each.
 */
export function textOfValue(value: unknown): string {
  if (typeof value === "string") return value.trim() === "" ? "" : value;
  if (typeof value !== "object" || value === null) return "";
  return (Array.isArray(value) ? value : Object.values(value))
    .map(textOfValue)
    .filter((text) => text !== "")
    .join("\n");
}

/** The texts of the named fields of a record, a line each. */
export function textOfRecord(record: DataRecord, fields: readonly string[]): string {
  return fields
    .map((name) => textOfValue(record[name]))
    .filter((text) => text !== "")
    .join("\n");
}
