import { fieldValueSchema } from "../../schema/field.js";
import { KIND_TABLE } from "../../schema/kind.js";
import { ownFields } from "../../schema/task.js";
import type { TaskSpec } from "../../schema/task-spec.js";
import { checkConditions } from "./check-conditions.js";
import { checkChecker } from "./check-checker.js";
import { checkPlan } from "./check-plan.js";
import { checkPrompts } from "./check-prompts.js";
import { checkSources } from "./check-sources.js";
import { checkSteps } from "./check-steps.js";
import { checkTools } from "./check-tools.js";
import { RESERVED_COLUMNS } from "./reserved-columns.js";
import { didYouMean } from "./nearest-name.js";
import type { SpecProblem } from "./spec-problem.js";

type Report = (path: SpecProblem["path"], message: string) => void;

/** Everything that is wrong with a task whose fields have the right form each, but do not fit each other. */
export function checkSemantics(spec: TaskSpec): SpecProblem[] {
  const problems: SpecProblem[] = [];
  const report: Report = (path, message) =>
    void problems.push({ code: "SPEC_INVALID", path, message });
  checkLabels(spec, report);
  checkFields(spec, report);
  checkAttributes(spec, report);
  for (const unit of ["Words", "Characters"] as const) {
    const [least, most] = [spec.constraints[`min${unit}`], spec.constraints[`max${unit}`]];
    if (least !== undefined && most !== undefined && least > most)
      report(["constraints", `min${unit}`], `${least} is above max${unit}, which is ${most}`);
  }
  const { minWords, maxCharacters } = spec.constraints;
  // A word has a character at least.
  if (minWords !== undefined && maxCharacters !== undefined && minWords > maxCharacters)
    report(
      ["constraints", "minWords"],
      `${minWords} words do not fit into maxCharacters, which is ${maxCharacters}`,
    );
  return [
    ...problems,
    ...checkConditions(spec),
    ...checkPlan(spec),
    ...checkSources(spec),
    ...checkPrompts(spec),
    ...checkSteps(spec),
    ...checkTools(spec),
    ...checkChecker(spec),
  ];
}

function checkLabels(spec: TaskSpec, report: Report): void {
  const rule = KIND_TABLE[spec.kind].labels;
  const labels = spec.labels ?? [];
  if (rule === "required" && labels.length === 0)
    report(
      ["labels"],
      `missing; kind ${spec.kind} needs them: a list of names, or a map name -> definition`,
    );
  if (rule === "none" && spec.labels !== undefined)
    report(
      ["labels"],
      `a ${spec.kind} sample has no label; take them out, or use attributes for what samples differ in`,
    );
  if (spec.multiLabel && labels.length === 0)
    report(["multiLabel"], "a task without labels cannot have several of them for a sample");
  labels.forEach((label, index) => {
    const first = labels.findIndex((other) => other.name.trim() === label.name.trim());
    if (first < index)
      report(["labels", index], `the label ${JSON.stringify(label.name)} is there twice`);
    if (label.name !== label.name.trim() || label.name.trim() === "")
      report(["labels", index], `the label ${JSON.stringify(label.name)} has blanks around it`);
  });
}

function checkFields(spec: TaskSpec, report: Report): void {
  if (
    spec.sampleSchema !== undefined &&
    (typeof spec.sampleSchema["properties"] !== "object" ||
      spec.sampleSchema["properties"] === null)
  )
    report(
      ["sampleSchema"],
      "a JSON Schema of an object with properties is expected, for example `{ type: object, properties: { title: { type: string } } }`",
    );
  const own = Object.entries(ownFields(spec));
  if (spec.kind === "custom" && own.length === 0)
    report(
      ["fields"],
      "missing; kind custom needs the fields of a sample, for example `fields: { title: {}, stars: { type: number } }`",
    );
  for (const [name, field] of own) {
    const isLabel = field.type === "label" || field.type === "labels";
    if (isLabel && (spec.labels?.length ?? 0) === 0)
      report(
        ["fields", name, "type"],
        `type ${field.type} is answered by the task's labels, of which there are none`,
      );
    if (RESERVED_COLUMNS.includes(name) && !(name === "label" && isLabel))
      report(
        ["fields", name],
        `the dataset has a column of this name already; choose another one (taken: ${RESERVED_COLUMNS.join(", ")})`,
      );
    if (field.schema === undefined) continue;
    if (field.type !== "json")
      report(["fields", name, "schema"], `a schema belongs to type json, not ${field.type}`);
    else if (!isUsableSchema(field))
      report(["fields", name, "schema"], "not a JSON Schema that can be checked");
  }
}

function isUsableSchema(field: Parameters<typeof fieldValueSchema>[0]): boolean {
  try {
    fieldValueSchema(field);
    return true;
  } catch {
    return false;
  }
}

function checkAttributes(spec: TaskSpec, report: Report): void {
  const labels = (spec.labels ?? []).map((label) => label.name);
  const attributes = spec.attributes ?? [];
  attributes.forEach((attribute, index) => {
    if (attributes.findIndex((other) => other.name === attribute.name) < index)
      report(
        ["attributes", index],
        `the attribute ${JSON.stringify(attribute.name)} is there twice`,
      );
    for (const label of Object.keys(attribute.perLabel ?? {})) {
      if (!labels.includes(label))
        report(
          ["attributes", index, "perLabel", label],
          `${JSON.stringify(label)} is not a label of the task${didYouMean(label, labels)}`,
        );
    }
    const values = [...(attribute.values ?? []), ...Object.values(attribute.perLabel ?? {}).flat()];
    if (values.length === 0) return;
    for (const value of Object.keys(attribute.weights ?? {})) {
      if (!values.includes(value))
        report(
          ["attributes", index, "weights", value],
          `no value of that name${didYouMean(value, values)}`,
        );
    }
    const weights = values.map((value) => attribute.weights?.[value] ?? 1);
    if (weights.every((weight) => weight === 0) && attribute.given === undefined)
      report(["attributes", index, "weights"], "every value has weight 0, so none can be drawn");
  });
}
