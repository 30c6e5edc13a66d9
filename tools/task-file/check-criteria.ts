import type { SpecProblem } from "../../base/settings/zod-problems.js";
import { chosenName, chosenSettings } from "../../base/slots/slot-choice.js";
import { didYouMean } from "../../base/text/nearest-name.js";
import {
  listed,
  RUBRIC_KEY,
  rubricSettingsSchema,
  wantedFields,
  type RubricSettings,
} from "../../schema/task-file/rubric.js";
import type { TaskSpec } from "../../schema/task-file/task-spec.js";
import { resolveTask } from "../../schema/task.js";

/** Names under which the judge answers what the built-in criteria ask. */
export const JUDGE_PROPERTIES: readonly string[] = [
  "claims",
  "facts",
  "label",
  "label_probability",
  "labels",
  "meaning_kept",
  "on_task",
  "reason",
];

type Report = (path: SpecProblem["path"], message: string) => void;

/**
 * What is wrong with the criteria that a task defines in place: names twice or taken by the judge's
 * answer, and labels, attributes, fields or values that the task does not have.
 */
export function checkCriteria(spec: TaskSpec): SpecProblem[] {
  const problems: SpecProblem[] = [];
  const criteria = spec.critique.criteria ?? [];
  const names = criteria.map(chosenName);
  criteria.forEach((choice, index) => {
    const settings = chosenSettings(choice);
    if (!Object.hasOwn(settings, RUBRIC_KEY)) return;
    const at = ["critique", "criteria", index] as const;
    const report: Report = (path, message) =>
      void problems.push({ code: "SPEC_INVALID", path: [...at, ...path], message });
    const name = names[index]!;
    if (names.some((other, place) => other === name && place !== index))
      report(["name"], `the criterion ${JSON.stringify(name)} is there twice`);
    if (JUDGE_PROPERTIES.includes(name))
      report(
        ["name"],
        `the judge's answer has ${JSON.stringify(name)} already; choose another name`,
      );
    const rubric = rubricSettingsSchema.safeParse(settings);
    if (rubric.success && rubric.data.appliesTo)
      checkAppliesTo(spec, rubric.data.appliesTo, (path, message) =>
        report(["appliesTo", ...path], message),
      );
    const { reference } = rubric.success ? rubric.data : {};
    const fields = Object.keys(resolveTask(spec, []).fields);
    if (reference !== undefined && !fields.includes(reference))
      report(
        ["reference"],
        `a ${spec.kind} sample has no field ${JSON.stringify(reference)}${didYouMean(reference, fields)}`,
      );
  });
  return problems;
}

function checkAppliesTo(
  spec: TaskSpec,
  { labels, attributes = {}, fields }: NonNullable<RubricSettings["appliesTo"]>,
  report: Report,
): void {
  if (labels === undefined && Object.keys(attributes).length === 0 && fields === undefined)
    report([], "names nothing; give `labels`, `attributes` or `fields`, or leave it out for all");
  const known = (spec.labels ?? []).map((label) => label.name);
  listed(labels).forEach((label, index) => {
    if (!known.includes(label))
      report(
        ["labels", ...(Array.isArray(labels) ? [index] : [])],
        `${JSON.stringify(label)} is not a label of the task${didYouMean(label, known)}`,
      );
  });
  for (const [name, values] of Object.entries(attributes)) {
    const attribute = spec.attributes?.find((one) => one.name === name);
    // Other sources than the task itself may bring attributes that are not known yet.
    if (!attribute && spec.plan.conditions === undefined)
      report(
        ["attributes", name],
        `the task has no attribute ${JSON.stringify(name)}` +
          didYouMean(
            name,
            (spec.attributes ?? []).map((one) => one.name),
          ),
      );
    const own = [...(attribute?.values ?? []), ...Object.values(attribute?.perLabel ?? {}).flat()];
    for (const value of listed(values).map(String))
      if (own.length > 0 && !own.includes(value))
        report(
          ["attributes", name],
          `${JSON.stringify(value)} is no value of it${didYouMean(value, own)}`,
        );
  }
  const task = resolveTask(spec, []);
  const list = typeof fields === "string" || Array.isArray(fields);
  wantedFields(fields).forEach(({ name }, index) => {
    if (!Object.hasOwn(task.fields, name))
      report(
        ["fields", ...(typeof fields === "string" ? [] : list ? [index] : [name])],
        `a ${spec.kind} sample has no field ${JSON.stringify(name)}${didYouMean(name, Object.keys(task.fields))}`,
      );
  });
}
