import type { Order } from "../../schema/plan.js";
import type { RunRuntime } from "../runtime/runtime.js";
import { seedRows } from "../runtime/seed-rows.js";
import { newItem, peersOf, type ChunkItem } from "./chunk-item.js";
import type { RoundToDraft } from "./chunk-runner.js";

type Rows = Pick<RunRuntime, "samples" | "inputs" | "validation" | "task"> & {
  readonly knowledge: Pick<RunRuntime["knowledge"], "get">;
};
/** Its orders with the plan and the rows that their prompts may show. */
type ShownRound = Pick<RoundToDraft, "orders" | "plan"> & {
  readonly visible: Pick<RoundToDraft["visible"], "demonstrations">;
};

/**
 * Reads what the orders of a round are made from.
 * @param wanted the orders that items are made of
 * @returns makes the item of an order, before its first step
 */
export async function roundItems(
  runtime: Rows,
  { orders, plan, visible }: ShownRound,
  wanted: readonly Order[] = orders,
): Promise<(order: Order) => ChunkItem> {
  const inputs = new Map(runtime.inputs.map((row) => [row.id, row]));
  const seeds = await seedRows(runtime, visible, wanted);
  const peers = peersOf(orders);
  const { givenFields } = runtime.task.kind;
  return (order) =>
    newItem(order, {
      plan,
      peer: peers.get(order.id)!,
      seeds: order.seedIds.flatMap((id) => seeds.get(id) ?? []),
      written: (order.writtenIds ?? []).flatMap((id) => seeds.get(id) ?? []),
      input: order.inputId === null ? undefined : inputs.get(order.inputId),
      givenFields,
    });
}
