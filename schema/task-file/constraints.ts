import { z } from "zod";

/** What every text keeps to. */
export const constraintsSchema = z.strictObject({
  minWords: z.number().int().min(1).optional(),
  maxWords: z.number().int().min(1).optional(),
  minCharacters: z.number().int().min(1).optional(),
  maxCharacters: z.number().int().min(1).optional(),
  notes: z
    .array(z.string())
    .optional()
    .describe("Further constraints in words, shown to the generator and the critic."),
});
