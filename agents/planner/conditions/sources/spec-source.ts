import type { AttributeSpec } from "../../../../schema/task-file/condition.js";
import { listedValues } from "../../../../tools/conditions/dimension.js";
import type { AgentContext } from "../../../contract.js";
import { askValues } from "../ask-values.js";
import type { ConditionSource, FoundAttribute, FoundConditions } from "../../contract.js";

/** Values asked for an attribute that names none, where `plan.subtopics` is 0. */
const DEFAULT_COUNT = 6;

/**
 * The attributes of the task, with weights and correlations; values that it does not name are asked
 * from the model.
 */
export const specSource: ConditionSource = {
  name: "spec",
  async find(_query, context): Promise<FoundConditions> {
    const parts = await Promise.all(
      (context.task.spec.attributes ?? []).map((spec) => narrowedInput(spec, context)),
    );
    return {
      attributes: parts.flatMap((part) => part.attributes),
      notes: parts.flatMap((part) => part.notes),
    };
  },
};

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
