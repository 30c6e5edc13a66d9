import type { JsonValue } from "../../../schema/json.js";
import { textOfValue } from "./field-texts.js";
import type { DataRecord } from "./prompt-reader.js";
import type { Question } from "./question.js";

/** Longer values are texts, not values that are looked up. */
const LONGEST = 40;

/**
 * Values of a demonstration that holds no text, such as a call and its arguments: each is exchanged for a value that a demonstration has in
 * the same place and that stands in what is given, in the order in which these stand there.
 */
export function filledSlots(
  { fit, draft }: Question,
  base: DataRecord,
  names: readonly string[],
): Record<string, JsonValue> {
  const given = textOfValue(draft ?? {});
  const taken = new Set<string>();
  const fill = (value: unknown, path: readonly string[]): JsonValue => {
    if (Array.isArray(value)) return value.map((item) => fill(item, path));
    if (typeof value === "object" && value !== null)
      return Object.fromEntries(
        Object.entries(value).map(([name, member]) => [name, fill(member, [...path, name])]),
      );
    if (typeof value !== "string" || value.length > LONGEST) return value as JsonValue;
    const known = new Set(fit.demonstrations.flatMap((record) => valuesAt(record, path)));
    const standing = [...known]
      .filter((other) => other !== "" && !taken.has(other) && given.includes(other))
      .sort((a, b) => given.indexOf(a) - given.indexOf(b));
    const chosen = standing[0] ?? value;
    taken.add(chosen);
    return chosen;
  };
  return Object.fromEntries(
    names
      .filter((name) => base[name] !== undefined)
      .map((name) => [name, fill(base[name], [name])]),
  );
}

/** The short texts of a record at a path; lists are walked through. */
function valuesAt(value: unknown, path: readonly string[]): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => valuesAt(item, path));
  const [name, ...rest] = path;
  if (name === undefined)
    return typeof value === "string" && value.length <= LONGEST ? [value] : [];
  return typeof value === "object" && value !== null
    ? valuesAt((value as Record<string, unknown>)[name], rest)
    : [];
}
