import { z } from "zod";

/** What a judge decided on one criterion for one version of a sample. */
export const verdictSchema = z.object({
  judge: z.string().describe("Who decided: the agent's name and, where a model judged, the model."),
  /** Name of the criterion. */
  criterion: z.string(),
  /** False where the draft is refused. */
  pass: z.boolean(),
  score: z
    .number()
    .nullable()
    .describe("0 (worst) to 1 (best), or null where the criterion only passes or fails."),
  reason: z.string().describe("Why, in words that a revision can act on."),
  code: z.string().describe("Reason code of a sample refused by it."),
  /** Words that decide. */
  evidence: z
    .array(
      z.object({
        /** Field that they stand in. */
        field: z.string().optional(),
        /** First character of them. */
        start: z.number().int().optional(),
        /** Character behind them. */
        end: z.number().int().optional(),
        /** The words. */
        text: z.string().optional(),
        /** Row or passage that they come from. */
        source: z.string().optional(),
      }),
    )
    .default([]),
  conditions: z
    .array(
      z.object({
        /** Name of the attribute. */
        name: z.string(),
        /** Value that the text has. */
        value: z.string().nullable(),
      }),
    )
    .optional()
    .describe(
      "Conditions that the text does not have as ordered, with the value that it has " +
        "instead, null where that is none of the known ones. Such a sample counts for the " +
        "cell of what it is.",
    ),
  /** Claims of the text, and whether the sources support them. */
  claims: z
    .array(
      z.object({
        /** What the text says. */
        claim: z.string(),
        /** Whether a source says so too. */
        supported: z.boolean(),
        /** Whether a source says the opposite; absent where nobody looked. */
        contradicted: z.boolean().optional(),
        /** Words of the source that decide, where it has them. */
        evidence: z.string().optional(),
        /** Id of the passage that decides. */
        source: z.string().optional(),
      }),
    )
    .optional(),
});
export type Verdict = z.infer<typeof verdictSchema>;
