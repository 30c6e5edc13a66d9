import type { Cell } from "../../schema/coverage.js";
import { isCellSaturated } from "../../tools/coverage/saturation.js";
import type { AgentContext } from "../contract.js";
import { acceptanceRates } from "./acceptance-rate.js";
import type { OrderInput, OrderOutput, PlanStrategy } from "./contract.js";
import { divideRound } from "./divide-round.js";
import { drawOrders } from "./draw-orders.js";
import { moveQuotas } from "./move-quotas.js";

/**
 * Orders each round by measured deficit: for a cell (quota - accepted - expected yield of what is outstanding) / acceptance rate.
 *
 * Before that, demand leaves cells that are saturated, hopeless or repeat themselves (see moveQuotas). A round has exactly the
 * wanted size unless every cell is filled or saturated.
 */
export const deficitStrategy: PlanStrategy = {
  name: "deficit",
  order(input: OrderInput, context: AgentContext): OrderOutput {
    const { saturation } = context.task.spec.plan;
    const rates = acceptanceRates(input.coverage.cells);
    const expected = new Map(input.coverage.cells.map((cell) => [cell.id, outstandingOf(input, cell) * rates.get(cell.id)!]));
    const moved = moveQuotas(input.coverage, { round: input.round, rates, expected, saturation });
    const cells = moved.cells.map((cell) => ({ ...cell, open: cell.accepted < cell.quota && !isCellSaturated(cell, saturation) }));
    const coverage = { ...moved, cells };
    const open = cells.filter((cell) => cell.open);
    if (open.length === 0) return { orders: [], coverage };
    const lacking = open.map((cell) => Math.max(0, cell.quota - cell.accepted - expected.get(cell.id)!));
    // When what is outstanding is expected to fill every cell, expectations may still fail: then by the plain deficit.
    const deficits = lacking.some((value) => value > 0) ? lacking : open.map((cell) => cell.quota - cell.accepted);
    const counts = divideRound(input.size, open, open.map((cell, index) => deficits[index]! / rates.get(cell.id)!), context.random);
    return drawOrders(counts, { ...input, coverage }, context);
  },
};

function outstandingOf(input: OrderInput, cell: Cell): number {
  return Object.hasOwn(input.outstanding, cell.id) ? input.outstanding[cell.id] ?? 0 : 0;
}
