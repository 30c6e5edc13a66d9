import type { PromptSection } from "../../../schema/prompt.js";
import type { LabelSpec } from "../../../schema/label.js";
import type { Task } from "../../../schema/task.js";
import { LABEL_KEY } from "../../../tools/fields/record-schema.js";
import { languageName } from "../../../base/text/language-name.js";
import { fillPlaceholders } from "../../../base/text/placeholders.js";
import { QUOTED_SENTENCE } from "../../../tools/models/prompt/render-prompt.js";
import {
  confusableLabels,
  DEFINED_LABELS,
  type ConfusableLabel,
} from "../../../tools/learning/confusable-labels.js";
import type { GenerateInput } from "../contract.js";
import { recordOf, sampleFields } from "./demonstration-section.js";
import { lengthLines } from "./length-lines.js";
import { promptValue } from "./prompt-values.js";
import { givenVocabularies } from "./vocabulary-lines.js";

/** What of a task a question can be told. `labels`: all of them, for a question about them. */
export type Told =
  | "persona"
  | "dataset"
  | "kind"
  | "label"
  | "labels"
  | "language"
  | "audience"
  | "rules"
  | "tools"
  | "step"
  | "conditions"
  | "sources"
  | "template";

/** Everything that a writer of a sample is told. */
export const ALL_TOLD: readonly Told[] = [
  "persona",
  "dataset",
  "kind",
  "label",
  "language",
  "audience",
  "rules",
  "tools",
  "step",
  "conditions",
  "sources",
  "template",
];
/** What only a writer needs: not told where a label alone is decided. */
const OF_WRITERS: readonly Told[] = ["persona", "audience", "rules"];

/** What is said of the task. */
export interface TaskSectionOptions {
  readonly tells: ReadonlySet<Told>;
  readonly instruction?: string | undefined;
  readonly several?: boolean | undefined;
  readonly piece?: boolean | undefined;
  readonly notes?: readonly string[] | undefined;
}

/**
 * What is wanted, in the harness's own words: role, dataset, sample, label, language, audience,
 * domain, constraints and the step's own prompt, each where it is told and has a use.
 */
export function taskSection(
  task: Task,
  input: GenerateInput,
  { tells, instruction, ...options }: TaskSectionOptions,
): PromptSection {
  const { spec } = task;
  const { output } = input.subTask;
  const onlyLabel = output.every((name) => name === LABEL_KEY);
  const told = (what: Told, lines: () => readonly string[]): readonly string[] =>
    tells.has(what) && !(onlyLabel && OF_WRITERS.includes(what)) ? lines() : [];
  const lines = [
    ...told("persona", () => personaLines(task)),
    ...told("dataset", () => [`The dataset: ${spec.description}`]),
    ...told("persona", () => (spec.purpose === undefined ? [] : [`It is for: ${spec.purpose}`])),
    ...told("kind", () => whatToDo(task, input, options)),
    ...told("kind", () => givenVocabularies(task, input.subTask)),
    ...told("label", () =>
      output.includes(LABEL_KEY) ? labelChoice(task) : allLabels(task, input),
    ),
    ...told("labels", () => [
      "The labels:",
      ...task.labels.map((label) => `- ${described(label)}`),
    ]),
    ...told("language", () => [`Language: ${languageName(spec.language)}.`]),
    ...told("audience", () => (spec.audience === undefined ? [] : [`Audience: ${spec.audience}`])),
    ...told("dataset", () => (spec.domain === undefined ? [] : [`Domain: ${spec.domain}`])),
    ...told("rules", () => [
      ...(options.piece === true ? [] : lengthLines(task, output)),
      ...(options.piece === true || output.some((name) => Object.hasOwn(task.fields, name))
        ? (spec.constraints.notes ?? [])
        : []),
    ]),
    ...told("tools", () => toolLines(task)),
    ...told("step", () => stepLines(task, input)),
    ...(instruction === undefined ? [] : [instruction]),
    // Last, as it is the order's own: what stands before it is equal for all, and a provider that
    // keeps the beginnings of prompts reads it once.
    ...told("label", () => (output.includes(LABEL_KEY) ? [] : wantedLabel(task, input))),
  ];
  return { kind: "task", text: lines.join("\n") };
}

