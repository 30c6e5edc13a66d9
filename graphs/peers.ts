import { labelKey } from "../schema/label.js";
import type { Order } from "../schema/plan.js";
import { shortId } from "../tools/statistics/hash.js";

/** Which of the alike orders of a round one is. */
export interface Peer {
  /** Name of what the alike orders have in common; the same words in another round mean other orders. */
  readonly group: string;
  /** Its place among them in the order of the round, from 0. */
  readonly rank: number;
  readonly of: number;
}

/**
 * Places the orders of a round among those that ask for the same thing: the same label and conditions, made from the same rows and
 * passages. A function of the round's orders alone, so it is the same at any concurrency and after a resume.
 */
export function peersOf(orders: readonly Order[]): ReadonlyMap<string, Peer> {
  const groups = new Map<string, Order[]>();
  for (const order of orders) {
    const key = shortId(
      order.round,
      JSON.stringify([
        labelKey(order.label),
        order.conditions.map(({ name, value }) => [name, value]),
        order.inputId,
        order.sourceIds,
        order.seedIds,
      ]),
    );
    const group = groups.get(key);
    if (group) group.push(order);
    else groups.set(key, [order]);
  }
  return new Map(
    [...groups].flatMap(([group, alike]) =>
      alike.map((order, rank): [string, Peer] => [order.id, { group, rank, of: alike.length }]),
    ),
  );
}
