import type { Task } from "../../../schema/task.js";
import { LABEL_KEY } from "../../../tools/fields/record-schema.js";
import { quotedValue } from "../../../tools/models/prompt/render-prompt.js";
import type { GenerateInput } from "../contract.js";

/** What stands where an order has no value for an attribute, and where it has no label. */
const ANY = "any";
const NO_LABEL = "none";

/**
 * What `{name}` stands for in a step's prompt and in the generator's template: the order's label and
 * its definition, the value of an attribute, a field that is given or that an earlier step wrote.
 * What the task file itself says stands as it is; what rows, documents and models said is quoted.
 */
export function promptValue(task: Task, input: GenerateInput, name: string): string | undefined {
  if (name === LABEL_KEY) return labelText(task, input, (label) => label.name, ", ");
  if (name === `${LABEL_KEY}.definition`)
    return labelText(task, input, (label) => label.definition ?? label.name, "; ");
  const { order, subTask, values, previous } = input;
  const condition = order.conditions.find((one) => one.name === name);
  const attribute = task.spec.attributes?.find((one) => one.name === name);
  if (condition) {
    const own = [...(attribute?.values ?? []), ...Object.values(attribute?.perLabel ?? {}).flat()];
    return own.includes(condition.value) ? condition.value : quotedValue(condition.value);
  }
  if (attribute) return ANY;
  const isThere = subTask.inputs.includes(name) || task.kind.givenFields.includes(name);
  const value = isThere ? (values[name] ?? previous?.[name]) : undefined;
  return value === undefined ? undefined : quotedValue(value);
}

function labelText(
  { labels }: Task,
  { order, values }: GenerateInput,
  text: (label: { readonly name: string; readonly definition?: string | undefined }) => string,
  between: string,
): string {
  const decided = values[LABEL_KEY];
  const label = order.label ?? (decided === undefined ? null : (decided as string | string[]));
  return label === null
    ? NO_LABEL
    : [label]
        .flat()
        .map((name) => text(labels.find((one) => one.name === name) ?? { name }))
        .join(between);
}
