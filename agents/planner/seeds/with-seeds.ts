import type { AgentContext } from "../../contract.js";
import type { OrderInput, OrderOutput, SeedSelector } from "../contract.js";

/** How the rows that a run's samples are made from are chosen. */
export interface ChosenSeeds {
  readonly selector: SeedSelector;
  /** Rows for each sample. */
  readonly count: number;
  /** Share of the samples that are made from rows. */
  readonly share: number;
}

/**
 * Puts the rows that each order is made from on the orders of a round, or on the share of them that
 * is wanted.
 */
export async function withSeeds(
  output: OrderOutput,
  input: OrderInput,
  { selector, count, share }: ChosenSeeds,
  context: AgentContext,
): Promise<OrderOutput> {
  const { orders } = output;
  if (orders.length === 0) return output;
  const before = Object.values(input.outstanding).reduce(
    (sum, count) => sum + count,
    input.coverage.cells.reduce((sum, cell) => sum + cell.ordered, 0),
  );
  const seeded = orders.filter(
    (_, index) => share === 1 || context.random.derive("seeds", "share", index).next() < share,
  );
  const query = {
    orders: seeded.map(({ cell, label, inputId = null }) => ({ cell, label, inputId })),
    count,
    round: input.round,
    before,
    used: new Set(input.usedSeeds),
  };
  const seeds = new Map(
    (await selector.select(query, context)).map((ids, index) => [seeded[index], ids]),
  );
  return {
    ...output,
    orders: orders.map((order) => ({ ...order, seedIds: [...(seeds.get(order) ?? [])] })),
  };
}
