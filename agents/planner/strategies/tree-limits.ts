import { z } from "zod";

/** How far the concept tree of the plan strategy `explore` grows. */
export const treeLimitsSchema = z.strictObject({
  depth: z
    .number()
    .int()
    .min(1)
    .max(12)
    .default(2)
    .describe("Levels of sub-tasks below the root, or below a label."),
  branching: z
    .number()
    .int()
    .min(1)
    .max(50)
    .default(5)
    .describe("Sub-tasks that are asked for at once."),
  maxNodes: z.number().int().min(1).default(240).describe("Most sub-tasks in the tree."),
  maxTokens: z
    .number()
    .int()
    .min(1)
    .default(200_000)
    .describe(
      "Tokens that asking for sub-tasks may take in all; what was asked when they are used up " +
        "is still taken in.",
    ),
  novelty: z
    .number()
    .min(0)
    .max(1)
    .default(0.5)
    .describe(
      "A node grows only while this share of its latest drafts is new at least (Good-Turing).",
    ),
});
export type TreeLimits = z.output<typeof treeLimitsSchema>;
