import { z } from "zod";
import { conditionSchema } from "./task-file/condition.js";
import { labelValueSchema } from "./label.js";

/** What can have become of a sample. */
export const SAMPLE_STATUSES = ["planned", "drafted", "accepted", "rejected", "in-review"] as const;
/** What became of a sample: see SAMPLE_STATUSES. */
export type SampleStatus = (typeof SAMPLE_STATUSES)[number];

/**
 * One change of a sample's status or label: samples are never deleted, every change has a reason
 * code.
 */
const sampleChangeSchema = z.object({
  step: z.string().describe("Where it happened: gate, curation, review."),
  /** Status before; null for the first. */
  from: z.enum(SAMPLE_STATUSES),
  /** Status since. */
  to: z.enum(SAMPLE_STATUSES),
  /** Reason code. */
  reason: z.string(),
  /** Why, in words. */
  note: z.string().optional(),
  failed: z.string().optional().describe("Id of the plan's sub-task that failed."),
  /** Label before, where it changed. */
  labelFrom: labelValueSchema.optional(),
  /** Label since, where it changed. */
  labelTo: labelValueSchema.optional(),
});

/** Scores of this prefix and a label's name are the probabilities of a soft label. */
export const SOFT_LABEL_SCORE = "softLabel:";

/**
 * A sample's label with where it comes from. `given` is what the generator was asked for and never
 * changes.
 */
const sampleLabelSchema = z.object({
  /** The label that was ordered. */
  given: labelValueSchema,
  /** The label in force. */
  current: labelValueSchema,
  /** Who gave the label in force. */
  source: z.enum(["condition", "model", "input", "student", "person", "none"]),
  /** How sure its source is of it, 0 to 1; null where unknown. */
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
  /** Id, derived from seed, round and ordinal. */
  id: z.string(),
  /** Run that made it. */
  runId: z.string(),
  /** Round that it was ordered in. */
  round: z.number().int(),
  /** Place of its order in the run. */
  ordinal: z.number().int(),
  /** Cell of what it is; empty where the plan has none. */
  cell: z.string(),
  /** Its fields by name. */
  fields: z.record(z.string(), z.unknown()),
  text: z.string().describe("The text that novelty, diversity and classification read."),
  /** Conditions that it was ordered with. */
  conditions: z.array(conditionSchema),
  /** Its label, and where that comes from. */
  label: sampleLabelSchema,
  /** What became of it. */
  status: z.enum(SAMPLE_STATUSES),
  /** Reason codes of its status. */
  reasons: z.array(z.string()),
  /** How much it counts; 1 unless a method weighs. */
  weight: z.number(),
  /** Numbers that agents and strategies gave it, by name. */
  scores: z.record(z.string(), z.number()),
  parents: z
    .array(z.string())
    .describe("Ids of samples, support rows or inputs that it was made from."),
  /** How often it went back to the generator. */
  revisions: z.number().int(),
  /** Every change of status, the first one first. */
  history: z.array(sampleChangeSchema),
});
export type Sample = z.infer<typeof sampleSchema>;

/**
 * A real row: support data, an input of the pool, or a held-out row. `line` is where it stands in
 * its file.
 */
export const rowSchema = z.object({
  /** Hash of its content, or its id in the file. */
  id: z.string(),
  /** Its fields by name, as the file has them. */
  fields: z.record(z.string(), z.unknown()),
  /** Its text fields, joined. */
  text: z.string(),
  /** Its label; null where it has none. */
  label: labelValueSchema,
  /** Line of the file, or place of a row that was given in its place; null where unknown. */
  line: z.number().int().nullable(),
});
export type Row = z.infer<typeof rowSchema>;
