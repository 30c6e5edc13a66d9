import type { SpanValue } from "../../../schema/field.js";
import type { KindName } from "../../../schema/kind.js";
import type { Task } from "../../../schema/task.js";
import { answerKey, answerOverlap } from "../../../base/text/answer-key.js";
import type { Draft } from "../../draft.js";
import { conversationProblems } from "./conversation-problems.js";
import type { FormatProblem } from "./conversation-problems.js";

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
