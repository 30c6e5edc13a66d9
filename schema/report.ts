import { z } from "zod";
import { growthSchema } from "./coverage.js";
import { conceptNodeSchema } from "./plan.js";

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
export type StopReason = (typeof STOP_REASONS)[number];

export const accuracySchema = z.object({
  accuracy: z.number(),
  low: z.number(),
  high: z.number(),
  trainSize: z.number().int(),
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
  runId: z.string(),
  folder: z.string(),
  stop: z.enum(STOP_REASONS),
  stopDetail: z.string(),
  target: z.number().int(),
  accepted: z.number().int(),
  rejected: z.number().int(),
  inReview: z.number().int(),
  rounds: z.number().int(),
  modelCalls: z.number().int(),
  cachedCalls: z.number().int(),
  tokens: z.object({ input: z.number(), output: z.number() }),
  costUsd: z.number().nullable(),
  coverage: z.object({ cells: z.number(), covered: z.number(), ratio: z.number() }),
  diversity: z.object({
    vocabulary: z.number().nullable(),
    distinct1: z.number().nullable(),
    distinct2: z.number().nullable(),
    averagePairwiseSimilarity: z.number().nullable(),
  }),
  copies: z.object({ verbatim: z.number().nullable(), near: z.number().nullable() }),
  labelAgreement: z.number().nullable(),
  labelAgreementRows: z
    .number()
    .int()
    .nullable()
    .describe("Samples that the agreement was counted on."),
  downstream: z.object({
    synthetic: accuracySchema.nullable(),
    real: accuracySchema.nullable(),
    majority: z.number().nullable(),
    testSize: z.number().int(),
    removedFromTest: z
      .number()
      .int()
      .describe("Held-out rows equal to a support row after normalisation."),
    note: z.string().optional(),
  }),
  seconds: z.number(),
});
export type Summary = z.infer<typeof summarySchema>;

/**
 * The report of a run.
 *
 * @public the specification of a noun: nothing has to parse it
 */
export const reportSchema = z.object({
  summary: summarySchema,
  task: z.record(z.string(), z.unknown()),
  thresholds: z.record(z.string(), z.unknown()),
  funnel: z.array(z.object({ reason: z.string(), meaning: z.string(), count: z.number().int() })),
  coverage: z.array(z.record(z.string(), z.unknown())),
  /** The concept tree as it was in the end; null where the run came to no plan. */
  tree: conceptNodeSchema.nullable().default(null),
  growth: z.array(growthSchema).default([]),
  /** Revisions of the plan after the first: which sub-tasks were planned again, and why. */
  replans: z
    .array(
      z.object({ revision: z.number().int(), subTask: z.string(), because: z.array(z.string()) }),
    )
    .default([]),
  usage: z.array(
    z.object({
      agent: z.string(),
      model: z.string(),
      calls: z.number(),
      cached: z.number(),
      inputTokens: z.number(),
      outputTokens: z.number(),
      costUsd: z.number().nullable(),
      seconds: z.number(),
    }),
  ),
  leakage: z.record(z.string(), z.unknown()).nullable().default(null),
  /** Figures of the metrics that the task names under `evaluate.metrics`. */
  metrics: metricsSchema.default({}),
  /** Errors of agents' own code that refused samples, the most frequent first. */
  agentFailures: z
    .array(
      z.object({
        message: z.string().describe("Agent, method, error, and the place in its code."),
        samples: z.number().int(),
        example: z.string().describe("Id of one of the samples."),
      }),
    )
    .default([]),
  examples: z.object({
    accepted: z.array(z.record(z.string(), z.unknown())),
    rejected: z.array(z.record(z.string(), z.unknown())),
  }),
  notes: z.array(z.string()),
});
export type Report = z.infer<typeof reportSchema>;
