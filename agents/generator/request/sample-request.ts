import { z } from "zod";
import type { AgentContext } from "../../contract.js";
import type { Demonstration, GenerateInput, GenerateRequest } from "../contract.js";
import { demonstrationSection, recordOf, sampleFields } from "./demonstration-section.js";
import { outputSection } from "./output-section.js";
import { promptValue } from "./prompt-values.js";
import { ALL_TOLD, boundarySection, taskSection, type Told } from "./task-section.js";
import { writtenSection } from "./written-section.js";
import { sentences } from "../../../base/text/sentences.js";
import { words } from "../../../base/text/words.js";
import { placeholdersIn } from "../../../base/text/placeholders.js";
import type { SubTask } from "../../../schema/plan.js";
import type { PromptSection } from "../../../schema/prompt.js";
import type { DemonstrationUse } from "../../../schema/task-file/demonstration-use.js";
import type { Task } from "../../../schema/task.js";
import { LABEL_KEY, recordSchema } from "../../../tools/fields/record-schema.js";

/** Stands for a field in the template of a step before the one that writes it. */
const NOT_WRITTEN = "(not written yet)";
const FACTS_ONLY =
  "State only facts that these passages state: no figure, name or date that they do not have.";
/** A heading or a list number is no part to write about. */
const FEWEST_WORDS = 4;
/** Turns at this distance are spread over a text evenly, however many there are. */
const GOLDEN = 0.6180339887498949;
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
   * What of the task the question needs; the rest is not told. Default: everything, and of it what
   * the sub-task's outputs have a use for.
   */
  readonly tells?: readonly Told[];
  /** True where the instruction asks for several samples at once. */
  readonly several?: boolean;
  /** True where only a piece of a field is written: how long the whole is to be is not told. */
  readonly piece?: boolean;
  /** Said of a whole sample in place of what its kind says. */
  readonly notes?: readonly string[];
  /** What the rows are shown for. Default: as the sub-task has it, else what its outputs suggest. */
  readonly demonstrations?: DemonstrationUse;
  /**
   * Demonstrations in a form of the strategy's own, in place of the rows: what this question asks
   * for, as they have it.
   */
  readonly shown?: { readonly text: string; readonly items: readonly Record<string, unknown>[] };
  /** Why the seeds are shown. Default: "The rows that the sample is made from." */
  readonly seedText?: string;
  /** Name of an answer that several orders share: they show the same. Default: the order's id. */
  readonly variedBy?: string | undefined;
  /** Why what was written before is shown. Default: to write about something else. */
  readonly writtenText?: string;
  /** What the passages are for. Default: that only facts of them may be stated. */
  readonly sourceText?: string;
}

/**
 * The request that all strategies build on: what is wanted of the task; the conditions; the
 * demonstrations and what they are for; the sources with their ids; the seeds; what is given; what
 * was written before for the same label and conditions; on a revision the refused version and why;
 * and what to answer.
 */
