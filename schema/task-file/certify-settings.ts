import { z } from "zod";

/** What is promised of the dataset, and how much people look at for it. */
export const certifySettingsSchema = z.strictObject({
  faithfulness: z
    .number()
    .gt(0)
    .lt(1)
    .describe("At least this share of the dataset is faithful, for example 0.95."),
  confidence: z
    .number()
    .min(0.5)
    .lt(1)
    .default(0.9)
    .describe("How sure: of runs that say so, at least this share is right."),
  audits: z
    .number()
    .int()
    .min(1)
    .default(400)
    .describe(
      "Most samples that people look at. They are drawn at random, in as many steps as it takes.",
    ),
});
export type CertifySettings = z.output<typeof certifySettingsSchema>;

/** What a run shows of its promise. */
export const certificateSchema = z.object({
  /** What was promised. */
  faithfulness: z.number(),
  /** How sure. */
  confidence: z.number(),
  /** holds: it is shown; waiting: people have not looked yet; cannot: it could not be shown. */
  status: z.enum(["holds", "waiting", "cannot"]),
  /** At least this share of the dataset is faithful, at that confidence; null before it was looked at. */
  atLeast: z.number().nullable(),
  /** Samples that people looked at. */
  audited: z.number().int(),
  /** Those of them that were faithful. */
  faithful: z.number().int(),
  /** Samples that wait for people. */
  waiting: z.number().int(),
  /** The audits alone: share of faithful samples before any was taken out, exact 95 % interval. */
  audits: z.object({ share: z.number(), low: z.number(), high: z.number() }).nullable(),
  /** The same with the judge's scores of all samples beside (prediction-powered); null without them. */
  withJudge: z.object({ share: z.number(), low: z.number(), high: z.number() }).nullable(),
  /** Least score of a sample that stays; null where all stay. */
  threshold: z.number().nullable(),
  /** Samples that were taken out for a lower score. */
  takenOut: z.number().int(),
  /** How often the audits were looked at: each look costs some of the confidence. */
  looks: z.number().int(),
  /** The whole in one sentence. */
  sentence: z.string(),
});
export type Certificate = z.output<typeof certificateSchema>;
