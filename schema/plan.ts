import { z } from "zod";
import { exclusionSchema, givenSchema } from "./task-file/condition.js";

/** One step of making a sample: written by the planner, run by the graph in order of dependence. */
export const subTaskSchema = z.object({
  id: z.string(),
  purpose: z.string(),
  inputs: z.array(z.string()).describe("Fields that it reads: of earlier sub-tasks, or given."),
  output: z.array(z.string()).min(1).describe("Fields that it writes."),
  outputSchema: z.record(z.string(), z.unknown()).describe("JSON Schema of what it writes."),
  dependsOn: z.array(z.string()),
  agent: z.string().describe("The role that does it."),
  prompt: z
    .string()
    .optional()
    .describe("The step's own instruction, where the spec or the planner gives one."),
  /**
   * Name of the generate strategy that does it, with its settings; the task's own strategy where
   * absent.
   */
  strategy: z.string().optional(),
  settings: z.record(z.string(), z.unknown()).optional(),
  revision: z.number().int().default(0).describe("How often it was planned again after failing."),
  revisedBecause: z.array(z.string()).default([]),
});
export type SubTask = z.infer<typeof subTaskSchema>;

/** Where a dimension or a node of the concept tree comes from. */
const CONDITION_ORIGINS = ["spec", "support", "model", "knowledge", "vocabulary"] as const;
type ConditionOrigin = (typeof CONDITION_ORIGINS)[number];

/** A dimension of the condition space in force, with where its values come from. */
const attributeSchema = z.object({
  name: z.string(),
  description: z.string().optional(),
  source: z.enum(CONDITION_ORIGINS),
  values: z.array(z.string()),
  perLabel: z.record(z.string(), z.array(z.string())).optional(),
  weights: z.record(z.string(), z.number()).optional(),
  given: givenSchema.optional(),
  /** A value of this name is drawn like any other, but puts no condition on the sample. */
  absent: z.string().optional(),
  /**
   * Dimensions of one group stand in one condition of this name, their values joined: a random
   * subset of features.
   */
  group: z.string().optional(),
  /** Value -> ids of the passages that speak of it, for values found in knowledge sources. */
  passages: z.record(z.string(), z.array(z.string())).optional(),
  /**
   * True when the dimension spans cells with quotas; false when a value is only drawn for each
   * sample.
   */
  steered: z.boolean(),
});
export type Attribute = z.infer<typeof attributeSchema>;

/** A node of the concept tree; leaves are where quotas hang. */
export interface ConceptNode {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly source: ConditionOrigin;
  /** Id of the node's own cell, where it has one. */
  readonly cell?: string | undefined;
  readonly children: readonly ConceptNode[];
}
export const conceptNodeSchema: z.ZodType<ConceptNode> = z.lazy(() =>
  z.object({
    id: z.string(),
    name: z.string(),
    description: z.string().optional(),
    source: z.enum(CONDITION_ORIGINS),
    cell: z.string().optional(),
    children: z.array(conceptNodeSchema),
  }),
);

export const planSchema = z.object({
  subTasks: z.array(subTaskSchema).min(1),
  attributes: z.array(attributeSchema),
  /** Combinations of values that no sample is written for. */
  exclude: z.array(exclusionSchema).optional(),
  /**
   * Draws that between them hold every pair of values, where the task asks for that; those of a
   * label are used in this order.
   */
  covering: z
    .object({
      /** Labels and names of the dimensions, in the order of a row's values. */
      dimensions: z.array(z.string()),
      rows: z
        .array(z.array(z.string().nullable()))
        .describe("One value for each dimension; null where it has none under the row's label."),
      pairs: z.number().int().describe("Pairs of values that can occur."),
      covered: z.number().int().describe("Those that the rows hold."),
      impossible: z.number().int().describe("Pairs that are excluded."),
    })
    .optional(),
  tree: conceptNodeSchema,
  roundSize: z.number().int().min(1),
  notes: z.array(z.string()).default([]),
});
export type Plan = z.infer<typeof planSchema>;

/**
 * One sample to be made: what the graph hands to the generator. Ids derive from (run seed, round,
 * ordinal).
 */
export const orderSchema = z.object({
  id: z.string(),
  round: z.number().int(),
  ordinal: z.number().int(),
  cell: z.string(),
  label: z.union([z.string(), z.array(z.string()), z.null()]),
  conditions: z.array(
    z.object({ name: z.string(), value: z.string(), description: z.string().optional() }),
  ),
  /** The row of the `inputs:` pool that it works on, for kinds that label or rewrite given rows. */
  inputId: z.string().nullable().default(null),
  /** Passages of the knowledge sources that the sample must keep to; empty where it has none. */
  sourceIds: z.array(z.string()).default([]),
  /**
   * Support rows or accepted samples that the sample is made from: rewritten, extended, evolved,
   * corrected.
   */
  seedIds: z.array(z.string()).default([]),
});
export type Order = z.infer<typeof orderSchema>;
