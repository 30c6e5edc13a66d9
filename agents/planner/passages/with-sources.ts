import { labelKey } from "../../../schema/label.js";
import type { AgentContext } from "../../contract.js";
import type { OrderInput, OrderOutput, SourceSelector } from "../contract.js";

/** Where dimensions come from that do not say what a sample is about. */
const UNRELATED: ReadonlySet<string> = new Set(["support", "vocabulary", "people"]);
const UNSOURCED = "no passage is about its label and conditions";

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
    {
      orders: asked,
      count,
      round: input.round,
      before,
      dimensions: input.plan.attributes.filter(({ source }) => !UNRELATED.has(source)),
      used: input.usedSources,
    },
    context,
  );
  const without = orders.filter((_order, index) => (sources[index] ?? []).length === 0);
  if (without.length > 0 && context.knowledge.passages.length > 0)
    context.log.warn("orders without a passage: none is about what they are about", {
      orders: without.length,
      labels: [...new Set(without.map(({ label }) => labelKey(label)))],
    });
  const turns = new Map(Object.entries(input.usedSources));
  return {
    ...output,
    orders: orders.map((order, index) => {
      const sourceIds = [...(sources[index] ?? [])];
      const [first] = sourceIds;
      if (first === undefined) return { ...order, sourceIds, unsourced: UNSOURCED };
      const sourceTurn = turns.get(first) ?? 0;
      turns.set(first, sourceTurn + 1);
      return { ...order, sourceIds, sourceTurn, unsourced: undefined };
    }),
  };
}
