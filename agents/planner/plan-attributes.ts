import type { AttributeSpec } from "../../schema/condition.js";
import type { Attribute } from "../../schema/plan.js";
import type { AgentContext } from "../contract.js";
import { askValues } from "./ask-values.js";
import { lengthAttribute } from "./length-attribute.js";

/** A dimension and what there is to say about how it was found. */
interface Found {
  readonly attributes: Attribute[];
  readonly notes: string[];
}

/** Values asked for a dimension of the spec that names none, where `plan.subtopics` is 0. */
const DEFAULT_COUNT = 6;

/**
 * The dimensions of the condition space: those of the spec, else topics from the model; and the lengths of the support rows.
 *
 * Nothing is steered yet: that depends on how many cells there is room for.
 *
 * @throws errors of the provider and the budget; an answer that cannot be used becomes a note
 */
export async function planAttributes(context: AgentContext): Promise<Found> {
  const { spec } = context.task;
  const found = spec.attributes && spec.attributes.length > 0 ? await ofSpec(spec.attributes, context) : await topics(context);
  const length = found.attributes.some((attribute) => attribute.name === "length") ? null : lengthAttribute(context.task);
  return { attributes: length ? [...found.attributes, length] : found.attributes, notes: found.notes };
}

async function ofSpec(specs: readonly AttributeSpec[], context: AgentContext): Promise<Found> {
  const parts = await Promise.all(specs.map(async (spec): Promise<Found> => {
    const shared = { name: spec.name, ...(spec.description === undefined ? {} : { description: spec.description }), ...(spec.weights === undefined ? {} : { weights: spec.weights }), steered: false };
    if (spec.values || spec.perLabel) return { attributes: [{ ...shared, source: "spec", values: distinct(spec.values ?? []), ...(spec.perLabel ? { perLabel: mapValues(spec.perLabel, distinct) } : {}) }], notes: [] };
    const count = context.task.spec.plan.subtopics || DEFAULT_COUNT;
    const { values, note } = await askValues({ name: spec.name, description: spec.description ?? spec.name, label: null, count }, context);
    const notes = note === null ? [] : [note];
    return values.length === 0 ? { attributes: [], notes: [...notes, `the attribute ${spec.name} has no values and is left out`] } : { attributes: [{ ...shared, source: "model", values }], notes };
  }));
  return { attributes: parts.flatMap((part) => part.attributes), notes: parts.flatMap((part) => part.notes) };
}

async function topics(context: AgentContext): Promise<Found> {
  const { task } = context;
  const count = task.spec.plan.subtopics;
  if (count === 0 || task.kind.givenFields.length > 0) return { attributes: [], notes: [] };
  const calls = Math.max(1, task.labels.length);
  const left = context.budget.remaining().calls;
  if (calls > task.spec.target || (left !== null && calls * 4 > left)) {
    return { attributes: [], notes: [`topics were not asked for: ${calls} calls are too many for ${left !== null && calls * 4 > left ? `${left} calls of budget` : `${task.spec.target} samples`}; name values under attributes, or set plan.subtopics to 0`] };
  }
  const question = { name: "topic", description: "what exactly a sample is about, in which situation", count };
  const shared = { name: "topic", description: "what the sample is about", source: "model", steered: false } as const;
  if (task.labels.length === 0) {
    const { values, note } = await askValues({ ...question, label: null }, context);
    return { attributes: values.length > 0 ? [{ ...shared, values }] : [], notes: note === null ? [] : [note] };
  }
  const answers = await Promise.all(task.labels.map(async (label) => ({ label: label.name, ...(await askValues({ ...question, label }, context)) })));
  const perLabel = Object.fromEntries(answers.filter((answer) => answer.values.length > 0).map((answer) => [answer.label, answer.values]));
  const notes = answers.flatMap((answer) => (answer.note === null ? [] : [answer.note]));
  return { attributes: Object.keys(perLabel).length > 0 ? [{ ...shared, values: [], perLabel }] : [], notes };
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)];
}

function mapValues<T, U>(record: Readonly<Record<string, T>>, change: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
