import { z } from "zod";
import type { JsonValue } from "../../../schema/json.js";
import type { AnsweredRow, AnswerForm } from "../contract.js";
import { behindLast, finalMathAnswer, sameMathAnswer } from "../metrics/math-answer.js";
import { rougeL, squadExact, squadF1 } from "../metrics/squad-scores.js";
import { shownFields } from "./label-answer.js";

const words = (said: unknown): JsonValue =>
  typeof said === "string" && said.trim() !== ""
    ? said.trim()
    : typeof said === "number"
      ? String(said)
      : null;
const textOf = (answer: JsonValue): string => (typeof answer === "string" ? answer : "");

/** An answer that stands in a passage: token F1 and exact match as SQuAD has them. */
export const spanAnswer: AnswerForm = {
  metrics: ["token-f1", "exact-match"],
  question: (row, { description }) => ({
    sections: [
      { kind: "task", text: description },
      { kind: "sources", text: "The passage:", items: [shownFields(row, ["context"])] },
      { kind: "draft", text: "The question:", items: [shownFields(row, ["question"])] },
      {
        kind: "output",
        text: "Answer with the words of the passage that answer it, as few as can be, letter for letter.",
      },
    ],
    schema: z.object({ answer: z.string() }),
    read: (said) => (said as { answer: string }).answer,
  }),
  read: words,
  scores: ({ row, answer }) => ({
    "token-f1": answer === null ? 0 : squadF1(textOf(answer), row.references),
    "exact-match": answer === null ? 0 : squadExact(textOf(answer), row.references),
  }),
};

/** A problem of mathematics: whether the final answer is equivalent to the known one. */
export const mathAnswer: AnswerForm = {
  metrics: ["equivalence"],
  question: (row, { description }) => ({
    sections: [
      { kind: "task", text: description },
      { kind: "draft", text: "The problem:", items: [shownFields(row, ["question"])] },
      {
        kind: "output",
        text: "Solve it step by step. End with the final answer alone in \\boxed{}.",
      },
    ],
  }),
  read: (said) => {
    const text = words(said);
    return text === null ? null : finalMathAnswer(textOf(text));
  },
  scores: ({ row, answer }) => ({
    equivalence:
      answer !== null && row.references.some((known) => sameMathAnswer(textOf(answer), known))
        ? 1
        : 0,
  }),
};

/** A free answer beside known ones: ROUGE-L of the nearest, and exact match. */
export const nearestAnswer: AnswerForm = {
  metrics: ["rouge-l", "exact-match"],
  question: (row, { description }) => {
    const items = (row.fields["examples"] ?? []) as Record<string, unknown>[];
    return {
      sections: [
        { kind: "task", text: `${description}\n${String(row.fields["instruction"])}` },
        ...(items.length === 0
          ? []
          : [{ kind: "demonstrations" as const, text: "Examples:", items: [...items] }]),
        { kind: "draft", text: "The input:", items: [shownFields(row, ["input"])] },
        { kind: "output", text: "Answer with the output alone." },
      ],
    };
  },
  read: words,
  scores: ({ row, answer }) => ({
    "rouge-l": answer === null ? 0 : rougeL(textOf(answer), row.references),
    "exact-match": answer === null ? 0 : squadExact(textOf(answer), row.references),
  }),
};

/** A task of many: exact match of the final answer, over all rows and as the mean of the tasks. */
export const taskAnswer: AnswerForm = {
  metrics: ["exact-match", "task-average"],
  question: (row, { description }) => ({
    sections: [
      { kind: "task", text: description },
      { kind: "draft", text: "The question:", items: [shownFields(row, ["question"])] },
      {
        kind: "output",
        text:
          "Think step by step. End with a line `So the answer is X.`, where X is the answer alone: " +
          "the letter in brackets where options are given.",
      },
    ],
  }),
  read: (said) => {
    const text = words(said);
    return text === null ? null : lastAnswer(textOf(text));
  },
  scores: (answered) => ({ "exact-match": isTaskAnswer(answered) ? 1 : 0 }),
  pooled: { "task-average": (answered) => taskAverage(answered, isTaskAnswer) },
};

/** What stands behind the last "answer is"; the whole where nothing does. */
function lastAnswer(said: string): string {
  const found = behindLast(said, /answer is:?/giu) ?? said;
  return found.replaceAll("**", "").trim().replace(/\.$/u, "");
}

/** An answer as BIG-bench compares it: an option by its letter, else the text without its outer marks. */
function taskForm(text: string): string {
  const option =
    /^\(?([A-Z])\)(?:\s|$|\.)/u.exec(text.trim())?.[1] ?? /^([A-Z])[.)]?$/u.exec(text.trim())?.[1];
  if (option !== undefined) return option;
  return text
    .trim()
    .replace(/^["'`]+|["'`]+$/gu, "")
    .replace(/\.$/u, "")
    .replaceAll(/\s+/gu, " ")
    .toLowerCase();
}

/** Whether an answer is one of those that are known. */
export function isTaskAnswer({ row, answer }: AnsweredRow): boolean {
  return (
    answer !== null && row.references.some((known) => taskForm(known) === taskForm(textOf(answer)))
  );
}

/** The mean over tasks of their share of right answers: each task counts alike. */
export function taskAverage(
  answered: readonly AnsweredRow[],
  isRight: (answered: AnsweredRow) => boolean,
): number {
  const tasks = new Map<unknown, { right: number; rows: number }>();
  for (const each of answered) {
    const task = tasks.get(each.row.fields["task"]) ?? { right: 0, rows: 0 };
    tasks.set(each.row.fields["task"], task);
    task.rows++;
    if (isRight(each)) task.right++;
  }
  return [...tasks.values()].reduce((sum, { right, rows }) => sum + right / rows, 0) / tasks.size;
}
