import { z } from "zod";
import { countSetting } from "../../base/slots/number-setting.js";

/** Whether people are asked, and when. */
export const reviewModeSchema = z.enum(["none", "after", "blocking"]);
export type ReviewMode = z.infer<typeof reviewModeSchema>;

/** Most that a run may spend. */
export const budgetSchema = z.strictObject({
  usd: z.number().positive().optional().describe("US dollars."),
  calls: countSetting({ above: 0 }, "Model calls; answers from the cache are free."),
  tokens: z.number().int().positive().optional().describe("Tokens, input and output together."),
});
export type BudgetSpec = z.infer<typeof budgetSchema>;
