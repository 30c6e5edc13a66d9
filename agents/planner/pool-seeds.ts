import { acceptedCandidates } from "./accepted-seeds.js";
import type { SeedSelector } from "./contract.js";
import { dealSeeds } from "./dealt-seeds.js";

/**
 * The growing pool of Evol-Instruct (Xu et al. 2024): real rows and everything accepted since. A seed whose evolution failed stays
 * in the pool, and is dealt again in a later round.
 */
export const poolSeeds: SeedSelector = {
  name: "pool",
  select: async (query, context) =>
    dealSeeds(
      [...context.memory.demonstrations, ...(await acceptedCandidates(context))],
      query,
      context.task.spec.seed,
    ),
};
