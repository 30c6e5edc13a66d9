import { z } from "zod";
import type { Task } from "../../../schema/task.js";
import type { Criterion, JudgeQuestion } from "../contract.js";
import { passes } from "../verdicts.js";

const NONE = "none of these";
const questions = new WeakMap<Task, JudgeQuestion | null>();

/**
 * Which values of the task's attributes a draft really has, by a judge that is not told what was
 * ordered. It refuses nothing: a draft that is another than ordered counts for the cell of what it
 * is, and the planner orders again what is still missing.
 *
 * Only attributes whose values the task itself names are asked about.
 */
export const conditionsCriterion: Criterion = {
  name: "conditions",
  question(task) {
    let question = questions.get(task);
    if (question === undefined) questions.set(task, (question = questionOf(task)));
    return question;
  },
  decide(draft, { judge }, { task }) {
    const details = { code: "custom" as const, judge };
    if (!judge)
      return passes("conditions", {
        ...details,
        reason: "No judge was asked about the conditions.",
      });
    const named = new Map(attributesOf(task).map((attribute) => [attribute.name, attribute]));
    const conditions = draft.conditions.flatMap(({ name, value }) => {
      const attribute = named.get(name);
      const read = attribute === undefined ? undefined : judge.value[propertyOf(name)];
      if (typeof read !== "string" || read === value) return [];
      return [{ name, value: read === NONE ? null : read }];
    });
    const reason =
      conditions.length === 0
        ? "The text has the conditions that it was written for."
        : "Not as ordered: " +
          `${conditions.map(({ name, value }) => `${name} is ${value ?? NONE}`).join(", ")}.`;
    return { ...passes("conditions", { ...details, reason }), conditions };
  },
};

interface AttributeValues {
  readonly name: string;
  readonly description?: string | undefined;
  readonly values: readonly string[];
}

function attributesOf({ spec }: Task): AttributeValues[] {
  return (spec.attributes ?? [])
    .map(({ name, description, values = [], perLabel = {} }) => ({
      name,
      description,
      values: [...new Set([...values, ...Object.values(perLabel).flat()])],
    }))
    .filter(({ values }) => values.length > 1 && !values.includes(NONE));
}

function questionOf(task: Task): JudgeQuestion | null {
  const attributes = attributesOf(task);
  if (attributes.length === 0) return null;
  return {
    text: attributes
      .map(
        ({ name, description }) =>
          `${propertyOf(name)}: the value of ` +
          `"${name}"${description === undefined ? "" : ` (${description})`} that the draft ` +
          `itself shows, whatever it was written for; "${NONE}" where it shows no listed ` +
          "one.",
      )
      .join(" "),
    needsSources: false,
    answer: Object.fromEntries(
      attributes.map(({ name, values }) => [propertyOf(name), z.enum([NONE, ...values])]),
    ),
  };
}

/** The property of the judge's answer for an attribute. */
function propertyOf(name: string): string {
  return `condition ${name}`;
}
