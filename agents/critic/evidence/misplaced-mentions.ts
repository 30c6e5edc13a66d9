import type { SpanValue, Triple } from "../../../schema/field.js";
import type { Task } from "../../../schema/task.js";
import { caseFold } from "../../../base/text/case-fold.js";
import type { Draft } from "../../draft.js";

interface Misplaced {
  readonly message: string;
  readonly evidence: {
    readonly field: string;
    readonly start?: number;
    readonly end?: number;
    readonly text: string;
  };
}

/**
 * Spans whose characters do not hold their text, and entities that stand in no text field of the
 * draft.
 */
export function misplacedMentions(draft: Draft, task: Task): Misplaced[] {
  const found: Misplaced[] = [];
  const texts = Object.entries(task.fields).flatMap(([name, field]) =>
    field.type === "text" && typeof draft.fields[name] === "string"
      ? [[name, draft.fields[name] as string] as const]
      : [],
  );
  const entities = task.kind.name === "relation" ? ["head", "tail"] : [];
  const read = texts.filter(([name]) => !entities.includes(name));
  const folded = read.map(([, text]) => caseFold(text));
  const stands = (mention: string): boolean =>
    folded.some((text) => text.includes(caseFold(mention.trim())));
  const checkEntity = (field: string, what: string, mention: string): void => {
    if (!stands(mention))
      found.push({
        message: `The ${what} "${mention}" does not stand in the text.`,
        evidence: { field, text: mention },
      });
  };
  for (const [name, field] of Object.entries(task.fields)) {
    const value = draft.fields[name];
    if (field.type === "span" || field.type === "spans") {
      for (const span of ([] as unknown[]).concat(value ?? []).filter(isSpan)) {
        if (read.some(([, text]) => text.slice(span.start, span.end) === span.text)) continue;
        const at = read
          .map(([where, text]) => [where, text.indexOf(span.text)] as const)
          .find(([, index]) => index >= 0);
        const place = at
          ? `it stands in "${at[0]}" at ${at[1]} to ${at[1] + span.text.length}`
          : "no text field holds it";
        found.push({
          message:
            `The span "${span.text}" is not at characters ${span.start} to ${span.end}: ` +
            `${place}.`,
          evidence: { field: name, start: span.start, end: span.end, text: span.text },
        });
      }
    } else if (field.type === "triples") {
      for (const triple of ([] as unknown[]).concat(value ?? []).filter(isTriple)) {
        checkEntity(name, "subject", triple.subject);
        checkEntity(name, "object", triple.object);
      }
    } else if (entities.includes(name) && typeof value === "string") {
      checkEntity(name, `${name} entity`, value);
    }
  }
  return found;
}

function isSpan(value: unknown): value is SpanValue {
  const span = value as Partial<SpanValue> | null;
  return (
    typeof span === "object" &&
    span !== null &&
    typeof span.text === "string" &&
    typeof span.start === "number" &&
    typeof span.end === "number"
  );
}

function isTriple(value: unknown): value is Triple {
  const triple = value as Partial<Triple> | null;
  return (
    typeof triple === "object" &&
    triple !== null &&
    typeof triple.subject === "string" &&
    typeof triple.object === "string"
  );
}
