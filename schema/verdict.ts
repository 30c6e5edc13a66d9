import { z } from "zod";

/** What a judge decided on one criterion for one version of a sample. */
export const verdictSchema = z.object({
  judge: z.string().describe("Who decided: the agent's name and, where a model judged, the model."),
  criterion: z.string(),
  pass: z.boolean(),
  score: z
    .number()
    .nullable()
    .describe("0 (worst) to 1 (best), or null where the criterion only passes or fails."),
  reason: z.string().describe("Why, in words that a revision can act on."),
  code: z.string().describe("Reason code of a sample refused by it."),
  evidence: z
    .array(
      z.object({
        field: z.string().optional(),
        start: z.number().int().optional(),
        end: z.number().int().optional(),
        text: z.string().optional(),
        source: z.string().optional(),
      }),
    )
    .default([]),
  conditions: z
    .array(z.object({ name: z.string(), value: z.string().nullable() }))
    .optional()
    .describe(
      "Conditions that the text does not have as ordered, with the value that it has " +
        "instead, null where that is none of the known ones. Such a sample counts for the " +
        "cell of what it is.",
    ),
  claims: z
    .array(z.object({ claim: z.string(), supported: z.boolean(), source: z.string().optional() }))
    .optional(),
});
export type Verdict = z.infer<typeof verdictSchema>;
