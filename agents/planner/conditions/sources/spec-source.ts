import type { AttributeSpec } from "../../../../schema/task-file/condition.js";
import { vocabularyOf } from "../../../../schema/vocabulary.js";
import { listedValues } from "../../../../tools/conditions/dimension.js";
import type { AgentContext } from "../../../contract.js";
import { askValues } from "../ask-values.js";
import type { ConditionSource, FoundAttribute, FoundConditions } from "../../contract.js";

/** Values asked for an attribute that names none, where `plan.subtopics` is 0. */
const DEFAULT_COUNT = 6;

/**
 * The attributes of the task, with weights and correlations; values that it does not name are asked
 * from the model. Closed vocabularies of fields that the model writes are dimensions too, so that
 * samples cover them; the relations of a knowledge graph are covered by drawing from it.
 */
export const specSource: ConditionSource = {
  name: "spec",
  async find(_query, context): Promise<FoundConditions> {
    const parts = await Promise.all(
      (context.task.spec.attributes ?? []).map((spec) => narrowedInput(spec, context)),
    );
    return {
      attributes: [
        ...parts.flatMap((part) => part.attributes),
        ...vocabularies(context).filter(({ name }) =>
          parts.every(({ attributes }) => attributes.every((other) => other.name !== name)),
        ),
      ],
      notes: parts.flatMap((part) => part.notes),
    };
  },
};

function vocabularies({ task, knowledge }: AgentContext): FoundAttribute[] {
  return task.writtenFields.flatMap((name): FoundAttribute[] => {
    const field = task.fields[name]!;
    const entries = vocabularyOf(field);
    if (entries === null || (field.type === "triples" && knowledge.graph !== null)) return [];
    const description = `the field ${name}${field.type === "text" ? " has" : ", among others, has"} this value`;
    const values = [...new Set(entries.map((entry) => entry.name))];
    return [{ name, description, source: "spec", values, steerable: true }];
  });
}

async function narrowedInput(spec: AttributeSpec, context: AgentContext): Promise<FoundConditions> {
  return spec.values || spec.perLabel
    ? { attributes: [asGiven(spec)], notes: [] }
    : asked(spec, context);
}

function asGiven(spec: AttributeSpec): FoundAttribute {
  const perLabel =
    spec.perLabel &&
    Object.fromEntries(
      Object.keys(spec.perLabel).map((label) => [label, [...listedValues(spec, [label])]]),
    );
  return {
    ...shared(spec),
    source: "spec",
    values: [...new Set(spec.values ?? [])],
    perLabel,
  };
}

async function asked(spec: AttributeSpec, context: AgentContext): Promise<FoundConditions> {
  const count = context.task.spec.plan.subtopics || DEFAULT_COUNT;
  const { values, note } = await askValues(
    { name: spec.name, description: spec.description ?? spec.name, label: null, count },
    context,
  );
  const notes = note === null ? [] : [note];
  if (values.length === 0)
    return {
      attributes: [],
      notes: [...notes, `the attribute ${spec.name} has no values and is left out`],
    };
  return { attributes: [{ ...shared(spec), source: "model", values }], notes };
}

function shared({
  name,
  description,
  weights,
  given,
}: AttributeSpec): Pick<
  FoundAttribute,
  "name" | "description" | "weights" | "given" | "steerable"
> {
  return {
    name,
    description,
    weights,
    given,
    steerable: true,
  };
}
