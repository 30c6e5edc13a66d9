import { chosenName, type SlotChoice } from "../../../base/slots/slot-choice.js";
import type { AgentContext } from "../../contract.js";
import type { ConditionSource, FoundAttribute, FoundConditions } from "../contract.js";
import { didYouMean } from "../../../base/text/nearest-name.js";
import { LABEL_DIMENSION, type Exclusion } from "../../../schema/task-file/condition.js";
import type { KindName } from "../../../schema/kind.js";
import type { TaskSpec } from "../../../schema/task-file/task-spec.js";
import { vocabularyOf } from "../../../schema/vocabulary.js";
import { blindOrders } from "./topic-count.js";
import { listedValues } from "../../../tools/conditions/dimension.js";

/**
 * Asks the sources one after the other, and puts what they found together with the exclusions of
 * the task. Of two dimensions of one name the first stays; rules that name what no source found are
 * noted.
 *
 * @throws errors of the provider and the budget, as they are
 */
export async function findConditions(
  sources: readonly ConditionSource[],
  folder: string,
  context: AgentContext,
): Promise<FoundConditions> {
  const attributes: FoundAttribute[] = [];
  const exclude: Exclusion[] = [...context.task.spec.plan.exclude];
  const notes: string[] = [];
  for (const source of sources) {
    const found = await source.find({ before: [...attributes], folder }, context);
    for (const attribute of found.attributes) {
      const reserved = attribute.name === LABEL_DIMENSION && context.task.labels.length > 0;
      if (!reserved && attributes.every((other) => other.name !== attribute.name))
        attributes.push(attribute);
      else
        notes.push(
          `${source.name}: the dimension ${attribute.name} is left out: ` +
            `${reserved ? "the name stands for the label" : "there is one of that name already"}`,
        );
    }
    exclude.push(...(found.exclude ?? []));
    notes.push(...found.notes);
  }
  return { attributes, exclude, notes: [...notes, ...deadRules(attributes, exclude, context)] };
}

/** Rules that can never hold, because what they name was not found. */
function deadRules(
  attributes: readonly FoundAttribute[],
  exclude: readonly Exclusion[],
  { task }: AgentContext,
): string[] {
  const labels = task.labels.map(({ name }) => name);
  const missing = (name: string, values: readonly string[]): string | null => {
    const labelled = labels.length > 0 && name === LABEL_DIMENSION;
    const attribute = attributes.find((candidate) => candidate.name === name);
    if (!labelled && !attribute)
      return `there is no dimension ${JSON.stringify(name)}${didYouMean(
        name,
        attributes.map((candidate) => candidate.name),
      )}`;
    const known = labelled
      ? labels
      : [
          ...new Set([
            ...attribute!.values,
            ...listedValues(attribute!, Object.keys(attribute!.perLabel ?? {})),
          ]),
        ];
    const unknown = values.find((value) => !known.includes(value));
    return unknown === undefined
      ? null
      : `${JSON.stringify(name)} has no value ` +
          `${JSON.stringify(unknown)}${didYouMean(unknown, known)}`;
  };
  const notes: string[] = [];
  for (const exclusion of exclude) {
    const why = Object.entries(exclusion)
      .map(([name, listed]) => missing(name, [listed].flat()))
      .filter((reason) => reason !== null);
    if (why.length > 0)
      notes.push(
        `the exclusion ${JSON.stringify(exclusion)} does not hold in full: ${why.join("; ")}`,
      );
  }
  for (const { name, given } of attributes) {
    for (const [other, table] of Object.entries(given ?? {})) {
      const why = missing(other, Object.keys(table));
      if (why !== null) notes.push(`a distribution of ${name} does not apply: ${why}`);
    }
  }
  return notes;
}

/** Kinds of sample in which somebody wants something: who it is makes it another sample. */
const PEOPLE: ReadonlySet<KindName> = new Set(["dialogue", "instruction"]);

/**
 * The sources of a task that names none: its attributes and closed vocabularies, else topics asked from the model, of
 * dialogues and instructions with the people who speak; and the lengths of the support rows.
 */
export function defaultConditions(spec: TaskSpec): SlotChoice[] {
  const lengths = { name: "support-statistics", features: ["length"] };
  const topics = { name: "model-values", sparing: true };
  if ((spec.attributes ?? []).length > 0 || vocabularySizes(spec).length > 0)
    return spec.plan.subtopics !== 0 && !growsTopics(spec) && hasFewerPromptsThanOrders(spec)
      ? ["spec", topics, lengths]
      : ["spec", lengths];
  if (spec.plan.subtopics === 0) return [lengths];
  const people = PEOPLE.has(spec.kind) ? [{ name: "personas", sparing: true }] : [];
  return [topics, ...people, lengths];
}

/** How many values each field of a closed vocabulary has. */
function vocabularySizes({ fields = {} }: TaskSpec): number[] {
  return Object.values(fields).flatMap((field) => vocabularyOf(field)?.length ?? []);
}

/** The tree of the explore strategy has topics of its own. */
function growsTopics(spec: TaskSpec): boolean {
  return chosenName(spec.plan.strategy) === "explore";
}

/** Values that an attribute has whose values the model lists. */
const ASKED_VALUES = 6;

/**
 * True where labels and the task's own attributes have fewer combinations than the rounds that are
 * ordered blind have orders: some of them would be asked with equal prompts.
 */
function hasFewerPromptsThanOrders(spec: TaskSpec): boolean {
  const combinations = (spec.attributes ?? []).reduce(
    (product, { values }) => product * Math.max(1, values?.length ?? ASKED_VALUES),
    [spec.labels?.length ?? 1, ...vocabularySizes(spec)].reduce(
      (product, size) => product * Math.max(1, size),
      1,
    ),
  );
  return combinations < blindOrders(spec);
}
