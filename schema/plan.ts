import { z } from "zod";
import { exclusionSchema, givenSchema } from "./task-file/condition.js";
import { demonstrationUseSchema } from "./task-file/demonstration-use.js";

/** One step of making a sample: written by the planner, run by the graph in order of dependence. */
export const subTaskSchema = z.object({
  /** Unique in the plan. */
  id: z.string(),
  /** What it is for, in words. */
  purpose: z.string(),
  inputs: z.array(z.string()).describe("Fields that it reads: of earlier sub-tasks, or given."),
  output: z.array(z.string()).min(1).describe("Fields that it writes."),
  outputSchema: z.record(z.string(), z.unknown()).describe("JSON Schema of what it writes."),
  /** Ids of the sub-tasks that come before it. */
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
  /** Settings of the strategy. */
  settings: z.record(z.string(), z.unknown()).optional(),
  /** What the rows in its prompt are for; as its strategy has it where absent. */
  demonstrations: demonstrationUseSchema.optional(),
  /** False where its prompt shows no passages. */
  sources: z.boolean().optional(),
  /** Temperature of this step; the task's where absent. */
  temperature: z.number().optional(),
  /** Share of the likeliest tokens that its answers are drawn from. */
  topP: z.number().optional(),
  revision: z.number().int().default(0).describe("How often it was planned again after failing."),
  /** What failed of it before. */
  revisedBecause: z.array(z.string()).default([]),
});
export type SubTask = z.infer<typeof subTaskSchema>;

/** Where a dimension or a node of the concept tree comes from. */
const CONDITION_ORIGINS = [
  "spec",
  "support",
  "model",
  "knowledge",
  "vocabulary",
  "people",
] as const;
type ConditionOrigin = (typeof CONDITION_ORIGINS)[number];

/** A dimension of the condition space in force, with where its values come from. */
const attributeSchema = z.object({
  /** Its name. */
  name: z.string(),
  /** What it means, for the models. */
  description: z.string().optional(),
  /** Where its values come from. */
  source: z.enum(CONDITION_ORIGINS),
  /** Its values. */
  values: z.array(z.string()),
  /** Label -> values, where they depend on the label. */
  perLabel: z.record(z.string(), z.array(z.string())).optional(),
  /** Value -> weight of a draw; 1 where it names none. */
  weights: z.record(z.string(), z.number()).optional(),
  /** Distribution of its values where another attribute has a value. */
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
  /** Unique in the tree. */
  readonly id: string;
  /** Name of the topic, label or value. */
  readonly name: string;
  /** What it means, for the models. */
  readonly description?: string;
  /** Where it comes from. */
  readonly source: ConditionOrigin;
  /** Id of the node's own cell, where it has one. */
  readonly cell?: string | undefined;
  /** Nodes below it. */
  readonly children: readonly ConceptNode[];
}
/** Schema of a node and all below it. */
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

/** What a run is going to make, and how. */
export const planSchema = z.object({
  /** Steps that make one sample, in order of dependence. */
  subTasks: z.array(subTaskSchema).min(1),
  /** Dimensions of the condition space. */
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
  /** Labels, topics and values as a tree. */
  tree: conceptNodeSchema,
  /** Orders of one round. */
  roundSize: z.number().int().min(1),
  /** What was left out, dropped or not found, in words. */
  notes: z.array(z.string()).default([]),
});
export type Plan = z.infer<typeof planSchema>;

/**
 * One sample to be made: what the graph hands to the generator. Ids derive from (run seed, round,
 * ordinal).
 */
export const orderSchema = z.object({
  /** Derived from seed, round and ordinal. */
  id: z.string(),
  /** Round that it belongs to, from 0. */
  round: z.number().int(),
  /** Place in the order of all orders, from 0. */
  ordinal: z.number().int(),
  /** Id of the cell that it is for. */
  cell: z.string(),
  /** Label that is wanted; null where the task has none. */
  label: z.union([z.string(), z.array(z.string()), z.null()]),
  /** What the sample must fulfil. */
  conditions: z.array(
    z.object({
      /** Name of the attribute. */
      name: z.string(),
      /** Its value. */
      value: z.string(),
      /** What the value means, for the model. */
      description: z.string().optional(),
    }),
  ),
  /** The row of the `inputs:` pool that it works on, for kinds that label or rewrite given rows. */
  inputId: z.string().nullable().default(null),
  /** Passages of the knowledge sources that the sample must keep to; empty where it has none. */
  sourceIds: z.array(z.string()).default([]),
  /** How many orders before it had its first passage: what a sample takes from it changes with it. */
  sourceTurn: z.number().int().optional(),
  /**
   * Accepted samples of its cell from which a prompt lists some, to be unlike them; empty where
   * nothing was written yet.
   */
  writtenIds: z.array(z.string()).optional(),
  /** Why it has no passage, where the task has some: none is about what is ordered. */
  unsourced: z.string().optional(),
  /**
   * Support rows or accepted samples that the sample is made from: rewritten, extended, evolved,
   * corrected.
   */
  seedIds: z.array(z.string()).default([]),
});
export type Order = z.infer<typeof orderSchema>;
