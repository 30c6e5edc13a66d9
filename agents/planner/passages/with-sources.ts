import type { AgentContext } from "../../contract.js";
import type { OrderInput, OrderOutput, SourceSelector } from "../contract.js";

/** How the passages of a run's samples are chosen. */
export interface ChosenPassages {
  readonly selector: SourceSelector;
  /** Passages for each sample; 0 for none. */
  readonly count: number;
}

/** Puts the passages that each order keeps to on the orders of a round. */
export async function withSources(
  output: OrderOutput,
  input: OrderInput,
  { selector, count }: ChosenPassages,
  context: AgentContext,
): Promise<OrderOutput> {
  const { orders } = output;
  if (count === 0)
    return { ...output, orders: orders.map((order) => ({ ...order, sourceIds: [] })) };
  if (
    orders.length === 0 ||
    context.task.spec.knowledge.length + context.knowledge.passages.length === 0
  )
    return output;
  const before = Object.values(input.outstanding).reduce(
    (sum, count) => sum + count,
    input.coverage.cells.reduce((sum, cell) => sum + cell.ordered, 0),
  );
  const asked = orders.map(({ cell, label, conditions, inputId = null, sourceIds = [] }) => ({
    cell,
    label,
    conditions,
    inputId,
    given: sourceIds,
  }));
  const sources = await selector.select(
    { orders: asked, count, round: input.round, before },
    context,
  );
  return {
    ...output,
    orders: orders.map((order, index) => ({ ...order, sourceIds: [...(sources[index] ?? [])] })),
  };
}
