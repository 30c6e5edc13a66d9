import { z } from "zod";
import { growthSchema } from "./coverage.js";
import { conceptNodeSchema } from "./plan.js";
import { NO_FIGURES, reportFiguresSchema } from "./report-figures.js";
import {
  NO_REPRODUCTION,
  NO_VERDICT,
  reportVerdictSchema,
  reproductionSchema,
} from "./report-verdict.js";
import { certificateSchema } from "./task-file/certify-settings.js";

/** Why a run ended. */
export const STOP_REASONS = [
  "target",
  "budget",
  "saturation",
  "no-progress",
  "plan-failed",
  "inputs-used",
  "interrupted",
  "provider-down",
  "error",
] as const;
/** Why a run ended: see STOP_REASONS. */
export type StopReason = (typeof STOP_REASONS)[number];

/** Accuracy on real rows, with its 95 % interval (Wilson). */
const accuracySchema = z.object({
  /** Share of the test rows that are labelled right, 0 to 1. */
  accuracy: z.number(),
  /** Lower end of the interval. */
  low: z.number(),
  /** Upper end of the interval. */
  high: z.number(),
  /** Rows that the classifier was trained on. */
  trainSize: z.number().int(),
});

/** What one model gets right more than another on the same rows, with its 95 % interval (paired bootstrap). */
const accuracyDifferenceSchema = z.object({
  /** Difference of the accuracies: 0.01 is a point. */
  value: z.number(),
  /** Lower end of the interval. */
  low: z.number(),
  /** Upper end of the interval. */
  high: z.number(),
});

/** How models that were trained on the samples, and on the support rows, do on real rows that were held out. */
export const downstreamSchema = z.object({
  /** Of a classifier trained on the accepted samples; null where there are too few. */
  synthetic: accuracySchema.nullable(),
  /** Of a classifier trained on the real support rows; null where there are too few. */
  real: accuracySchema.nullable(),
  /**
   * Of the first less that of the second: one is shown to be better where the interval is without 0.
   * Null where one is missing; left out by earlier versions, and by evaluators that do not test it.
   */
  difference: accuracyDifferenceSchema.nullable().optional(),
  /** Accuracy of always giving the most frequent label. */
  majority: z.number().nullable(),
  /** Held-out real rows that both were tried on. */
  testSize: z.number().int(),
  removedFromTest: z
    .number()
    .int()
    .describe("Held-out rows equal to a support row after normalisation."),
  /** Why a figure is missing. */
  note: z.string().optional(),
});

/** Figures by the name of their metric: a number, several by name, or null. */
export const metricsSchema = z.record(
  z.string(),
  z.union([z.number().nullable(), z.record(z.string(), z.number().nullable())]),
);

/**
 * What `run --json` prints, and the figures of report.json. Unknown figures are null, never
 * guessed.
 */
const summarySchema = z.object({
  /** Id of the run. */
  runId: z.string(),
  /** Folder of the run. */
  folder: z.string(),
  /** Why the run ended. */
  stop: z.enum(STOP_REASONS),
  /** The same in words. */
  stopDetail: z.string(),
  /** Accepted samples that were wanted. */
  target: z.number().int(),
  /** Samples in the dataset. */
  accepted: z.number().int(),
  /** Samples that were refused. */
  rejected: z.number().int(),
  /** Samples that wait for a person. */
  inReview: z.number().int(),
  /** Rounds that were sealed. */
  rounds: z.number().int(),
  /** Calls that were made, the cache apart. */
  modelCalls: z.number().int(),
  /** Answers from the cache, which cost nothing. */
  cachedCalls: z.number().int(),
  /** Tokens of the calls that were made. */
  tokens: z.object({ input: z.number(), output: z.number() }),
  /** US dollars; null where a price is not known. */
  costUsd: z.number().nullable(),
  /** Cells with a quota that hold an accepted sample. */
  coverage: z.object({
    /** Cells with a quota. */
    cells: z.number(),
    /** Those of them that hold an accepted sample. */
    covered: z.number(),
    /** Covered over all, 0 to 1. */
    ratio: z.number(),
  }),
  /** How different the accepted samples are; null where it was not measured. */
  diversity: z.object({
    /** Distinct tokens. */
    vocabulary: z.number().nullable(),
    /** Distinct tokens over all tokens. */
    distinct1: z.number().nullable(),
    /** Distinct pairs of tokens over all pairs. */
    distinct2: z.number().nullable(),
    /** Mean cosine similarity of two samples. */
    averagePairwiseSimilarity: z.number().nullable(),
  }),
  /** Samples that repeat a support row. */
  copies: z.object({
    /** Word for word; null where it was not measured. */
    verbatim: z.number().nullable(),
    /** Nearly so; null where it was not measured. */
    near: z.number().nullable(),
  }),
  /** Share of samples whose label a small model that did not see them gives too. */
  labelAgreement: z.number().nullable(),
  labelAgreementRows: z
    .number()
    .int()
    .nullable()
    .describe("Samples that the agreement was counted on."),
  measuredRows: z
    .number()
    .int()
    .nullable()
    .optional()
    .describe(
      "Samples that were measured where they were drawn at random from more; copies and leaked " +
        "rows are counted in all. Null where all were measured.",
    ),
  /** The test with real data. */
  downstream: downstreamSchema,
  /** Seconds of work, over all processes of the run. */
  seconds: z.number(),
});
export type Summary = z.infer<typeof summarySchema>;

