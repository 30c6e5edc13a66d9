import { z } from "zod";
import type { AgentContext } from "../../contract.js";
import type { Demonstration, GenerateInput, GenerateRequest } from "../contract.js";
import { promptValue } from "./prompt-values.js";
import { taskSection } from "./task-section.js";
import { placeholdersIn } from "../../../base/text/placeholders.js";
import type { SubTask } from "../../../schema/plan.js";
import type { PromptSection } from "../../../schema/prompt.js";
import type { Row } from "../../../schema/sample.js";
import type { Task } from "../../../schema/task.js";
import { isLabelField, LABEL_KEY, recordSchema } from "../../../tools/fields/record-schema.js";

/** Stands for a field in the template of a step before the one that writes it. */
const NOT_WRITTEN = "(not written yet)";
const built = new WeakMap<Task, Map<string, z.ZodObject>>();

/**
 * What the answer to a sub-task must parse as: its fields, and with a label the confidence in it.
 * Built once for each sub-task and its fields.
 */
export function answerSchema(task: Task, subTask: SubTask): z.ZodObject {
  let schemas = built.get(task);
  if (!schemas) built.set(task, (schemas = new Map<string, z.ZodObject>()));
  const key = `${subTask.revision} ${subTask.id} ${subTask.output.join(" ")}`;
  let schema = schemas.get(key);
  if (!schema) {
    schema = recordSchema(task, subTask.output, subTask.outputSchema);
    if (subTask.output.includes(LABEL_KEY))
      schema = schema.extend({
        confidence: z.number().min(0).max(1).describe("how sure you are of the label"),
      });
    schemas.set(key, schema);
  }
  return schema;
}

/** What a strategy may change of the usual request. */
export interface SampleRequestOptions<S extends z.ZodObject = z.ZodObject> {
  /** What to write, put behind the task: what this step of the method asks for. */
  readonly instruction?: string;
  /** Answer schema in place of the one that follows from the sub-task's output. */
  readonly schema?: S;
  /** Shown as given beside the inputs of the sub-task. */
  readonly given?: Readonly<Record<string, unknown>>;
  /**
   * Demonstrations in a form of the strategy's own, in place of the rows: what this question asks
   * for, as they have it.
   */
  readonly shown?: { readonly text: string; readonly items: readonly Record<string, unknown>[] };
  /** Why the seeds are shown. Default: "The rows that the sample is made from." */
  readonly seedText?: string;
  /** What the passages are for. Default: that only facts of them may be stated. */
  readonly sourceText?: string;
}

/**
 * The request that all strategies build on: the task with label, language and constraints; the
 * conditions; the demonstrations; the sources with their ids; the seeds; what is given; on a
 * revision the refused version and why; and what to answer.
 */
export function sampleRequest<S extends z.ZodObject = z.ZodObject>(
  input: GenerateInput,
  demonstrations: readonly Demonstration[],
  { task }: AgentContext,
  options: SampleRequestOptions<S> = {},
): GenerateRequest<S> {
  const template = task.spec.prompts["generator"];
  const schema = options.schema ?? (answerSchema(task, input.subTask) as S);
  const about = taskSection(task, input);
  const sections = [
    options.instruction === undefined
      ? about
      : { ...about, text: `${about.text}\n${options.instruction}` },
    conditionSection(task, input),
    options.shown === undefined
      ? demonstrationSection(task, input, demonstrations)
      : shownSection(options.shown),
    sourceSection(input, options.sourceText),
    seedSection(task, input, options.seedText),
    givenSection(input, options.given),
    previousSection(input),
    feedbackSection(input),
    outputSection(task, input, schema),
  ].filter((section) => section !== null);
  return { prompt: { sections, template, values: templateValues(task, input, template) }, schema };
}

/** What the names in the template stand for; a field that is not there yet is said to be so. */
function templateValues(
  task: Task,
  input: GenerateInput,
  template: string | undefined,
): Readonly<Record<string, string>> | undefined {
  if (template === undefined) return undefined;
  const isField = (name: string): boolean => Object.hasOwn(task.fields, name);
  return Object.fromEntries(
    placeholdersIn(template, (name) => promptValue(task, input, name) !== undefined).flatMap(
      (name): [string, string][] => {
        const value = promptValue(task, input, name) ?? (isField(name) ? NOT_WRITTEN : undefined);
        return value === undefined ? [] : [[name, value]];
      },
    ),
  );
}

function seedSection(
  task: Task,
  { seeds }: GenerateInput,
  text = "The rows that the sample is made from.",
): PromptSection | null {
  if (seeds.length === 0) return null;
  const names = Object.keys(task.fields).filter((name) => !isLabelField(task.fields[name]!));
  return {
    kind: "draft",
    text,
    items: seeds.map((row) => ({
      ...recordOf(row, names, names),
      ...(row.label === null ? {} : { [LABEL_KEY]: row.label }),
    })),
  };
}

