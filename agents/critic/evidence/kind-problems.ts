import { conversationProblems, type FormatProblem } from "./conversation-problems.js";
import type { Draft } from "../../draft.js";
import { answerKey, answerOverlap } from "../../../base/text/answer-key.js";
import { caseFold } from "../../../base/text/case-fold.js";
import type { SpanValue, Triple } from "../../../schema/field.js";
import type { KindName } from "../../../schema/kind.js";
import type { Task } from "../../../schema/task.js";

/** Fields that must not say the same. */
const DIFFERENT: Readonly<Partial<Record<KindName, readonly (readonly [string, string])[]>>> = {
  "pair-classification": [["text1", "text2"]],
  relation: [["head", "tail"]],
  preference: [["chosen", "rejected"]],
  rewriting: [["source", "rewrite"]],
  instruction: [
    ["input", "output"],
    ["instruction", "output"],
  ],
  reasoning: [["question", "answer"]],
  "question-answering": [["question", "answer"]],
};
/** An answer and its span may differ by this much: an article, an inflection. */
const SAME_ANSWER = 0.5;

/**
 * What a sample of each kind must be beside having its fields: sides that differ, spans in their
 * context, turns in order, labels that go together.
 */
export function kindProblems(draft: Draft, task: Task): FormatProblem[] {
  return [
    ...sameProblems(draft, task),
    ...spanProblems(draft, task),
    ...labelSetProblems(draft, task),
    ...conversationProblems(draft, task),
  ];
}

function sameProblems({ fields }: Draft, { kind }: Task): FormatProblem[] {
  return (DIFFERENT[kind.name] ?? []).flatMap(([left, right]) => {
    const [one, other] = [fields[left], fields[right]];
    if (
      typeof one !== "string" ||
      typeof other !== "string" ||
      one.trim() === "" ||
      answerKey(one) !== answerKey(other)
    )
      return [];
    return [
      {
        message: `"${left}" and "${right}" say the same; they must differ.`,
        evidence: { field: right, text: other },
      },
    ];
  });
}

/** The span of an answer stands in the context, and says what the answer says. */
function spanProblems({ fields }: Draft, { kind }: Task): FormatProblem[] {
  const span = fields["span"] as Partial<SpanValue> | undefined;
  if (
    kind.name !== "question-answering" ||
    typeof span !== "object" ||
    span === null ||
    typeof span.text !== "string"
  )
    return [];
  const [context, answer] = [fields["context"], fields["answer"]];
  const evidence = { field: "span", text: span.text };
  if (typeof context !== "string" || context.slice(span.start, span.end) !== span.text)
    return [
      {
        message:
          `The span "${span.text}" does not stand in the context at characters ${span.start} ` +
          `to ${span.end}.`,
        evidence,
      },
    ];
  if (typeof answer === "string" && answerOverlap(answer, span.text) < SAME_ANSWER)
    return [{ message: `The span "${span.text}" is not the answer "${answer}".`, evidence }];
  return [];
}

function labelSetProblems({ label }: Draft, { labels }: Task): FormatProblem[] {
  if (!Array.isArray(label)) return [];
  const twice = label.find((name, at) => label.indexOf(name) < at);
  const outside = labels.find((spec) => spec.outOfScope && label.includes(spec.name));
  return [
    ...(twice === undefined ? [] : [{ message: `The label "${twice}" is there twice.` }]),
    ...(outside !== undefined && label.length > 1
      ? [
          {
            message:
              `The label "${outside.name}" is for texts that belong to none of the others, ` +
              `and stands beside ${label.filter((name) => name !== outside.name).join(", ")}.`,
          },
        ]
      : []),
  ];
}

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
