import type { SeedSelector } from "./contract.js";
import { dealSeeds } from "./dealt-seeds.js";

/**
 * The row of the inputs pool that an order works on, as the row that it is made from. Where orders work on none, the rows of the pool
 * are dealt: those of the order's label where rows have labels.
 */
export const inputSeeds: SeedSelector = {
  name: "inputs",
  select: (query, { memory, task }) => {
    if (query.orders.every(({ inputId }) => inputId !== null))
      return query.orders.map(({ inputId }) => [inputId!]);
    const labelled = memory.inputs.some((row) => row.label !== null);
    const dealt = dealSeeds(
      memory.inputs,
      labelled
        ? query
        : { ...query, orders: query.orders.map((order) => ({ ...order, label: null })) },
      task.spec.seed,
    );
    return query.orders.map(({ inputId }, index) => (inputId === null ? dealt[index]! : [inputId]));
  },
};
