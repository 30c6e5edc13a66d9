import { z } from "zod";

/** What the figures of a report mean, in words. */
export const reportVerdictSchema = z.object({
  level: z.enum(["bad", "doubt", "good"]).describe("The worst level of all findings."),
  /** One sentence. */
  text: z.string(),
  /** What was found, worst first. */
  findings: z.array(
    z.object({
      /** `bad`: not to be used as it is; `doubt`: look at it, or too few rows to tell; `good`. */
      level: z.enum(["bad", "doubt", "good"]),
      /** One sentence. */
      text: z.string(),
      /** What to do about it, one sentence. */
      next: z.string().optional(),
    }),
  ),
  /** What to do next, the most urgent first. */
  next: z.array(z.string()),
});
export type ReportVerdict = z.infer<typeof reportVerdictSchema>;

/** That of a report which an earlier version wrote: nobody said anything. */
export const NO_VERDICT: ReportVerdict = { level: "doubt", text: "", findings: [], next: [] };

/** How a report can be made again. */
export const reproductionSchema = z.object({
  /** The command. */
  command: z.string(),
  /** Seed of everything that is drawn. */
  seed: z.number().int(),
  /** Version of datawright. */
  version: z.string(),
  /** Version of Node.js. */
  node: z.string(),
});
export type Reproduction = z.infer<typeof reproductionSchema>;

/** That of a report which an earlier version wrote. */
export const NO_REPRODUCTION: Reproduction = { command: "", seed: 0, version: "", node: "" };