function conditionSection(task: Task, { order, subTask }: GenerateInput): PromptSection | null {
  const labels =
    order.label === null || subTask.output.includes(LABEL_KEY) ? [] : [order.label].flat();
  const items = [
    ...labels.map((value) => {
      const label = task.labels.find((spec) => spec.name === value);
      const description = [label?.verbalizer, label?.definition]
        .filter((part) => part !== undefined)
        .join(": ");
      return { name: LABEL_KEY, value, description: description === "" ? undefined : description };
    }),
    ...order.conditions.map(({ name, value, description }) => ({
      name,
      value,
      description,
    })),
  ];
  return items.length === 0
    ? null
    : { kind: "conditions", text: "The sample must fulfil every one of these.", items };
}

function demonstrationSection(
  task: Task,
  { subTask }: GenerateInput,
  demonstrations: readonly Demonstration[],
): PromptSection | null {
  if (demonstrations.length === 0) return null;
  const names = Object.keys(task.fields).filter((name) => !isLabelField(task.fields[name]!));
  const part = names.filter(
    (name) => subTask.inputs.includes(name) || subTask.output.includes(name),
  );
  const text =
    "Real samples with their labels: match their style and level of detail, copy none of them.";
  return {
    kind: "demonstrations",
    text: demonstrations.some((row) => row.label !== null)
      ? text
      : text.replace(" with their labels", ""),
    items: demonstrations.map((row) => ({
      ...recordOf(row, part, names),
      ...(row.label === null ? {} : { [LABEL_KEY]: row.label }),
      ...(row.conditions && row.conditions.length > 0
        ? { conditions: Object.fromEntries(row.conditions.map(({ name, value }) => [name, value])) }
        : {}),
    })),
  };
}

function shownSection({
  text,
  items,
}: NonNullable<SampleRequestOptions["shown"]>): PromptSection | null {
  return items.length === 0 ? null : { kind: "demonstrations", text, items: [...items] };
}

/** The fields that the sub-task reads and writes; all of them where the row has none of those. */
export function recordOf(
  row: Pick<Row, "fields">,
  part: readonly string[],
  names: readonly string[],
): Record<string, unknown> {
  const present = (wanted: readonly string[]): [string, unknown][] =>
    wanted.filter((name) => row.fields[name] !== undefined).map((name) => [name, row.fields[name]]);
  const entries = present(part);
  return Object.fromEntries(entries.length > 0 ? entries : present(names));
}

function sourceSection(
  { sources }: GenerateInput,
  text = "State only facts that these passages state: no figure, name or date that they do not " +
    "have.",
): PromptSection | null {
  if (sources.length === 0) return null;
  return {
    kind: "sources",
    text,
    items: sources.map((passage) => ({ id: passage.id, text: passage.text })),
  };
}

/** What is there already: the given row, and what earlier sub-tasks wrote. */
function givenSection(
  { subTask, values, previous }: GenerateInput,
  more: Readonly<Record<string, unknown>> = {},
): PromptSection | null {
  const inputs = subTask.inputs
    .map((name): [string, unknown] => [name, values[name] ?? previous?.[name]])
    .filter(([, value]) => value !== undefined);
  const entries = [...inputs, ...Object.entries(more)];
  return entries.length === 0
    ? null
    : { kind: "draft", text: "What is given; keep to it.", items: [Object.fromEntries(entries)] };
}

function previousSection({ revision, previous, subTask }: GenerateInput): PromptSection | null {
  if (revision === 0 || previous === null) return null;
  const entries = subTask.output
    .filter((name) => previous[name] !== undefined)
    .map((name): [string, unknown] => [name, previous[name]]);
  return entries.length === 0
    ? null
    : {
        kind: "draft",
        text: "The version before, which was refused.",
        items: [Object.fromEntries(entries)],
      };
}

function feedbackSection({ feedback }: GenerateInput): PromptSection | null {
  if (feedback.length === 0) return null;
  return {
    kind: "feedback",
    text: "Why it was refused. Write a new version that mends this.",
    items: feedback.map(({ criterion, reason }) => ({ criterion, reason })),
  };
}

function outputSection(task: Task, { subTask }: GenerateInput, schema: z.ZodObject): PromptSection {
  const fields = Object.keys(schema.shape).map((name) => {
    const description =
      task.fields[name]?.description ??
      (name === LABEL_KEY && subTask.output.includes(name)
        ? "the label"
        : name === "confidence"
          ? "how sure you are of it, 0 to 1"
          : schema.shape[name]?.description);
    return (
      "- " +
      `${name}${description === undefined ? "" : `: ${description}`}${task.fields[name]?.optional ? " (may be left out)" : ""}`
    );
  });
  return {
    kind: "output",
    text: ["Answer with one object with the fields:", ...fields].join("\n"),
  };
}
