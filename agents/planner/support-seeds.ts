import type { SeedSelector } from "./contract.js";
import { dealSeeds } from "./dealt-seeds.js";

/** Real rows: support rows and rows that people decided, each used once before any is used twice. */
export const supportSeeds: SeedSelector = {
  name: "support",
  select: (query, { memory, task }) => dealSeeds(memory.demonstrations, query, task.spec.seed),
};
