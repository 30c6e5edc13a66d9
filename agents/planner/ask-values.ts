import { z } from "zod";
import type { LabelSpec } from "../../schema/label.js";
import type { Row } from "../../schema/sample.js";
import type { PromptSection } from "../../schema/prompt.js";
import { isDatawrightError } from "../../schema/errors.js";
import { languageName } from "../../tools/text/language-name.js";
import type { AgentContext } from "../contract.js";
import { cleanValues } from "./clean-values.js";

/** The answer: one schema object, so that its JSON Schema is computed once. */
const valuesSchema = z.object({ values: z.array(z.string()).min(1).describe("the values, each a short noun phrase") });
/** Trouble with one answer, not with the provider: the plan goes on without it and says so. */
const SURVIVABLE = ["MODEL_OUTPUT", "MODEL_EMPTY", "MODEL_REFUSED", "MODEL_TRUNCATED", "NO_TEXT_TO_FIT"];
const SHOWN_ROWS = 8;
const SHOWN_ROWS_LARGE = 64;

export interface ValueQuestion {
  /** The dimension whose values are wanted, and what it means. */
  readonly name: string;
  readonly description: string;
  /** Values for samples of this label; null for all samples. */
  readonly label: LabelSpec | null;
  readonly count: number;
}

/**
 * Asks the model for values of a dimension, shown support rows of the label.
 *
 * @returns the values, distinct and cleaned; empty with a note where the model gave none that can be used
 * @throws errors of the provider and the budget, as they are
 */
export async function askValues(question: ValueQuestion, context: AgentContext): Promise<{ values: string[]; note: string | null }> {
  const { label, name } = question;
  const where = label ? `${name} of ${label.name}` : name;
  try {
    const answer = await context.model.object({
      prompt: { sections: sectionsOf(question, context), ...(context.task.spec.prompts["planner"] === undefined ? {} : { template: context.task.spec.prompts["planner"] }) },
      schema: valuesSchema, name: "values", step: `plan:values:${name}:${label?.name ?? ""}`, orderId: `plan:${name}:${label?.name ?? ""}`,
    });
    const taken = context.task.labels.map((other) => other.name);
    const { values, dropped } = cleanValues(answer.value.values, { count: question.count, taken });
    if (values.length === 0) return { values, note: `${where}: none of the ${answer.value.values.length} values of the model can be used` };
    return { values, note: dropped > 0 ? `${where}: ${dropped} of ${answer.value.values.length} values of the model left out (repeated, too long, or more than ${question.count})` : null };
  } catch (error) {
    if (!isDatawrightError(error) || !SURVIVABLE.includes(error.code)) throw error;
    return { values: [], note: `${where}: the model gave no values (${error.code}: ${error.message})` };
  }
}

function sectionsOf(question: ValueQuestion, context: AgentContext): PromptSection[] {
  const { task } = context;
  const { label, count } = question;
  const about = [
    "You plan a dataset so that it covers its field and does not repeat itself.",
    `The dataset: ${task.spec.description} One sample is ${task.kind.sample}.`,
    `List ${count} different values of "${question.name}" (${question.description})${label ? ` for samples with the label "${label.name}"` : ""}.`,
    `Each value is a short noun phrase in ${languageName(task.spec.language)}. No two may mean the same; together they cover the field, rare cases included.`,
  ];
  const sections: PromptSection[] = [{ kind: "task", text: about.join("\n") }];
  if (label) {
    sections.push({ kind: "conditions", text: "The label in question.", items: [{ name: "label", value: label.name, ...(label.definition === undefined ? {} : { description: label.definition }) }] });
  }
  const rows = shownRows(question, context);
  if (rows.length > 0) {
    sections.push({ kind: "demonstrations", text: "Real samples, to see what occurs.", items: rows.map((row) => ({ ...row.fields, ...(row.label === null ? {} : { label: row.label }) })) });
  }
  sections.push({ kind: "output", text: `Answer with an object with the field "values": a list of ${count} short texts.` });
  return sections;
}

function shownRows({ name, label }: ValueQuestion, { task, model, random }: AgentContext): Row[] {
  const own = label === null ? task.support : task.support.filter((row) => (Array.isArray(row.label) ? row.label.includes(label.name) : row.label === label.name));
  const free = model.info.contextTokens >= 100_000 && model.info.price?.input === 0 && model.info.price.output === 0;
  return random.derive("values", name, label?.name ?? "").sample(own.length > 0 ? own : task.support, free ? SHOWN_ROWS_LARGE : SHOWN_ROWS);
}
