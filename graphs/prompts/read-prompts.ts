import type { PromptSection } from "../../schema/prompt.js";
import type { TaskSpec, TaskSpecInput } from "../../schema/task-file/task-spec.js";
import type { ChatMessage, ToolCall } from "../../schema/prompt.js";
import type { ChatParameters, ToolDefinition } from "../../tools/models/contract.js";
import type { JsonSchema } from "../../schema/json.js";
import { strictProblems } from "../../tools/models/prompt/strict-schema.js";
import {
  recordRequests,
  type RecordedRequest,
  type RecordedRun,
  type RecordOptions,
} from "./record-requests.js";

/** The same question with other words: the sections that the first one does not have like that. */
export interface QuestionVariant {
  /** How often it was asked like that. */
  readonly asked: number;
  /** Sections that differ. */
  readonly sections: readonly PromptSection[];
  /** Kinds of section that the first one has and this one has not. */
  readonly without: readonly string[];
}

/** One question of a method, as it is sent. */
export interface MethodQuestion {
  /** Role whose model is asked. */
  readonly role: string;
  /** Step that asks, without the names and numbers that tell its requests apart. */
  readonly step: string;
  /** True where a refused version is written anew. */
  readonly revision: boolean;
  /** How often it was asked in the recorded run. */
  readonly asked: number;
  /** The messages of the first time, in full. */
  readonly messages: readonly (Pick<ChatMessage, "role" | "content"> & {
    /** Calls of tools that the message makes. */
    readonly toolCalls?: readonly ToolCall[];
  })[];
  /** The sections that the messages were made from; none where a turn is sent as it is. */
  readonly sections: readonly PromptSection[];
  /** Sampling parameters that are sent; the seed, different for each request, apart. */
  readonly parameters: Omit<ChatParameters, "seed">;
  /** JSON Schema of the answer; null where words are wanted. */
  readonly schema: JsonSchema | null;
  /** Why the schema is not sent as strict; empty where it is. */
  readonly notStrict: readonly string[];
  /** Tools that are offered. */
  readonly tools: readonly ToolDefinition[];
  /** The same question in other words. */
  readonly variants: readonly QuestionVariant[];
}

/** Every question of a method, each once. */
export interface MethodPrompts {
  /** Name of the task. */
  readonly task: string;
  /** Recipe of the task; null where it has none. */
  readonly recipe: string | null;
  /** Kind of sample. */
  readonly kind: TaskSpec["kind"];
  /** Requests of the recorded run. */
  readonly requests: number;
  /** Samples that the run made, whatever became of them. */
  readonly samples: number;
  /** The questions in the order in which they are first asked. */
  readonly questions: readonly MethodQuestion[];
}

/** Wordings of one question at most; the others are counted with the nearest. */
const MOST_VARIANTS = 12;

/**
 * Every question of a task's method, once, as it is really sent: from a run of a few samples in
 * which a stand-in answers. No model is asked and nothing is kept; the same task gives the same
 * questions.
 *
 * @throws what `launch` throws for a task that cannot be run
 * @example
 * const { questions } = await readPrompts("task.yaml", { recipe: "attrprompt" });
 */
export async function readPrompts(
  task: string | TaskSpecInput,
  options: RecordOptions = {},
): Promise<MethodPrompts> {
  return promptsOf(await recordRequests(task, options));
}

/** The questions of a run that was recorded. */
export function promptsOf(run: RecordedRun): MethodPrompts {
  const { name, recipe = null, kind } = run.spec;
  return {
    task: name,
    recipe,
    kind,
    requests: run.requests.length,
    samples: run.samples.length,
    questions: questionsOf(run.requests, run.spec),
  };
}

/** Requests that ask the same, together. */
function questionsOf(
  requests: readonly RecordedRequest[],
  spec: Pick<TaskSpec, "labels">,
): MethodQuestion[] {
  const groups = new Map<string, RecordedRequest[]>();
  for (const one of requests) {
    if (isCorrection(one)) continue;
    const key = JSON.stringify([one.role, stepOf(one), isRevision(one), shapeOf(one)]);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].map((group) => questionOf(group, spec));
}

