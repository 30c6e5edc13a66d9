import type { SeedSelector } from "./contract.js";
import { dealSeeds } from "./dealt-seeds.js";

/** Real rows of any label, whatever the order's: two of them are mixed into a new one (GPT3Mix, Yoo et al. 2021). */
export const mixedSeeds: SeedSelector = {
  name: "mixed",
  select: (query, { memory, task }) =>
    dealSeeds(
      memory.demonstrations,
      { ...query, orders: query.orders.map((order) => ({ ...order, label: null })) },
      task.spec.seed,
    ),
};
