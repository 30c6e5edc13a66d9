import type { Order } from "../../schema/plan.js";
import type { RunTables } from "./tables.js";

/** What the row of an order says beside its record. */
export type OrderPlace = Pick<RunTables["orders"], "id" | "round" | "ordinal">;

/** An order's record: what its row says beside it is left out, and empty lists that every order has. */
type OrderRecord = Pick<Order, "cell" | "label"> & Partial<Order>;

/** The record of an order. */
export function orderRecord(order: Order): string {
  const { conditions, inputId, sourceIds, seedIds } = order;
  return JSON.stringify({
    ...order,
    ...{ id: undefined, round: undefined, ordinal: undefined },
    conditions: unlessEmpty(conditions),
    inputId: inputId ?? undefined,
    sourceIds: unlessEmpty(sourceIds),
    seedIds: unlessEmpty(seedIds),
  } satisfies OrderRecord);
}

/** The order of a record and its row, those of earlier versions too. */
export function orderOfRecord(record: OrderRecord, { id, round, ordinal }: OrderPlace): Order {
  return {
    conditions: [],
    inputId: null,
    sourceIds: [],
    seedIds: [],
    ...record,
    ...{ id, round, ordinal },
  };
}

function unlessEmpty<T>(list: T[] | undefined): T[] | undefined {
  return list?.length === 0 ? undefined : list;
}