export function sampleRequest<S extends z.ZodObject = z.ZodObject>(
  input: GenerateInput,
  demonstrations: readonly Demonstration[],
  context: Pick<AgentContext, "task" | "model">,
  options: SampleRequestOptions<S> = {},
): GenerateRequest<S> {
  const { task } = context;
  const tells = new Set(options.tells ?? ALL_TOLD);
  const template = tells.has("template") ? task.spec.prompts["generator"] : undefined;
  const schema = options.schema ?? (answerSchema(task, input.subTask) as S);
  const given = givenValues(input, options.given);
  const sources = sourcesBeside(given, input, context, tells.has("sources"));
  const shown =
    options.shown === undefined || options.shown.items.length === 0
      ? demonstrationSection(input, demonstrations, context, {
          use: options.shown === undefined ? options.demonstrations : "none",
          conditions: tells.has("conditions"),
        })
      : shownSection(options.shown);
  const sections = [
    taskSection(task, input, { ...options, tells }),
    tells.has("conditions") ? conditionSection(task, input) : null,
    shown,
    tells.has("label") && context.model.info.writesFromRows !== true
      ? boundarySection(task, input)
      : null,
    sourceSection(
      sources,
      options.sourceText ??
        (tells.has("kind") ? focused(sources, input.order.sourceTurn) : undefined),
    ),
    seedSection(task, input, options.seedText),
    givenSection(given, input, { isQuestion: !tells.has("step") }),
    tells.has("conditions") ? writtenSection(task, input, options) : null,
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
  const names = sampleFields(task);
  return {
    kind: "draft",
    name: "seeds",
    text,
    items: seeds.map((row) => ({
      ...recordOf(row, names, names),
      ...(row.label === null ? {} : { [LABEL_KEY]: row.label }),
    })),
  };
}

/** What the sample must be. Who decides its label alone is told neither a label nor conditions. */
function conditionSection(task: Task, { order, subTask }: GenerateInput): PromptSection | null {
  if (subTask.output.every((name) => name === LABEL_KEY)) return null;
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

function shownSection({
  text,
  items,
}: NonNullable<SampleRequestOptions["shown"]>): PromptSection | null {
  return { kind: "demonstrations", text, items: [...items] };
}

/**
 * The passages that no given value holds already: told once is enough. A model that writes from what
 * it is shown is shown them all.
 */
function sourcesBeside(
  given: Readonly<Record<string, unknown>>,
  { sources, subTask }: GenerateInput,
  { model }: Pick<AgentContext, "model">,
  told: boolean,
): GenerateInput["sources"] {
  if (model.info.writesFromRows === true) return sources;
  if (!told || subTask.sources === false) return [];
  const texts = Object.values(given).filter((value) => typeof value === "string");
  return sources.filter((passage) => !texts.some((text) => text.includes(passage.text.trim())));
}

/**
 * What the passages are for. An order whose passage others had before it is pointed at one of its
 * sentences, another each time: the same question about the same passage has the same answer.
 */
function focused(sources: GenerateInput["sources"], turn = 0): string {
  if (turn === 0 || sources.length !== 1) return FACTS_ONLY;
  const parts = sentences(sources[0]!.text)
    .filter((sentence) => words(sentence).length >= FEWEST_WORDS)
    .map((sentence) => sentence.replaceAll(/\s+/gu, " "));
  if (parts.length < 2) return FACTS_ONLY;
  const part = parts[Math.floor(turn * GOLDEN * parts.length) % parts.length]!;
  return `${FACTS_ONLY} Other samples have other parts of them; make yours about this part: "${part}"`;
}

function sourceSection(sources: GenerateInput["sources"], text = FACTS_ONLY): PromptSection | null {
  if (sources.length === 0) return null;
  return {
    kind: "sources",
    text,
    items: sources.map((passage) => ({ id: passage.id, text: passage.text })),
  };
}

/** What is there already: the given row, and what earlier sub-tasks wrote. */
function givenValues(
  { subTask, values, previous }: GenerateInput,
  more: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  const inputs = subTask.inputs
    .map((name): [string, unknown] => [name, values[name] ?? previous?.[name]])
    .filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(inputs), ...more };
}

function givenSection(
  given: Readonly<Record<string, unknown>>,
  { sources }: GenerateInput,
  { isQuestion }: { readonly isQuestion: boolean },
): PromptSection | null {
  if (Object.keys(given).length === 0) return null;
  const holdsPassage = Object.values(given).some(
    (value) =>
      typeof value === "string" &&
      sources.some(({ text }) => text.trim() !== "" && value.includes(text.trim())),
  );
  return {
    kind: "draft",
    name: "given",
    text: isQuestion
      ? "What is given."
      : holdsPassage
        ? "What is given; keep to it, and state no figure, name or date that it does not have."
        : "What is given; keep to it.",
    items: [given],
  };
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
        name: "previous",
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
