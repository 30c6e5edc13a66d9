import { DatawrightError } from "../../base/errors.js";
import type { Message } from "../../schema/field.js";
import type { KindName } from "../../schema/kind.js";
import type { LabelValue } from "../../schema/label.js";
import type { Sample } from "../../schema/sample.js";
import type { Task } from "../../schema/task.js";

/** A sample as what is asked and what is answered, for formats that train chat models. */
export type Conversation =
  | {
      readonly form: "single";
      /** What to do; empty where the input says it. */
      readonly instruction: string;
      /**
       * Whether the instruction is the same for all samples of the task, and so belongs to the
       * system.
       */
      readonly shared: boolean;
      readonly input: string;
      readonly output: string;
    }
  | { readonly form: "turns"; readonly messages: readonly Message[] }
  | {
      readonly form: "preference";
      readonly prompt: string;
      readonly chosen: string;
      readonly rejected: string;
    };

export type ConversationForm = Conversation["form"];

/** The form that the samples of a kind take, or null for records that are no conversation. */
function conversationForm(kind: KindName): ConversationForm | null {
  if (kind === "custom") return null;
  return kind === "dialogue" || kind === "tool-use"
    ? "turns"
    : kind === "preference"
      ? "preference"
      : "single";
}

/** Refuses a kind that a format cannot hold. @throws USAGE naming the formats that can */
export function requireForm(format: string, task: Task, forms: readonly ConversationForm[]): void {
  const form = conversationForm(task.kind.name);
  if (form !== null && forms.includes(form)) return;
  const able =
    form === null ? "" : form === "single" ? "openai, alpaca, sharegpt, " : "openai, sharegpt, ";
  throw new DatawrightError({
    code: "USAGE",
    message: `the format ${format} cannot hold ${task.kind.name} samples`,
    hint: `formats that can: ${able}jsonl, csv, parquet, hf`,
    details: { format, kind: task.kind.name },
  });
}

/** What of a sample a conversation is made of. */
export interface ConversedSample {
  readonly fields: Sample["fields"];
  readonly label: Pick<Sample["label"], "current">;
}

/** A sample as a conversation. @throws USAGE for a kind without one */
export function conversationOf(sample: ConversedSample, task: Task): Conversation {
  const text = (name: string): string => {
    const value = sample.fields[name];
    return value === undefined || value === null
      ? ""
      : typeof value === "string"
        ? value
        : JSON.stringify(value);
  };
  const joined = (...parts: readonly string[]): string =>
    parts.filter((part) => part !== "").join("\n\n");
  const single = (instruction: string, input: string, output: string): Conversation => ({
    form: "single",
    instruction,
    shared: instruction !== "",
    input,
    output,
  });
  const label = labelText(sample.label.current);
  switch (task.kind.name) {
    case "classification":
    case "annotation":
      return single(taskInstruction(task), text("text"), label);
    case "pair-classification":
      return single(taskInstruction(task), joined(text("text1"), text("text2")), label);
    case "relation":
      return single(
        taskInstruction(task),
        `${text("text")}\n\nHead: ${text("head")}\nTail: ${text("tail")}`,
        label,
      );
    case "extraction":
      return single(
        taskInstruction(task),
        text("text"),
        JSON.stringify({
          ...given(sample, "triples"),
          ...given(sample, "spans"),
          ...(sample.label.current === null ? {} : { label: sample.label.current }),
        }),
      );
    case "question-answering":
      return single("", joined(text("context"), text("question")), text("answer"));
    case "reasoning":
      return single("", text("question"), joined(text("rationale"), text("answer")));
    case "instruction":
      return {
        form: "single",
        instruction: text("instruction"),
        shared: false,
        input: text("input"),
        output: text("output"),
      };
    case "rewriting":
      return single(taskInstruction(task), text("source"), text("rewrite"));
    case "preference":
      return {
        form: "preference",
        prompt: text("prompt"),
        chosen: text("chosen"),
        rejected: text("rejected"),
      };
    case "dialogue":
    case "tool-use":
      return { form: "turns", messages: sample.fields["messages"] as readonly Message[] };
    case "custom":
      throw new DatawrightError({
        code: "USAGE",
        message: "custom samples have no conversation form",
        hint: "formats that can hold them: jsonl, csv, parquet, hf",
      });
  }
}

/**
 * What the system and the user say in a conversation of one question and one answer; the system's
 * part may be empty.
 */
export function askedIn(conversation: Extract<Conversation, { form: "single" }>): {
  system: string;
  user: string;
} {
  const { instruction, shared, input } = conversation;
  return shared
    ? { system: instruction, user: input }
    : { system: "", user: [instruction, input].filter((part) => part !== "").join("\n\n") };
}

/** The tools of a task as functions that a model may call: name, description, parameters. */
export function toolFunctions({ spec }: Task): {
  readonly name: string;
  readonly description: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}[] {
  return spec.tools.map(({ name, description, parameters }) => ({ name, description, parameters }));
}

/**
 * The task as the trained model is told it: the description, and the labels with their definitions.
 */
function taskInstruction(task: Task): string {
  const labels = task.labels.map(
    (label) => `- ${label.name}${label.definition === undefined ? "" : `: ${label.definition}`}`,
  );
  return labels.length === 0
    ? task.spec.description
    : `${task.spec.description}\n\nLabels:\n${labels.join("\n")}`;
}

function labelText(label: LabelValue): string {
  if (label === null) return "";
  return typeof label === "string" ? label : label.length === 0 ? "none" : label.join(", ");
}

function given(sample: ConversedSample, name: string): Record<string, unknown> {
  return sample.fields[name] === undefined ? {} : { [name]: sample.fields[name] };
}
