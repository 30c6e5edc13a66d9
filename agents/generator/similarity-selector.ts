import type { AgentContext } from "../contract.js";
import type { DemonstrationQuery, DemoSelector } from "./contract.js";
import { nearestRows } from "./nearest-rows.js";
import { selectDemonstrations } from "./select-demonstrations.js";

/** Of how many times as many nearest rows the demonstrations are drawn: prompts of one cell do not all show the same rows. */
const POOL_FACTOR = 3;

/**
 * Demonstrations near to what is ordered: the label's name and definition, the values of the conditions and the task's description
 * are embedded as a query, and `count` of the 3 x count nearest rows are drawn, nearest last.
 */
export const similaritySelector: DemoSelector = {
  name: "similarity",
  async select(query, context) {
    const { memory, task } = context;
    if (memory.demonstrations.length === 0) return selectDemonstrations(query, context, () => []);
    const text = queryText(query, context);
    const [vector] = await context.embeddings.embed([text]);
    const random = context.random.derive("demonstrations", "draw", query.revision);
    return selectDemonstrations(query, context, (positions, count) => {
      if (count === 0) return [];
      // With few rows to choose from every one is shown anyway.
      if (positions.length <= count || vector === undefined) return random.sample(positions, count);
      const nearest = nearestRows(positions, memory.demonstrationVectors, { text, vector, count: count * POOL_FACTOR, seed: task.spec.seed });
      const drawn = new Set(random.sample(nearest, count));
      return nearest.filter((index) => drawn.has(index)).reverse();
    });
  },
};

function queryText({ order, given }: DemonstrationQuery, { task }: AgentContext): string {
  const names = order.label === null ? [] : [order.label].flat();
  const labels = names.map((name) => {
    const label = task.labels.find((spec) => spec.name === name);
    return [name, label?.verbalizer, label?.definition].filter((part) => part !== undefined).join(": ");
  });
  const parts = given !== "" ? [given] : [...labels, ...order.conditions.map((condition) => condition.value), task.spec.description];
  return parts.join("\n");
}
