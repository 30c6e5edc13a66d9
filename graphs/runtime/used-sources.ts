import type { Order } from "../../schema/plan.js";
import type { RoundLog } from "./round-log.js";

interface Counted {
  through: number;
  readonly uses: Map<string, number>;
}
const counted = new WeakMap<RoundLog, Counted>();

/**
 * How often orders of the rounds before this one got each passage, by id; each round is read once.
 */
export async function usedSources(
  rounds: RoundLog,
  round: number,
): Promise<Readonly<Record<string, number>>> {
  let known = counted.get(rounds);
  // Rounds that a run gave up are planned anew: then from the start.
  if (!known || known.through >= round)
    counted.set(rounds, (known = { through: -1, uses: new Map<string, number>() }));
  while (known.through < round - 1) {
    known.through += 1;
    count(await rounds.orders(known.through), known.uses);
  }
  return Object.fromEntries(known.uses);
}

function count(orders: readonly Pick<Order, "sourceIds">[], uses: Map<string, number>): void {
  for (const { sourceIds } of orders)
    for (const id of sourceIds) uses.set(id, (uses.get(id) ?? 0) + 1);
}
