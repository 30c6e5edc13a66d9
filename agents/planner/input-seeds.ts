import type { SeedSelector } from "./contract.js";

/** The row of the inputs pool that an order works on, as the row that it is made from. */
export const inputSeeds: SeedSelector = {
  name: "inputs",
  select: ({ orders }) => orders.map(({ inputId }) => (inputId === null ? [] : [inputId])),
};
