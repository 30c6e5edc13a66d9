import { z } from "zod";

/**
 * What a prompt is made of. `task`, `criteria`, `feedback` and `output` are the harness's own
 * words; the others carry data (rows, model text, documents) and are fenced and escaped when
 * rendered, so that words in them are never taken for instructions.
 */
export const SECTION_KINDS = [
  "task",
  "conditions",
  "demonstrations",
  "sources",
  "draft",
  "written",
  "criteria",
  "feedback",
  "output",
] as const;
export type SectionKind = (typeof SECTION_KINDS)[number];

/**
 * One section of a prompt.
 *
 * @public the specification of a noun: nothing has to parse it
 */
export const promptSectionSchema = z.object({
  /** What it is; decides whether its text is the harness's words or data. */
  kind: z.enum(SECTION_KINDS),
  /**
   * What its records are, where the kind alone does not say it: `seeds`, `given`, `previous`,
   * `judged`. For the trace and the prompt check; it is not rendered.
   */
  name: z.string().optional(),
  /** Instruction text of the section, in the harness's words; may be empty. */
  text: z.string(),
  /**
   * Records of the section, one JSON object a line when rendered: demonstrations, sources,
   * conditions, the draft, criteria.
   */
  items: z.array(z.record(z.string(), z.unknown())).optional(),
});
export type PromptSection = z.infer<typeof promptSectionSchema>;

/**
 * A prompt as typed sections; kept whole in the trace. `template` is the user's own wording with
 * slots, where the spec has one.
 */
export interface Prompt {
  /** Its parts, in order. */
  readonly sections: readonly PromptSection[];
  /** The user's own wording, with slots for the sections. */
  readonly template?: string;
  /** What `{name}` in the template stands for, beside the slots: put there as it is. */
  readonly values?: Readonly<Record<string, string>>;
}

/** A tool that an answer calls. */
export interface ToolCall {
  /** Given by the model: the message with the tool's answer names it. */
  readonly id: string;
  readonly name: string;
  /** The arguments as JSON, as the model wrote them. */
  readonly arguments: string;
}

export interface ChatMessage {
  readonly role: "system" | "user" | "assistant" | "tool";
  readonly content: string;
  /** Of an assistant's message: the tools that it calls. */
  readonly toolCalls?: readonly ToolCall[];
  /** Of a tool's message: the call that it answers. */
  readonly toolCallId?: string;
}
