import { z } from "zod";

/** What every text keeps to. */
export const constraintsSchema = z.strictObject({
  minWords: z.number().int().min(1).optional().describe("Fewest words of a text."),
  maxWords: z.number().int().min(1).optional().describe("Most words of a text."),
  minCharacters: z.number().int().min(1).optional().describe("Fewest characters of a text."),
  maxCharacters: z.number().int().min(1).optional().describe("Most characters of a text."),
  notes: z
    .array(z.string())
    .optional()
    .describe("Further constraints in words, shown to the generator and the critic."),
});
