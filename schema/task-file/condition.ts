import { z } from "zod";

/** One (name, value) pair that a sample must fulfil: e_condition in the survey's frame. */
export const conditionSchema = z.object({
  /** Name of the attribute. */
  name: z.string(),
  /** Its value. */
  value: z.string(),
  /** What the value means, for the model. */
  description: z.string().optional(),
});
export type Condition = z.infer<typeof conditionSchema>;

/**
 * Correlation: other dimension (or `label`) -> its value -> the distribution of this dimension's
 * values there. A value that the distribution does not name cannot occur there; where no
 * distribution applies, `weights` do.
 */
export const givenSchema = z.record(
  z.string().min(1),
  z.record(z.string().min(1), z.record(z.string().min(1), z.number().min(0))),
);
export type Given = z.infer<typeof givenSchema>;

/**
 * Values that never occur together: dimension (or `label`) -> a value or several. A combination
 * that has one of each is excluded.
 */
export const exclusionSchema = z.record(
  z.string().min(1),
  z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]),
);
export type Exclusion = z.infer<typeof exclusionSchema>;

/**
 * The name under which `given` and exclusions refer to the label of a sample, in tasks that have
 * labels.
 */
export const LABEL_DIMENSION = "label";

/** A dimension of the condition space, as the spec gives it or the planner finds it. */
export const attributeSpecSchema = z.strictObject({
  name: z.string().min(1).describe("Name of the attribute."),
  description: z.string().optional().describe("What it means, for the models."),
  values: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .describe("The values; asked from the model where absent."),
  perLabel: z
    .record(z.string(), z.array(z.string().min(1)).min(1))
    .optional()
    .describe("Label -> values, for dimensions that depend on the label."),
  weights: z
    .record(z.string(), z.number().min(0))
    .optional()
    .describe("Value -> weight of a draw. Default: 1."),
  given: givenSchema
    .optional()
    .describe(
      "Other attribute or `label` -> its value -> value -> weight: the distribution of this " +
        "attribute's values there.",
    ),
});
export type AttributeSpec = z.infer<typeof attributeSpecSchema>;
