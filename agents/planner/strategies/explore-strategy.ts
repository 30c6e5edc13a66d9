import { configurable } from "../../../base/slots/configurable.js";
import type { AgentContext } from "../../contract.js";
import type { OrderInput, OrderOutput, PlanStrategy } from "../contract.js";
import { deficitStrategy } from "./deficit-strategy.js";
import { exploreSpace } from "./explore-space.js";
import { growTree } from "./grow-tree.js";
import { treeLimitsSchema } from "./tree-limits.js";

/**
 * Explores the field as a tree of sub-tasks (Explore-Instruct, Wan et al. 2023): the first level is
 * planned, and from round to round the tree grows where drafts are still new. Rounds are then
 * ordered by measured deficit.
 */
export const exploreStrategy = configurable({
  settings: treeLimitsSchema,
  make: (limits): PlanStrategy => ({
    name: "explore",
    plan: (options, context) => exploreSpace(options, limits, context),
    async order(input: OrderInput, context: AgentContext): Promise<OrderOutput> {
      const coverage = await growTree(input, limits, context);
      const rows = coverage.growth.slice(input.coverage.growth.length);
      if (rows.length > 0)
        context.span.set({
          "datawright.tree.added": rows.flatMap(({ added }) => added.map(({ id }) => id)),
          "datawright.tree.why": rows.map(({ step, why }) => `${step}: ${why}`),
        });
      return deficitStrategy.order({ ...input, coverage }, context);
    },
  }),
});
