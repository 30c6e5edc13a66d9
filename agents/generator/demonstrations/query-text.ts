import type { AgentContext } from "../../contract.js";
import type { DemonstrationQuery } from "../contract.js";

/**
 * What rows are compared with: the given row where there is one, else the label with its
 * definition, the conditions' values and the task.
 */
export function queryText(
  { order, given }: DemonstrationQuery,
  { task }: Pick<AgentContext, "task">,
): string {
  const names = order.label === null ? [] : [order.label].flat();
  const labels = names.map((name) => {
    const label = task.labels.find((spec) => spec.name === name);
    return [name, label?.verbalizer, label?.definition]
      .filter((part) => part !== undefined)
      .join(": ");
  });
  const parts =
    given !== ""
      ? [given]
      : [...labels, ...order.conditions.map((condition) => condition.value), task.spec.description];
  return parts.join("\n");
}