function questionOf(
  group: readonly RecordedRequest[],
  spec: Pick<TaskSpec, "labels">,
): MethodQuestion {
  const [first] = group as [RecordedRequest];
  const { request, role } = first;
  const { seed: _seed, ...parameters } = request.parameters;
  const schema = request.format.schema ?? null;
  return {
    role,
    step: stepOf(first),
    revision: isRevision(first),
    asked: group.length,
    messages: request.messages,
    sections: request.prompt?.sections ?? [],
    parameters,
    schema,
    notStrict: schema === null ? [] : strictProblems(schema).map(problemText),
    tools: request.tools ?? [],
    variants: variantsOf(group, spec),
  };
}

function problemText({ path, problem }: ReturnType<typeof strictProblems>[number]): string {
  return path === "" ? problem : `${path}: ${problem}`;
}

/**
 * A step without what tells its requests apart: the label, dimension or node that is asked about,
 * revisions, and numbers of parts.
 */
function stepOf({ request: { origin } }: RecordedRequest): string {
  const written = /^generate:([^:]+):\d+:\d+(?::(.*))?$/u.exec(origin.step);
  if (written)
    return [written[1], written[2]?.replaceAll(/\d+/gu, "N")]
      .filter((part) => part !== undefined)
      .join(" / ");
  return origin.step.split(":").slice(0, 2).join(" ").replaceAll(/ \d+$/gu, "");
}

function isRevision({ request: { origin, prompt } }: RecordedRequest): boolean {
  return (
    /^generate:[^:]+:\d+:[1-9]/u.test(origin.step) ||
    (prompt?.sections.some(({ kind }) => kind === "feedback") ?? false)
  );
}

/** A turn that shows the model what was wrong with its answer: the same in every method. */
function isCorrection({ request: { messages, prompt } }: RecordedRequest): boolean {
  return prompt !== undefined && messages.length > 2;
}

/** What is answered: requests of one step with other answers are other questions. */
function shapeOf({ request: { format } }: RecordedRequest): readonly string[] {
  return Object.keys((format.schema?.["properties"] ?? {}) as object);
}

function variantsOf(
  group: readonly RecordedRequest[],
  { labels = [] }: Pick<TaskSpec, "labels">,
): QuestionVariant[] {
  const hidden = labels.flatMap(({ name, definition }) => [
    ...(definition === undefined ? [] : [definition]),
    name,
  ]);
  // Equal texts have one wording, whichever of their words a condition happens to be.
  const ofText = new Map<string, string>();
  const keyOf = (section: PromptSection, one: RecordedRequest): string => {
    const text = `${section.kind} ${section.text}`;
    const known = ofText.get(text) ?? `${section.kind} ${wordingOf(section, one, hidden)}`;
    ofText.set(text, known);
    return known;
  };
  const wordings = new Map<string, RecordedRequest[]>();
  for (const one of group) {
    const key = JSON.stringify(sectionsOf(one).map((section) => keyOf(section, one)));
    wordings.set(key, [...(wordings.get(key) ?? []), one]);
  }
  const [first, ...others] = [...wordings.values()];
  const shown = sectionsOf(first![0]!);
  const known = new Set(shown.map((section) => keyOf(section, first![0]!)));
  return others.slice(0, MOST_VARIANTS).map((same) => {
    const one = same[0]!;
    const own = sectionsOf(one);
    const kinds = own.map(({ kind }) => kind);
    return {
      asked: same.length,
      sections: own.filter((section) => !known.has(keyOf(section, one))),
      without: [...new Set(shown.map(({ kind }) => kind))].filter((kind) => !kinds.includes(kind)),
    };
  });
}

function sectionsOf({ request: { prompt } }: RecordedRequest): readonly PromptSection[] {
  return prompt?.sections ?? [];
}

/** A section's own words, without what differs from order to order: labels, values, figures. */
function wordingOf(
  { text }: PromptSection,
  one: RecordedRequest,
  hidden: readonly string[],
): string {
  const values = sectionsOf(one)
    .filter(({ kind }) => kind === "conditions")
    .flatMap(({ items = [] }) => items.flatMap((item) => Object.values(item)))
    .filter((value): value is string => typeof value === "string" && value.length > 2);
  let wording = text.replaceAll(/"[^"\n]*"/gu, '""');
  for (const value of [...hidden, ...values].sort((a, b) => b.length - a.length))
    wording = wording.replaceAll(value, "…");
  return wording.replaceAll(/\d+/gu, "0").replaceAll(/(?:… \(…\)|…)(?:: …)?/gu, "…");
}
