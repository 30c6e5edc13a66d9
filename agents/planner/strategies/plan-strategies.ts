import { Slot } from "../../../base/slots/slot.js";
import type { PlanStrategy } from "../contract.js";

/** Every built-in way of ordering rounds: `plan.strategy`. */
export const PLAN_STRATEGIES = new Slot<PlanStrategy>("plan strategy", {
  deficit: {
    about: "By what cells lack, less what orders on their way will probably bring.",
    load: async () => (await import("./deficit-strategy.js")).deficitStrategy,
  },
  explore: {
    about:
      "By what cells lack, on a concept tree that grows while the run goes on (Explore-Instruct).",
    load: async () => (await import("./explore-strategy.js")).exploreStrategy,
  },
  refill: {
    about: "Evenly over the cells that lack something.",
    load: async () => (await import("./uniform-strategy.js")).refillStrategy,
  },
  uniform: {
    about: "By the quotas alone.",
    load: async () => (await import("./uniform-strategy.js")).uniformStrategy,
  },
  "per-input": {
    about: "Every row of the inputs gets as many orders as the others, for the label that it has.",
    load: async () => (await import("./per-input-strategy.js")).perInputStrategy,
  },
});