/**
 * The report of a run.
 *
 * @public the specification of a noun: nothing has to parse it
 */
export const reportSchema = z.object({
  /** The figures that the command line prints. */
  summary: summarySchema,
  /** The task with every default filled in. */
  task: z.record(z.string(), z.unknown()),
  /** Thresholds that the verdicts rest on, by name. */
  thresholds: z.record(z.string(), z.unknown()),
  /** What became of the drafts, by reason, the most frequent first. */
  funnel: z.array(
    z.object({
      /** Reason code. */
      reason: z.string(),
      /** The reason in words. */
      meaning: z.string(),
      /** Samples with this reason. */
      count: z.number().int(),
    }),
  ),
  /** One entry for each cell, with its quota and counts. */
  coverage: z.array(z.record(z.string(), z.unknown())),
  /** The concept tree as it was in the end; null where the run came to no plan. */
  tree: conceptNodeSchema.nullable().default(null),
  /** How the concept tree grew. */
  growth: z.array(growthSchema).default([]),
  /** Revisions of the plan after the first: which sub-tasks were planned again, and why. */
  replans: z
    .array(
      z.object({
        /** Number of the plan, from 1. */
        revision: z.number().int(),
        /** Id of the sub-task that was planned again. */
        subTask: z.string(),
        /** What failed of it, in words. */
        because: z.array(z.string()),
      }),
    )
    .default([]),
  /** What each agent asked of each model. */
  usage: z.array(
    z.object({
      /** Role that asked. */
      agent: z.string(),
      /** Name of the model. */
      model: z.string(),
      /** Calls that were made. */
      calls: z.number(),
      /** Answers from the cache. */
      cached: z.number(),
      /** Tokens that were sent. */
      inputTokens: z.number(),
      /** Of them those that the provider had kept from an earlier prompt. */
      cachedInputTokens: z.number().default(0),
      /** Tokens that were written. */
      outputTokens: z.number(),
      /** US dollars; null where a price is not known. */
      costUsd: z.number().nullable(),
      /** Seconds that the calls took, one after the other. */
      seconds: z.number(),
    }),
  ),
  /** Copies of held-out rows among the samples; null where nothing was held out. */
  leakage: z.record(z.string(), z.unknown()).nullable().default(null),
  /** The promise of `certify`, and whether it holds; null where the task makes none. */
  certificate: certificateSchema.nullable().default(null),
  /** Figures of the metrics that the task names under `evaluate.metrics`. */
  metrics: metricsSchema.default({}),
  /** Errors of agents' own code that refused samples, the most frequent first. */
  agentFailures: z
    .array(
      z.object({
        message: z.string().describe("Agent, method, error, and the place in its code."),
        /** Samples that were refused for it. */
        samples: z.number().int(),
        example: z.string().describe("Id of one of the samples."),
      }),
    )
    .default([]),
  /** What the figures mean, and what to do next. */
  verdict: reportVerdictSchema.default(NO_VERDICT),
  /** What the plots show. */
  figures: reportFiguresSchema.default(NO_FIGURES),
  /** How the report can be made again. */
  reproduction: reproductionSchema.default(NO_REPRODUCTION),
  /** Samples that the report shows. */
  examples: z.object({
    /** Drawn from the accepted ones. */
    accepted: z.array(z.record(z.string(), z.unknown())),
    /** Drawn from the refused ones, with their reasons. */
    rejected: z.array(z.record(z.string(), z.unknown())),
  }),
  /** What a reader of the figures should know. */
  notes: z.array(z.string()),
});
export type Report = z.infer<typeof reportSchema>;
