import type { AgentContext } from "../contract.js";
import type { OrderInput, OrderOutput, SeedSelector } from "./contract.js";

/** Puts the rows that each order is made from on the orders of a round. */
export async function withSeeds(output: OrderOutput, input: OrderInput, selector: SeedSelector, context: AgentContext): Promise<OrderOutput> {
  const { orders } = output;
  if (orders.length === 0) return output;
  const before = Object.values(input.outstanding).reduce((sum, count) => sum + count, input.coverage.cells.reduce((sum, cell) => sum + cell.ordered, 0));
  const query = { orders: orders.map(({ cell, label, inputId = null }) => ({ cell, label, inputId })), count: context.task.spec.plan.seeds.count, round: input.round, before, used: new Set(input.usedSeeds) };
  const seeds = await selector.select(query, context);
  return { ...output, orders: orders.map((order, index) => ({ ...order, seedIds: [...(seeds[index] ?? [])] })) };
}
