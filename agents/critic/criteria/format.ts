import { fieldValueSchema, isBlank, type FieldSpec } from "../../../schema/field.js";
import type { Task } from "../../../schema/task.js";
import { usedEntries, vocabularyOf } from "../../../schema/vocabulary.js";
import { didYouMean } from "../../../base/text/nearest-name.js";
import { graphemeCount } from "../../../base/text/graphemes.js";
import { words } from "../../../base/text/words.js";
import type { Draft } from "../../draft.js";
import type { Criterion } from "../contract.js";
import { isTextGiven } from "./unless-text-is-given.js";
import type { FormatProblem } from "../evidence/conversation-problems.js";
import { kindProblems } from "../evidence/kind-problems.js";
import { misplacedMentions } from "../evidence/kind-problems.js";
import { passes, refuses } from "../verdicts.js";

/**
 * Fields are there and of their type, constraints hold, spans and entities stand in the text, turns
 * and calls are in order, sides differ, and the label is one of the task's.
 */
export const formatCriterion: Criterion = {
  name: "format",
  decide(draft, _evidence, { task }) {
    const problems = [
      ...fieldProblems(draft, task),
      ...labelProblems(draft, task),
      ...(isTextGiven(task) ? [] : lengthProblems(draft, task)),
      ...misplacedMentions(draft, task),
      ...kindProblems(draft, task),
    ];
    const evidence = problems.flatMap((problem) => (problem.evidence ? [problem.evidence] : []));
    return problems.length === 0
      ? passes("format", {
          code: "format",
          score: 1,
          reason: "All fields are there and of the right form.",
        })
      : refuses("format", {
          code: "format",
          score: 0,
          reason: problems.map((problem) => problem.message).join(" "),
          evidence,
        });
  },
};

function fieldProblems(draft: Draft, task: Task): FormatProblem[] {
  return Object.entries(task.fields).flatMap(([name, field]): FormatProblem[] => {
    const value = draft.fields[name];
    const isLabel = field.type === "label" || field.type === "labels";
    if (isBlank(value))
      return field.optional || isLabel
        ? []
        : [{ message: `The field "${name}" is missing or empty.`, evidence: { field: name } }];
    const parsed = fieldValueSchema(field).safeParse(value);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      const path = [name, ...(issue?.path ?? []).map(String)].join(".");
      return [
        {
          message:
            `The field "${path}" must be ${mustBe(field)}: ` + `${issue?.message ?? "wrong form"}.`,
          evidence: { field: name },
        },
      ];
    }
    const outside = missedEntries(draft, name, field);
    if (outside) return [outside];
    const emptyTurn =
      field.type === "messages"
        ? (value as { content: string; toolCalls?: unknown[] }[]).findIndex(
            (turn) => turn.content.trim() === "" && !turn.toolCalls?.length,
          )
        : -1;
    if (emptyTurn >= 0)
      return [
        { message: `Turn ${emptyTurn + 1} of "${name}" is empty.`, evidence: { field: name } },
      ];
    return isLabel ? unknownLabels(([] as string[]).concat(value as string | string[]), task) : [];
  });
}

function mustBe(field: FieldSpec): string {
  const entries = vocabularyOf(field);
  return entries === null
    ? `of type ${field.type}`
    : `of type ${field.type} with the values ${entries.map(({ name }) => name).join(", ")}`;
}

/** A field with a closed vocabulary uses the entry that the sample was ordered with. */
function missedEntries(draft: Draft, name: string, field: FieldSpec): FormatProblem | null {
  const wanted = draft.conditions.find((condition) => condition.name === name)?.value;
  const known = vocabularyOf(field)?.some((entry) => entry.name === wanted) === true;
  const used = usedEntries(field, draft.fields[name]);
  if (wanted === undefined || !known || used.includes(wanted)) return null;
  return {
    message: `The field "${name}" must have "${wanted}", and has ${used.join(", ")}.`,
    evidence: { field: name },
  };
}

function labelProblems(draft: Draft, task: Task): FormatProblem[] {
  const { label } = draft;
  if (task.labels.length === 0) return [];
  if (label === null)
    return task.kind.labels === "required" ? [{ message: "The sample has no label." }] : [];
  if (Array.isArray(label) && !task.spec.multiLabel)
    return [{ message: "The sample has a list of labels, but the task allows one." }];
  return unknownLabels(([] as string[]).concat(label), task);
}

function unknownLabels(labels: readonly string[], task: Task): FormatProblem[] {
  if (task.labels.length === 0) return [];
  const names = task.labels.map((label) => label.name);
  return labels
    .filter((label) => !names.includes(label))
    .map((label) => ({
      message: `"${label}" is none of the task's labels${didYouMean(label, names)}.`,
    }));
}

function lengthProblems(draft: Draft, task: Task): FormatProblem[] {
  const { minWords, maxWords, minCharacters, maxCharacters } = task.spec.constraints;
  const problems: FormatProblem[] = [];
  const check = (
    unit: string,
    count: () => number,
    least: number | undefined,
    most: number | undefined,
  ): void => {
    if (least === undefined && most === undefined) return;
    const found = count();
    if (least !== undefined && found < least)
      problems.push({ message: `The text has ${found} ${unit}; write at least ${least}.` });
    if (most !== undefined && found > most)
      problems.push({ message: `The text has ${found} ${unit}; write at most ${most}.` });
  };
  check("words", () => words(draft.text).length, minWords, maxWords);
  check("characters", () => graphemeCount(draft.text), minCharacters, maxCharacters);
  return problems;
}
