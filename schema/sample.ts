import { z } from "zod";
import { conditionSchema } from "./task-file/condition.js";
import { labelValueSchema } from "./label.js";

export const SAMPLE_STATUSES = ["planned", "drafted", "accepted", "rejected", "in-review"] as const;
export type SampleStatus = (typeof SAMPLE_STATUSES)[number];

/**
 * One change of a sample's status or label: samples are never deleted, every change has a reason
 * code.
 */
const sampleChangeSchema = z.object({
  step: z.string().describe("Where it happened: gate, curation, review."),
  from: z.enum(SAMPLE_STATUSES),
  to: z.enum(SAMPLE_STATUSES),
  reason: z.string(),
  note: z.string().optional(),
  failed: z.string().optional().describe("Id of the plan's sub-task that failed."),
  labelFrom: labelValueSchema.optional(),
  labelTo: labelValueSchema.optional(),
});

/** Scores of this prefix and a label's name are the probabilities of a soft label. */
export const SOFT_LABEL_SCORE = "softLabel:";

/**
 * A sample's label with where it comes from. `given` is what the generator was asked for and never
 * changes.
 */
const sampleLabelSchema = z.object({
  given: labelValueSchema,
  current: labelValueSchema,
  source: z.enum(["condition", "model", "input", "student", "person", "none"]),
  confidence: z.number().min(0).max(1).nullable(),
  /** The small model's out-of-sample label and its probability of the current label. */
  student: z
    .object({ label: labelValueSchema, confidence: z.number(), probabilityOfCurrent: z.number() })
    .nullable(),
});

/**
 * A sample of a run.
 *
 * @public the specification of a noun: nothing has to parse it
 */
export const sampleSchema = z.object({
  id: z.string(),
  runId: z.string(),
  round: z.number().int(),
  ordinal: z.number().int(),
  cell: z.string(),
  fields: z.record(z.string(), z.unknown()),
  text: z.string().describe("The text that novelty, diversity and classification read."),
  conditions: z.array(conditionSchema),
  label: sampleLabelSchema,
  status: z.enum(SAMPLE_STATUSES),
  reasons: z.array(z.string()),
  weight: z.number(),
  scores: z.record(z.string(), z.number()),
  parents: z
    .array(z.string())
    .describe("Ids of samples, support rows or inputs that it was made from."),
  revisions: z.number().int(),
  history: z.array(sampleChangeSchema),
});
export type Sample = z.infer<typeof sampleSchema>;

/**
 * A real row: support data, an input of the pool, or a held-out row. `line` is where it stands in
 * its file.
 */
export const rowSchema = z.object({
  id: z.string(),
  fields: z.record(z.string(), z.unknown()),
  text: z.string(),
  label: labelValueSchema,
  line: z.number().int().nullable(),
});
export type Row = z.infer<typeof rowSchema>;
