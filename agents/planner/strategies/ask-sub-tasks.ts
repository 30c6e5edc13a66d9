import { z } from "zod";
import { isDatawrightError } from "../../../base/errors.js";
import type { LabelValue } from "../../../schema/label.js";
import type { PromptSection } from "../../../schema/prompt.js";
import { languageName } from "../../../base/text/language-name.js";
import { NoveltyIndex } from "../../../tools/novelty/novelty-index.js";
import type { AgentContext } from "../../contract.js";
import { cleanValues } from "../conditions/ask-values.js";
import { isAnswerTrouble } from "../answer-trouble.js";
import { realRows, realRowsSection } from "../real-rows.js";

const answerSchema = z.object({
  subtasks: z.array(z.string()).min(1).describe("names of the sub-tasks, each a short noun phrase"),
});
/** Names more alike than this (ROUGE-L F) are one sub-task: Explore-Instruct (Wan et al. 2023). */
const MOST_ALIKE = 0.7;

export interface SubTaskQuestion {
  /** Node to be taken apart, and its names from the root or label down. */
  readonly node: string;
  readonly path: readonly string[];
  readonly label: LabelValue;
  readonly count: number;
  /** Names that are in its branch already, its own sub-tasks first. */
  readonly known: readonly string[];
  /** How often this node was asked about before. */
  readonly asked: number;
}

export interface SubTaskAnswer {
  readonly names: readonly string[];
  /** Proposals that are no name, or too like one that is there. */
  readonly refused: number;
  /** Good proposals beyond the number that there is room for. */
  readonly leftOut: number;
  readonly tokens: number;
  /** Why there is no answer; null where there is one. */
  readonly problem: string | null;
}

/**
 * Asks the planner's model for sub-tasks of a node that are unlike those that are there.
 *
 * @throws errors of the provider, as they are
 */
export async function askSubTasks(
  question: SubTaskQuestion,
  context: AgentContext,
): Promise<SubTaskAnswer> {
  const template = context.task.spec.prompts["planner"];
  try {
    const { value, usage } = await context.model.object({
      prompt: {
        sections: sectionsOf(question, context),
        template,
      },
      schema: answerSchema,
      name: "subtasks",
      step: `plan:explore:${question.asked}`,
      orderId: `plan:explore:${question.node}`,
    });
    return {
      ...pick(value.subtasks, question, context),
      tokens: usage.inputTokens + usage.outputTokens,
      problem: null,
    };
  } catch (error) {
    // Without budget for it the tree stays as it is, and says so.
    const spent = isDatawrightError(error) && error.code === "BUDGET_EXHAUSTED";
    if (!isAnswerTrouble(error) && !spent) throw error;
    return {
      names: [],
      refused: 0,
      leftOut: 0,
      tokens: 0,
      problem: `${error.code}: ${error.message}`,
    };
  }
}

function pick(
  listed: readonly string[],
  { known, path, count }: SubTaskQuestion,
  context: AgentContext,
): Omit<SubTaskAnswer, "tokens" | "problem"> {
  const taken = [...path, ...known, ...context.task.labels.map((label) => label.name)];
  const { values, dropped } = cleanValues(listed, { count: listed.length, taken });
  const index = new NoveltyIndex({ maxRougeL: MOST_ALIKE });
  taken.forEach((name, position) => index.add(`known ${position}`, name));
  const names = values.filter((name) => {
    if (index.nearest(name)) return false;
    index.add(name, name);
    return true;
  });
  return {
    names: names.slice(0, count),
    refused: dropped + values.length - names.length,
    leftOut: Math.max(0, names.length - count),
  };
}

function sectionsOf(question: SubTaskQuestion, context: AgentContext): PromptSection[] {
  const { task } = context;
  const { node, path, label, count, known, asked } = question;
  const names = label === null ? [] : [label].flat();
  const about = [
    "You plan a dataset by taking its field apart, step by step, so that nothing that " +
      "belongs to it is left out.",
    `The dataset: ${task.spec.description} One sample is ${task.kind.sample}.`,
    `List ${count} new parts of ` +
      `${path.length === 0 ? (names.length > 0 ? "the label named below" : "the whole field") : "the topic named below"}: ` +
      "more special topics that samples can be about.",
    "Each belongs wholly to it, adds what is not there yet, and overlaps with none of the " +
      "topics that are there already. Each is a short noun phrase in " +
      `${languageName(task.spec.language)}.`,
  ];
  const conditions = [
    ...names.map((name) => ({ name: "label", value: name, ...definitionOf(name, context) })),
    ...path.map((value) => ({ name: "topic", value })),
    ...known.map((value) => ({ name: "there already", value })),
  ];
  const ofLabel = task.support.filter((row) =>
    [row.label].flat().some((name) => name !== null && names.includes(name)),
  );
  const random = context.random.derive("sub-tasks", node, asked);
  const rows = realRows(ofLabel, context, random);
  return [
    { kind: "task", text: about.join("\n") },
    ...(conditions.length > 0
      ? [
          {
            kind: "conditions" as const,
            text:
              "What is to be taken apart, from the general to the special, and what is there " +
              "already.",
            items: conditions,
          },
        ]
      : []),
    ...realRowsSection(rows),
    {
      kind: "output",
      text: `Answer with an object with the field "subtasks": a list of ${count} short texts.`,
    },
  ];
}

function definitionOf(name: string, { task }: AgentContext): { description?: string } {
  const definition = task.labels.find((label) => label.name === name)?.definition;
  return definition === undefined ? {} : { description: definition };
}