function personaLines({ spec: { persona } }: Task): string[] {
  return persona === undefined
    ? []
    : [
        `You are ${persona
          .trim()
          .replace(/^you are\s+/iu, "")
          .replace(/\.$/u, "")}.`,
      ];
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
  { order, subTask: { output } }: GenerateInput,
  { several, notes = kind.notes }: Omit<TaskSectionOptions, "tells">,
): string[] {
  if (kind.name === "annotation") return [`Give ${kind.sample}.`];
  if (output.every((name) => name === LABEL_KEY)) return ["Give the label of the given sample."];
  const isWhole = writtenFields.every((name) => fields[name]?.optional || output.includes(name));
  const sample =
    kind.name === "custom" && writtenFields.length > 0
      ? recordWith(writtenFields, fields)
      : order.label === null
        ? kind.sample
        : (kind.labelled ?? kind.sample);
  if (!isWhole) {
    const own = output.filter((name) => Object.hasOwn(fields, name));
    return own.length === 0
      ? [`A sample is ${sample}. You do one step on the way to one.`]
      : [
          `A sample is ${sample}. You write only ${own.length === 1 ? "this part" : "these parts"} ` +
            `of one: ${own.join(", ")}.`,
        ];
  }
  if (several === true) return [`A sample is ${sample}.`, ...notes];
  return [`Write ${kind.name === "custom" ? sample : `one sample: ${sample}`}.`, ...notes];
}

/** A record of the task's own fields; one field alone is what it says that it holds. */
function recordWith(names: readonly string[], fields: Task["fields"]): string {
  const [only] = names;
  return names.length === 1
    ? (fields[only!]?.description ?? `one record with the field ${only}`)
    : `one record with ${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

function labelChoice(task: Task): string[] {
  return [
    task.spec.multiLabel
      ? "Give every label that fits, of these:"
      : "Give the one label that fits best, of these:",
    ...task.labels.map((label) => `- ${described(label)}`),
  ];
}

/** Equal for all orders: the labels with their definitions, or of many the names. */
function allLabels({ labels }: Task, { order }: GenerateInput): string[] {
  if (order.label === null || labels.length < 2) return [];
  return labels.length <= DEFINED_LABELS + 1
    ? ["The labels:", ...labels.map((label) => `- ${described(label)}`)]
    : [`The labels: ${labels.map(({ name }) => name).join(", ")}.`];
}

function wantedLabel(task: Task, { order, confusions }: GenerateInput): string[] {
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
  const near =
    task.labels.length <= DEFINED_LABELS + 1
      ? []
      : contrastedWith(task, names, confusions).map(({ label }) => label);
  if (near.length === 0) return [...lines, `${contrast}.`];
  return [
    ...lines,
    `${contrast}, above all from those that it is most easily taken for:`,
    ...near.map((label) => `- ${described(label)}`),
  ];
}

/** The labels that the wanted ones are most easily taken for. */
function contrastedWith(
  task: Task,
  names: readonly string[],
  confusions: GenerateInput["confusions"],
): readonly ConfusableLabel[] {
  const found = new Map(
    names
      .flatMap((name) => confusableLabels(task, name, confusions))
      .filter(({ label, score }) => score > 0 && !names.includes(label.name))
      .map((one) => [one.label.name, one]),
  );
  return [...found.values()];
}

/**
 * With many labels a real row of each that the wanted one is most easily taken for, the one that lies
 * nearest to it; null with few, where the question decides a label, or where there is no such row.
 */
export function boundarySection(
  task: Task,
  { order, subTask, seeds, values, confusions }: GenerateInput,
): PromptSection | null {
  if (order.label === null || subTask.output.includes(LABEL_KEY)) return null;
  const names = [order.label].flat();
  if (task.labels.length <= DEFINED_LABELS + 1) return null;
  if (!subTask.output.some((name) => Object.hasOwn(task.fields, name))) return null;
  const fields = sampleFields(task);
  const given = Object.values(values);
  const items = contrastedWith(task, names, confusions).flatMap(({ label, boundary }) =>
    boundary === null || seeds.some(({ id }) => id === boundary.id) || given.includes(boundary.text)
      ? []
      : [{ ...recordOf(boundary, subTask.output, fields), [LABEL_KEY]: label.name }],
  );
  return items.length === 0
    ? null
    : {
        kind: "demonstrations",
        name: "boundary",
        text: "Real samples of the labels that the wanted one is most easily taken for, near the border. Yours must not be like them.",
        items,
      };
}

function described(label: LabelSpec): string {
  const words = label.verbalizer === undefined ? label.name : `${label.name} (${label.verbalizer})`;
  return label.definition === undefined ? words : `${words}: ${label.definition}`;
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
