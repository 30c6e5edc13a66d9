import { z } from "zod";

/** One (name, value) pair that a sample must fulfil: e_condition in the survey's frame. */
export const conditionSchema = z.object({ name: z.string(), value: z.string(), description: z.string().optional() });
export type Condition = z.infer<typeof conditionSchema>;

/** A dimension of the condition space, as the spec gives it or the planner finds it. */
export const attributeSpecSchema = z.strictObject({
  name: z.string().min(1),
  description: z.string().optional(),
  values: z.array(z.string().min(1)).min(1).optional().describe("The values; asked from the model where absent."),
  perLabel: z.record(z.string(), z.array(z.string().min(1)).min(1)).optional().describe("Label -> values, for dimensions that depend on the label."),
  weights: z.record(z.string(), z.number().min(0)).optional().describe("Value -> weight of a draw. Default: 1."),
});
export type AttributeSpec = z.infer<typeof attributeSpecSchema>;
