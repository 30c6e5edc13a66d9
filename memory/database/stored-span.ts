import { DatawrightError } from "../../base/errors.js";
import type { Span } from "../../schema/span.js";
import type { BlockPlace } from "../trace-blocks.js";
import { DAMAGED_HINT, parseRecord } from "./parse-stored.js";

/** The record of a step: the step itself, or where it stands. @throws STORE_CORRUPT */
export function storedSpan(text: string, path: string): Span | BlockPlace {
  const record = parseRecord<Record<string, unknown>>(text, path);
  if (Array.isArray(record)) {
    const [block, line] = record as readonly unknown[];
    if (typeof block === "string" && typeof line === "number") return { block, line };
  }
  if (typeof record["block"] === "string" && typeof record["line"] === "number")
    return record as unknown as BlockPlace;
  return checkedSpan(record, path);
}

/** A step as it stands in a block. @throws STORE_CORRUPT */
export function packedSpan(text: string, path: string): Span {
  return checkedSpan(parseRecord<Record<string, unknown>>(text, path), path);
}

/** Holds a record to what readers of a trace take for granted. */
function checkedSpan(record: Record<string, unknown>, path: string): Span {
  const { id, name, operation, startedAt, durationMs, attributes, sampleIds } = record;
  if (
    [id, name, operation].every((value) => typeof value === "string") &&
    [startedAt, durationMs].every((value) => typeof value === "number") &&
    typeof attributes === "object" &&
    attributes !== null &&
    Array.isArray(sampleIds)
  )
    return record as unknown as Span;
  throw new DatawrightError({
    code: "STORE_CORRUPT",
    message: `${path} is damaged: a stored step of the trace is none.`,
    hint: DAMAGED_HINT,
    details: { path },
  });
}
