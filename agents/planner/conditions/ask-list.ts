import { z } from "zod";
import type { LabelSpec } from "../../../schema/label.js";
import type { PromptSection } from "../../../schema/prompt.js";
import type { AgentContext, Passage } from "../../contract.js";
import { isAnswerTrouble } from "../answer-trouble.js";
import { realRows, realRowsSection } from "../real-rows.js";

/** The answers, one schema object each, so that its JSON Schema is computed once. */
const someSchema = z.object({
  values: z.array(z.string()).min(1).describe("the values, each a short noun phrase"),
});
const anySchema = z.object({
  values: z.array(z.string()).describe("those of the values that fit; none where none does"),
});

export interface ListQuestion {
  /** Names the question in the trace; different for different questions of a plan. */
  readonly step: string;
  /** What is asked, in lines; what a list is asked of is data and belongs to `given`. */
  readonly lines: readonly string[];
  /** Label whose rows are shown; null for rows of all labels. */
  readonly label: LabelSpec | null;
  /** What the question is about, beside the label. */
  readonly given?: readonly { readonly name: string; readonly value: string }[];
  /** Passages that the answer is taken from, in place of rows. */
  readonly sources?: readonly Passage[];
  readonly count: number;
  /** True where the answer may be that none fits. Default: false. */
  readonly mayBeNone?: boolean;
}

/**
 * Asks the model for a list of short texts, shown support rows of the label or passages.
 *
 * @returns the texts as the model gave them; empty with the reason where it gave none
 * @throws errors of the provider and the budget, as they are
 */
export async function askList(
  question: ListQuestion,
  context: AgentContext,
): Promise<{ listed: readonly string[]; problem: string | null }> {
  const template = context.task.spec.prompts["planner"];
  try {
    const { value } = await context.model.object({
      prompt: {
        sections: sectionsOf(question, context),
        template,
      },
      schema: question.mayBeNone ? anySchema : someSchema,
      name: "values",
      step: `plan:${question.step}`,
      orderId: `plan:${question.step}`,
    });
    return { listed: value.values, problem: null };
  } catch (error) {
    if (!isAnswerTrouble(error)) throw error;
    return { listed: [], problem: `the model gave no values (${error.code}: ${error.message})` };
  }
}

function sectionsOf(question: ListQuestion, context: AgentContext): PromptSection[] {
  const { task } = context;
  const { label, count, sources = [] } = question;
  const about = [
    "You plan a dataset so that it covers its field and does not repeat itself.",
    `The dataset: ${task.spec.description} One sample is ${task.kind.sample}.`,
    ...question.lines,
  ];
  const items = [
    ...(label
      ? [
          {
            name: "label",
            value: label.name,
            description: label.definition,
          },
        ]
      : []),
    ...(question.given ?? []),
  ];
  const ofLabel = task.support.filter(
    (row) => label === null || [row.label].flat().includes(label.name),
  );
  const random = context.random.derive("rows", question.step);
  const rows = sources.length > 0 ? [] : realRows(ofLabel, context, random);
  return [
    { kind: "task", text: about.join("\n") },
    ...(items.length > 0
      ? [
          {
            kind: "conditions" as const,
            text: label && items.length === 1 ? "The label in question." : "What is in question.",
            items,
          },
        ]
      : []),
    ...realRowsSection(rows),
    ...(sources.length > 0
      ? [
          {
            kind: "sources" as const,
            text: "What the answer is taken from.",
            items: sources.map(({ id, text }) => ({ id, text })),
          },
        ]
      : []),
    {
      kind: "output",
      text:
        `Answer with an object with the field "values": a list of ` +
        `${question.mayBeNone ? "at most " : ""}${count} short ` +
        `texts${question.mayBeNone ? "; an empty list where none fits" : ""}.`,
    },
  ];
}
