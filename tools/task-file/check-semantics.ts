import { didYouMean } from "../../base/text/nearest-name.js";
import { fieldValueSchema } from "../../schema/field.js";
import { VOCABULARY_PARTS, vocabularyOf } from "../../schema/vocabulary.js";
import { KIND_TABLE } from "../../schema/kind.js";
import type { TaskSpec } from "../../schema/task-file/task-spec.js";
import { ownFields, resolveTask } from "../../schema/task.js";
import { toolParameters, toolResult } from "../fields/tool-arguments.js";
import { RESERVED_COLUMNS } from "../rows/reserved-columns.js";
import { checkConditions } from "./check-conditions.js";
import { checkCriteria } from "./check-criteria.js";
import { checkPlan } from "./check-plan.js";
import { checkPrompts } from "./check-prompts.js";
import { checkSources } from "./check-sources.js";
import { checkSteps } from "./check-steps.js";
import type { SpecProblem } from "../../base/settings/zod-problems.js";

type Report = (path: SpecProblem["path"], message: string) => void;

/**
 * Everything that is wrong with a task whose fields have the right form each, but do not fit each
 * other.
 */
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
  if (spec.certify !== undefined && spec.review === "none")
    report(
      ["certify"],
      "people's audits have to show it, and `review: none` asks nobody; take `after` or `blocking`",
    );
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
    ...checkCriteria(spec),
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
      `a ${spec.kind} sample has no label; take them out, or use attributes for what ` +
        "samples differ in",
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
      "a JSON Schema of an object with properties is expected, for example `{ type: object, " +
        "properties: { title: { type: string } } }`",
    );
  const own = Object.entries(ownFields(spec));
  if (spec.kind === "custom" && own.length === 0)
    report(
      ["fields"],
      "missing; kind custom needs the fields of a sample, for example `fields: { title: {}, " +
        "stars: { type: number } }`",
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
        "the dataset has a column of this name already; choose another one (taken: " +
          `${RESERVED_COLUMNS.join(", ")})`,
      );
    if (field.values !== undefined && vocabularyOf(field) === null)
      report(
        ["fields", name, "values"],
        `a closed vocabulary belongs to type ${Object.keys(VOCABULARY_PARTS).join(", ")}, not ` +
          field.type,
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

/** What is wrong with `critique.checker`, as far as it shows without running it. */
function checkChecker(spec: TaskSpec): SpecProblem[] {
  const { checker, criteria } = spec.critique;
  const problems: SpecProblem[] = [];
  const report = (field: string | null, message: string): void =>
    void problems.push({
      code: "SPEC_INVALID",
      path: ["critique", "checker", ...(field === null ? [] : [field])],
      message,
    });
  if (checker === undefined) {
    if (criteria?.includes("checker"))
      report(
        null,
        "missing; the criterion checker needs it, for example `checker: { language: " +
          "javascript, code: sample.answer > 0 }`",
      );
    return problems;
  }
  if (criteria && !criteria.includes("checker"))
    report(null, "it is not asked: add checker to critique.criteria, or take it out");
  if (checker.code !== undefined && checker.path !== undefined)
    report("path", "give `code` or `path`, not both");
  if (checker.code === undefined && checker.path === undefined && checker.runs === undefined)
    report("code", "missing; give `code` or `path`, or in `runs` the field whose code must run");
  if (checker.schema !== undefined && checker.schemaPath !== undefined)
    report("schemaPath", "give `schema` or `schemaPath`, not both");
  for (const name of ["schema", "schemaPath"] as const) {
    if (checker[name] !== undefined && checker.language !== "sql")
      report(name, `only sql has tables; a ${checker.language} checker has none`);
  }
  const fields = Object.keys({ ...KIND_TABLE[spec.kind].fields, ...ownFields(spec) });
  if (checker.runs !== undefined && !fields.includes(checker.runs))
    report(
      "runs",
      `a ${spec.kind} sample has no field of that name${didYouMean(checker.runs, fields)} ` +
        `(it has ${fields.join(", ")})`,
    );
  return problems;
}

/**
 * What is wrong with a task's tools: names twice or taken, schemas that cannot be checked, samples
 * that cannot call them.
 */
function checkTools(spec: TaskSpec): SpecProblem[] {
  const problems: SpecProblem[] = [];
  const report = (path: SpecProblem["path"], message: string): void =>
    void problems.push({ code: "SPEC_INVALID", path, message });
  const names = spec.tools.map((tool) => tool.name);
  spec.tools.forEach((tool, index) => {
    if (names.indexOf(tool.name) < index)
      report(["tools", index, "name"], `the tool ${JSON.stringify(tool.name)} is there twice`);
    if (tool.name === "answer")
      report(
        ["tools", index, "name"],
        '"answer" ends the work with the tools; choose another name',
      );
    if ((tool.parameters["type"] ?? "object") !== "object")
      report(["tools", index, "parameters", "type"], "the arguments of a tool are an object");
    else if (!isUsable(() => toolParameters(tool)))
      report(["tools", index, "parameters"], "not a JSON Schema that can be checked");
    if (tool.result !== undefined && !isUsable(() => toolResult(tool)))
      report(["tools", index, "result"], "not a JSON Schema that can be checked");
  });
  const fields = Object.values(resolveTask(spec, []).fields);
  if (spec.tools.length > 0 && !fields.some((field) => field.type === "messages"))
    report(
      ["tools"],
      `${spec.kind} samples have no turns that could call a tool; use kind tool-use, or a ` +
        "field of type messages",
    );
  return problems;
}

function isUsable(make: () => unknown): boolean {
  try {
    make();
    return true;
  } catch {
    return false;
  }
}
