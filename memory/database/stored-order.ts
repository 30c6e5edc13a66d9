import type { Order } from "../../schema/plan.js";
import type { RunTables } from "./tables.js";

/** What the row of an order says beside its record. */
export type OrderPlace = Pick<RunTables["orders"], "id" | "round" | "ordinal">;

/** An order's record: what its row says beside it is left out, and every empty list. */
type OrderRecord = Pick<Order, "cell" | "label"> & Partial<Order>;

/** The record of an order. */
export function orderRecord(order: Order): string {
  const { conditions, inputId, sourceIds, writtenIds = [], seedIds } = order;
  return JSON.stringify({
    ...order,
    ...{ id: undefined, round: undefined, ordinal: undefined },
    conditions: conditions.length === 0 ? undefined : conditions,
    inputId: inputId ?? undefined,
    sourceIds: sourceIds.length === 0 ? undefined : sourceIds,
    writtenIds: writtenIds.length === 0 ? undefined : writtenIds,
    seedIds: seedIds.length === 0 ? undefined : seedIds,
  } satisfies OrderRecord);
}

/** The order of a record and its row, those of earlier versions too. */
export function orderOfRecord(record: OrderRecord, { id, round, ordinal }: OrderPlace): Order {
  return {
    conditions: [],
    inputId: null,
    sourceIds: [],
    writtenIds: [],
    seedIds: [],
    ...record,
    ...{ id, round, ordinal },
  };
}
