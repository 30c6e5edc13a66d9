import type { PromptSection } from "../../../schema/prompt.js";
import type { LabelSpec } from "../../../schema/label.js";
import type { Task } from "../../../schema/task.js";
import { LABEL_KEY } from "../../../tools/fields/record-schema.js";
import { languageName } from "../../../base/text/language-name.js";
import { fillPlaceholders } from "../../../base/text/placeholders.js";
import { QUOTED_SENTENCE } from "../../../tools/models/prompt/render-prompt.js";
import type { GenerateInput } from "../contract.js";
import { promptValue } from "./prompt-values.js";

/** With more labels than this the others are named without their definitions. */
const DEFINED_LABELS = 12;

/**
 * What is wanted, in the harness's own words: role, dataset, sample, label, language, audience,
 * domain and constraints.
 */
export function taskSection(task: Task, input: GenerateInput): PromptSection {
  const { spec } = task;
  const decidesLabel = input.subTask.output.includes(LABEL_KEY);
  const lines = [
    ...(spec.persona === undefined
      ? []
      : [
          `You are ${spec.persona
            .trim()
            .replace(/^you are\s+/iu, "")
            .replace(/\.$/u, "")}.`,
        ]),
    `The dataset: ${spec.description}`,
    ...(spec.purpose === undefined ? [] : [`It is for: ${spec.purpose}`]),
    ...whatToDo(task, input),
    ...(decidesLabel ? labelChoice(task) : wantedLabel(task, input)),
    `Language: ${languageName(spec.language)}.`,
    ...(spec.audience === undefined ? [] : [`Audience: ${spec.audience}`]),
    ...(spec.domain === undefined ? [] : [`Domain: ${spec.domain}`]),
    ...constraintLines(task),
    ...toolLines(task),
    ...stepLines(task, input),
  ];
  return { kind: "task", text: lines.join("\n") };
}

/** The step's own instruction, with what its names stand for. */
function stepLines(task: Task, input: GenerateInput): string[] {
  const { prompt } = input.subTask;
  if (prompt === undefined) return [];
  let quotes = false;
  const text = fillPlaceholders(prompt, (name) => {
    const value = promptValue(task, input, name);
    quotes ||= value !== undefined && /^["[{]/u.test(value);
    return value;
  });
  return quotes ? [text.trimEnd(), QUOTED_SENTENCE] : [text];
}

/** The whole sample, its label alone, or one step of several towards it. */
function whatToDo(
  { kind, fields, writtenFields }: Task,
  { subTask: { output } }: GenerateInput,
): string[] {
  if (output.every((name) => name === LABEL_KEY))
    return [
      writtenFields.length === 0 ? `Give ${kind.sample}.` : "Give the label of the given sample.",
    ];
  const isWhole = writtenFields.every((name) => fields[name]?.optional || output.includes(name));
  if (!isWhole) return [`A sample is ${kind.sample}. You do one step of making one.`];
  return [
    `Write ${kind.name === "custom" ? kind.sample : `one sample: ${kind.sample}`}.`,
    ...kind.notes,
  ];
}

function labelChoice(task: Task): string[] {
  return [
    task.spec.multiLabel
      ? "Give every label that fits, of these:"
      : "Give the one label that fits best, of these:",
    ...task.labels.map((label) => `- ${described(label)}`),
  ];
}

function wantedLabel(task: Task, { order }: GenerateInput): string[] {
  if (order.label === null) return [];
  const names = [order.label].flat();
  const wanted = names.map(
    (name) => task.labels.find((label) => label.name === name) ?? { name, outOfScope: false },
  );
  const others = task.labels.filter((label) => !names.includes(label.name));
  const lines =
    names.length === 1
      ? [`The label of the sample: ${described(wanted[0]!)}`]
      : ["The sample has all of these labels:", ...wanted.map((label) => `- ${described(label)}`)];
  if (others.length === 0) return lines;
  const outside = wanted.some((label) => label.outOfScope);
  const contrast = outside
    ? "It must not fit any of the other labels"
    : "A reader must be able to tell it from the other labels";
  if (others.length <= DEFINED_LABELS)
    return [...lines, `${contrast}:`, ...others.map((label) => `- ${described(label)}`)];
  return [...lines, `${contrast}: ${others.map((label) => label.name).join(", ")}.`];
}

function described(label: LabelSpec): string {
  const words = label.verbalizer === undefined ? label.name : `${label.name} (${label.verbalizer})`;
  return label.definition === undefined ? words : `${words}: ${label.definition}`;
}

function constraintLines({ spec }: Task): string[] {
  const { minWords, maxWords, minCharacters, maxCharacters, notes } = spec.constraints;
  return [
    ...range("words", minWords, maxWords),
    ...range("characters", minCharacters, maxCharacters),
    ...(notes ?? []),
  ];
}

/** The declared tools, where samples have turns that can call them. */
function toolLines({ spec, fields }: Task): string[] {
  if (spec.tools.length === 0 || !Object.values(fields).some((field) => field.type === "messages"))
    return [];
  return [
    "The tools, each with the JSON Schema of its arguments:",
    ...spec.tools.map(
      ({ name, description, parameters }) =>
        `- ${name}: ${description} ${JSON.stringify(parameters)}`,
    ),
  ];
}

function range(unit: string, least: number | undefined, most: number | undefined): string[] {
  if (least === undefined && most === undefined) return [];
  const bounds =
    least === undefined
      ? `at most ${most}`
      : most === undefined
        ? `at least ${least}`
        : `${least} to ${most}`;
  return [`Length: ${bounds} ${unit}.`];
}
