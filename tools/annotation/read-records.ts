import { DatawrightError } from "../../base/errors.js";
import type { LabelValue } from "../../schema/label.js";
import type { ImportOptions } from "./contract.js";
import { didYouMean } from "../../base/text/nearest-name.js";
import { isRecord } from "../../base/values/is-record.js";

export type JsonRecord = Readonly<Record<string, unknown>>;

/**
 * Records of an export: a list, a JSON list as text, or one JSON object a line.
 * @throws DATA_FORMAT with the number of the record, from 1
 */
export function readRecords(source: unknown, format: string): JsonRecord[] {
  const list = typeof source === "string" ? parseText(source, format) : source;
  if (!Array.isArray(list))
    throw recordError(format, null, `expected a list of records, got ${describe(list)}`);
  return list.map((record: unknown, index) => asRecord(record, format, index + 1, "the record"));
}

/** @throws DATA_FORMAT */
export function asRecord(value: unknown, format: string, record: number, what: string): JsonRecord {
  if (!isRecord(value))
    throw recordError(format, record, `${what} is ${describe(value)}, not an object`);
  return value as JsonRecord;
}

/** A list that may be absent. @throws DATA_FORMAT */
export function asList(
  value: unknown,
  format: string,
  record: number,
  what: string,
): readonly unknown[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value))
    throw recordError(format, record, `${what} is ${describe(value)}, not a list`);
  return value;
}

/**
 * Label names of an answer, each one of the task's.
 * @throws DATA_FORMAT, DATA_LABEL with the nearest name
 */
export function labelNames(
  value: unknown,
  labels: readonly string[] | undefined,
  place: { readonly format: string; readonly record: number },
): string[] {
  const names = Array.isArray(value) ? value : [value];
  for (const name of names) {
    if (typeof name !== "string" || name === "")
      throw recordError(place.format, place.record, `a label is ${describe(name)}, not a name`);
    if (labels === undefined || labels.includes(name)) continue;
    throw new DatawrightError({
      code: "DATA_LABEL",
      message:
        `${place.format}, record ${place.record}: ${JSON.stringify(name)} is none of the ` +
        `labels${didYouMean(name, labels)}`,
      hint: `labels: ${labels.join(", ")}`,
      details: { record: place.record, label: name },
    });
  }
  return names as string[];
}

export function recordError(
  format: string,
  record: number | null,
  message: string,
): DatawrightError {
  return new DatawrightError({
    code: "DATA_FORMAT",
    message: `${format}${record === null ? "" : `, record ${record}`}: ${message}`,
    hint: "export the records again, or mend the file; nothing was imported",
    details: record === null ? {} : { record },
  });
}

export function describe(value: unknown): string {
  if (value === undefined) return "missing";
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "an object" : JSON.stringify(value).slice(0, 60);
}

function parseText(text: string, format: string): unknown {
  const trimmed = text.replace(/^\uFEFF/u, "").trim();
  if (trimmed === "") return [];
  try {
    const parsed: unknown = JSON.parse(trimmed);
    return Array.isArray(parsed) ? parsed : [parsed];
  } catch (cause) {
    if (!trimmed.startsWith("{"))
      throw recordError(format, null, `not valid JSON (${(cause as Error).message})`);
  }
  return trimmed
    .split(/\r?\n/u)
    .filter((line) => line.trim() !== "")
    .map((line, index): unknown => {
      try {
        return JSON.parse(line);
      } catch (cause) {
        throw recordError(format, index + 1, `not valid JSON (${(cause as Error).message})`);
      }
    });
}

/**
 * The label that a person gave: undefined where nothing was answered, null where the text was
 * rejected.
 *
 * @throws DATA_LABEL for a label that the task does not have, DATA_FORMAT for several where it has
 *         one
 */
export function answerOf(
  value: unknown,
  {
    rejected,
    record,
    format,
  }: { readonly rejected: boolean; readonly record: number; readonly format: string },
  { labels, multiLabel = false }: ImportOptions,
): LabelValue | undefined {
  if (rejected) return null;
  if (
    value === undefined ||
    value === null ||
    (!multiLabel && Array.isArray(value) && value.length === 0)
  )
    return undefined;
  const names = labelNames(value, labels, { format, record });
  if (multiLabel) return names;
  if (names.length > 1)
    throw recordError(format, record, `${names.length} labels where the task has one for a sample`);
  return names[0]!;
}
