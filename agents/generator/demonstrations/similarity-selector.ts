import type { DemoSelector } from "../contract.js";
import { nearestRows } from "./nearest-rows.js";
import { queryText } from "./query-text.js";
import { selectDemonstrations } from "./select-demonstrations.js";

/**
 * Of how many times as many nearest rows the demonstrations are drawn: prompts of one cell do not
 * all show the same rows.
 */
const POOL_FACTOR = 3;

/**
 * Demonstrations near to what is ordered: the label's name and definition, the values of the
 * conditions and the task's description are embedded as a query, and `count` of the 3 x count
 * nearest rows are drawn.
 */
export const similaritySelector: DemoSelector = {
  name: "similarity",
  select(query, context) {
    const text = queryText(query, context);
    const random = context.random.derive("demonstrations", "draw", query.revision);
    return selectDemonstrations(query, context, async (positions, count, pool) => {
      // With few rows to choose from every one is shown anyway.
      if (positions.length <= count) return random.sample(positions, count);
      const [vector] = await context.embeddings.embed([text]);
      const nearest = nearestRows(positions, await pool.vectors(), {
        text,
        vector: vector!,
        count: count * POOL_FACTOR,
        seed: context.task.spec.seed,
      });
      const drawn = new Set(random.sample(nearest, count));
      return nearest.filter((index) => drawn.has(index)).reverse();
    });
  },
};
