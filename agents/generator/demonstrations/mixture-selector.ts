import type { DemoSelector } from "../contract.js";
import { nearestRows } from "./nearest-rows.js";
import { selectDemonstrations } from "./select-demonstrations.js";

/** Of how many times as many nearest rows those of a condition are drawn. */
const POOL_FACTOR = 3;

/**
 * A part of the demonstrations for each attribute of the order: rows of its label, and for each of
 * its conditions rows of that label near to the condition's value. It stands for the mixture of the
 * attributes' soft prompts of MSP (Chen et al. 2023), whose weights a closed model does not give.
 */
export const mixtureSelector: DemoSelector = {
  name: "mixture",
  select(query, context) {
    const random = context.random.derive("demonstrations", "mixture", query.revision);
    const parts = query.order.conditions.map(({ name, value }) => `${name}: ${value}`);
    return selectDemonstrations(query, context, async (positions, count, pool) => {
      const each = Math.floor(count / (parts.length + 1));
      if (positions.length <= count || each === 0) return random.sample(positions, count);
      const taken = new Set<number>();
      const vectors = await pool.vectors();
      const wanted = await context.embeddings.embed(parts);
      for (const [at, text] of parts.entries()) {
        const near = nearestRows(positions, vectors, {
          text,
          vector: wanted[at]!,
          count: POOL_FACTOR * each + count,
          seed: context.task.spec.seed,
        })
          .filter((position) => !taken.has(position))
          .slice(0, POOL_FACTOR * each);
        for (const position of random.sample(near, Math.min(each, near.length)))
          taken.add(position);
      }
      const left = positions.filter((position) => !taken.has(position));
      return [...random.sample(left, count - taken.size), ...taken];
    });
  },
};
