import { z } from "zod";

/**
 * What the rows of a prompt are there for: to be matched in style and detail (`style`), to show what
 * each field holds (`format`), how hard a sample is (`difficulty`), or what tells labels apart
 * (`contrast`), or to be relied on (`facts`); `none`: no rows are shown.
 */
export const demonstrationUseSchema = z.enum([
  "style",
  "format",
  "difficulty",
  "contrast",
  "facts",
  "none",
]);
/** What the rows of a prompt are there for. */
export type DemonstrationUse = z.infer<typeof demonstrationUseSchema>;
