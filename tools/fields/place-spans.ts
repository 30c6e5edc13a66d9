import type { SpanValue } from "../../schema/field.js";
import type { Task } from "../../schema/task.js";

/**
 * Puts spans where their words stand: models name the right words and count characters wrongly. A
 * span that fits its place stays; another moves to the occurrence of its words nearest to where it
 * said, in the first text field that holds them; one whose words stand nowhere stays as it is, for
 * the critic to refuse. The span of a question's answer is where the answer stands, whatever it
 * said.
 */
export function placeSpans(
  task: Task,
  fields: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const names = Object.keys(task.fields);
  const texts = names
    .filter((name) => task.fields[name]!.type === "text")
    .map((name) => fields[name])
    .filter((value): value is string => typeof value === "string");
  const placed: Record<string, unknown> = { ...fields };
  for (const name of names) {
    const value = fields[name];
    const { type } = task.fields[name]!;
    if (type === "span" && isSpan(value))
      placed[name] = place(answerSpan(task, fields, value), texts);
    if (type === "spans" && Array.isArray(value))
      placed[name] = value.map((item: unknown) => (isSpan(item) ? place(item, texts) : item));
  }
  return placed;
}

/** The span with the answer's words, where the passage holds them. */
function answerSpan(
  task: Task,
  { answer, context }: Readonly<Record<string, unknown>>,
  span: SpanValue,
): SpanValue {
  const isAnswered =
    task.kind.name === "question-answering" &&
    typeof answer === "string" &&
    answer !== "" &&
    typeof context === "string" &&
    context.includes(answer);
  return isAnswered && span.text !== answer ? { ...span, text: answer } : span;
}

function place(span: SpanValue, texts: readonly string[]): SpanValue {
  if (span.text === "" || texts.some((text) => text.slice(span.start, span.end) === span.text))
    return span;
  const holder = texts.find((text) => text.includes(span.text));
  if (holder === undefined) return span;
  let best = holder.indexOf(span.text);
  for (let at = best; at >= 0; at = holder.indexOf(span.text, at + 1))
    if (Math.abs(at - span.start) < Math.abs(best - span.start)) best = at;
  return { ...span, start: best, end: best + span.text.length };
}

function isSpan(value: unknown): value is SpanValue {
  const span = value as Partial<SpanValue> | null | undefined;
  return (
    typeof span?.text === "string" && typeof span.start === "number" && typeof span.end === "number"
  );
}
