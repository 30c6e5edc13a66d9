import type { SourceQuery, SourceSelector } from "../contract.js";
import { dealt } from "./turn-passages.js";
import { Random } from "../../../base/statistics/random.js";
import type { Row } from "../../../schema/sample.js";
import type { Task } from "../../../schema/task.js";

/**
 * Passages that are found for each one that is shown, so that orders of one cell do not all get the
 * same.
 */
const FOUND_FOR_ONE = 8;
const LEAST_FOUND = 16;

/**
 * Passages that are found for the order's label and conditions (and its row, where it has one). Of
 * those found, better ones are drawn more often: with weight 1 / rank; those that its conditions
 * brought along come first. An order that says nothing to search for, or for which nothing is
 * found, takes passages in turns.
 */
export const foundPassages: SourceSelector = {
  name: "search",
  async select({ orders, count, before }, { knowledge, task, memory }) {
    const inputs = new Map(memory.inputs.map((row) => [row.id, row]));
    const random = new Random(task.spec.seed).derive("found passages");
    const found = new Map<string, readonly string[]>();
    const turns = dealt(
      knowledge.passages.map((passage) => passage.id),
      { seed: task.spec.seed, start: before * count, hands: orders.length, count },
    );
    const chosen: string[][] = [];
    for (const [index, order] of orders.entries()) {
      const query = orderQuery(order, task, inputs);
      let ids = found.get(query);
      if (!ids)
        found.set(
          query,
          (ids = (await knowledge.search(query, Math.max(LEAST_FOUND, count * FOUND_FOR_ONE))).map(
            (passage) => passage.id,
          )),
        );
      const fitting =
        ids.length === 0 ? turns[index]! : drawn(ids, count, random.derive(before + index));
      chosen.push(
        [...new Set([...order.given, ...fitting])].slice(0, Math.max(count, order.given.length)),
      );
    }
    return chosen;
  },
};

function drawn(ids: readonly string[], count: number, random: Random): string[] {
  const left = ids.map((id, rank) => ({ id, weight: 1 / (rank + 1) }));
  const chosen: string[] = [];
  while (chosen.length < count && left.length > 0)
    chosen.push(left.splice(random.weighted(left.map(({ weight }) => weight)), 1)[0]!.id);
  return chosen;
}

/**
 * What an order is about, as a search query: its row, its label with its definition, the values of
 * its conditions. Empty where nothing says.
 */
function orderQuery(
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
