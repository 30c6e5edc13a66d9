import type { AgentContext } from "../../contract.js";
import type { OrderInput, OrderOutput, PlanStrategy } from "../contract.js";
import { divideRound } from "./divide-round.js";
import { drawOrders } from "./draw-orders.js";

/**
 * Orders evenly over the cells that do not hold their quota yet, whatever they lack and however it
 * goes there: the better baseline.
 */
export const refillStrategy: PlanStrategy = {
  name: "refill",
  order(input: OrderInput, context: AgentContext): OrderOutput {
    const open = input.coverage.cells.filter((cell) => cell.accepted < cell.quota);
    if (open.length === 0) return { orders: [], coverage: input.coverage };
    return drawOrders(
      divideRound(
        input.size,
        open,
        open.map(() => 1),
        context.random,
      ),
      input,
      context,
    );
  },
};

/**
 * Orders in proportion to the quotas, blind to what was accepted, refused or repeated, each drawn
 * alone: the baseline of the deficit strategy.
 */
export const uniformStrategy: PlanStrategy = {
  name: "uniform",
  order(input: OrderInput, context: AgentContext): OrderOutput {
    const cells = input.coverage.cells.filter((cell) => cell.quota > 0);
    if (cells.length === 0) return { orders: [], coverage: input.coverage };
    return drawOrders(
      divideRound(
        input.size,
        cells,
        cells.map((cell) => cell.quota),
        context.random,
      ),
      input,
      context,
      { even: false },
    );
  },
};
