import type { Row } from "../../../schema/sample.js";
import type { Task } from "../../../schema/task.js";
import type { SourceQuery } from "../contract.js";

/** What an order is about, as a search query: its row, its label with its definition, the values of its conditions. Empty where nothing says. */
export function orderQuery(
  { label, conditions, inputId }: SourceQuery["orders"][number],
  task: Task,
  inputs: ReadonlyMap<string, Row>,
): string {
  const labels = (label === null ? [] : [label].flat()).map((name) => {
    const spec = task.labels.find((candidate) => candidate.name === name);
    return [spec?.verbalizer ?? name.replace(/[_-]+/gu, " "), spec?.definition]
      .filter((part) => part !== undefined)
      .join(" ");
  });
  const given = inputId === null ? undefined : inputs.get(inputId)?.text;
  return [
    ...(given === undefined ? [] : [given]),
    ...labels,
    ...conditions.map((condition) => condition.value),
  ]
    .join(" ")
    .trim();
}
