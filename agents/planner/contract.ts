import type { AgentContext } from "../contract.js";
import type { RoleInput, RoleReturn } from "../roles.js";

/** What a round is ordered from: its number and size, the plan, what was measured so far, and what is still outstanding. */
export type OrderInput = RoleInput<"planner", "order">;
/** The orders of a round, without ids, and the coverage map with `ordered` counted and quotas moved. */
export type OrderOutput = RoleReturn<"planner", "order">;

/**
 * Decides which conditions the next round is written for. Two members; deterministic given the input and `context.random`.
 *
 *     const lastFirst: PlanStrategy = {
 *       name: "last-first",
 *       order: (input, context) => {
 *         const cell = input.coverage.cells.at(-1);
 *         return drawOrders(new Map(cell ? [[cell.id, input.size]] : []), input, context);
 *       },
 *     };
 */
export interface PlanStrategy {
  readonly name: string;
  order(input: OrderInput, context: AgentContext): OrderOutput | Promise<OrderOutput>;
}
