import type { SpanValue } from "../../schema/field.js";
import type { Task } from "../../schema/task.js";

/**
 * Puts spans where their text stands: models cannot count characters. A span whose characters hold its text stays as it is; of several
 * places the one nearest to the claimed start is taken. What stands nowhere is left for the critic to refuse.
 */
export function placeSpans(task: Task, fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const texts = Object.keys(fields).filter((name) => task.fields[name]?.type === "text").map((name) => fields[name]).filter((text): text is string => typeof text === "string");
  const place = (span: SpanValue): SpanValue => {
    if (texts.some((text) => text.slice(span.start, span.end) === span.text)) return span;
    const starts = texts.flatMap((text) => placesOf(span.text, text));
    if (starts.length === 0) return span;
    const start = starts.reduce((nearest, candidate) => (Math.abs(candidate - span.start) < Math.abs(nearest - span.start) ? candidate : nearest));
    return { ...span, start, end: start + span.text.length };
  };
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => {
    const type = task.fields[name]?.type;
    return [name, type === "span" ? place(value as SpanValue) : type === "spans" ? (value as SpanValue[]).map(place) : value];
  }));
}

function placesOf(piece: string, text: string): number[] {
  const starts: number[] = [];
  for (let start = text.indexOf(piece); piece !== "" && start >= 0; start = text.indexOf(piece, start + 1)) starts.push(start);
  return starts;
}
