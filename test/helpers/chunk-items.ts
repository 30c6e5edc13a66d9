import { newItem, type ChunkItem } from "../../graphs/chunk/chunk-item.js";
import type { Order } from "../../schema/plan.js";
import { madeOrder, madePlan, type MemoryRun } from "./memory-run.js";

/** Orders as they enter the chunk graph, of one plan. */
export function madeItems(
  run: MemoryRun,
  size: number,
  { plan = madePlan(), ...order }: Partial<Order> & { readonly plan?: ChunkItem["plan"] } = {},
): ChunkItem[] {
  return Array.from({ length: size }, (_, ordinal) =>
    newItem(madeOrder({ ordinal, ...order }), {
      plan,
      peer: { group: "all", rank: ordinal, of: size },
      seeds: [],
      input: undefined,
      givenFields: run.task.kind.givenFields,
    }),
  );
}
