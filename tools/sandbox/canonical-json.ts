import type { JsonValue } from "../../schema/json.js";

const DIGITS = 12;

/**
 * A text that is the same for values that count as equal: keys sorted, and numbers to 12 digits, as
 * sums in another order differ beyond.
 */
export function canonicalJson(value: JsonValue): string {
  if (typeof value === "number")
    return String(Number.isInteger(value) ? value : Number(value.toPrecision(DIGITS)));
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value))
    return `[${(value as readonly JsonValue[]).map(canonicalJson).join(",")}]`;
  const entries = Object.entries(value as Readonly<Record<string, JsonValue>>).sort(
    ([left], [right]) => (left < right ? -1 : 1),
  );
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonicalJson(inner)}`).join(",")}}`;
}
