import { z } from "zod";
import { countSetting, numberSetting } from "../../../base/slots/number-setting.js";

/** How far the concept tree of the plan strategy `explore` grows. */
export const treeLimitsSchema = z.strictObject({
  depth: countSetting(
    { from: 1, to: 12, usual: 2 },
    "Levels of sub-tasks below the root, or below a label.",
  ),
  branching: countSetting({ from: 1, to: 50, usual: 5 }, "Sub-tasks that are asked for at once."),
  maxNodes: z.number().int().min(1).default(240).describe("Most sub-tasks in the tree."),
  maxTokens: countSetting(
    { from: 1, usual: 200_000 },
    "Tokens that asking for sub-tasks may take in all; what was asked when they are used up " +
      "is still taken in.",
  ),
  novelty: numberSetting(
    { from: 0, to: 1, usual: 0.5 },
    "A node grows only while this share of its latest drafts is new at least (Good-Turing).",
  ),
});
export type TreeLimits = z.output<typeof treeLimitsSchema>;
