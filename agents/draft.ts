import { z } from "zod";
import { conditionSchema } from "../schema/task-file/condition.js";
import { labelValueSchema } from "../schema/label.js";
import { rowSchema } from "../schema/sample.js";

/** A passage of a knowledge source. */
export const passageSchema = z.object({
  /** Unique among all sources. */
  id: z.string(),
  /** The words. */
  text: z.string(),
  /** Id of the source. */
  source: z.string().default(""),
});

/** A sample on its way: what critics, labelers and stages see. */
export const draftSchema = z.object({
  /** Id of the sample that it becomes. */
  id: z.string(),
  /** Its fields by name. */
  fields: z.record(z.string(), z.unknown()),
  /** The text fields joined: what novelty and classification read. */
  text: z.string(),
  /** Label that it was written for, or that the model gave it. */
  label: labelValueSchema,
  /** Conditions that it was ordered with. */
  conditions: z.array(conditionSchema),
  /** How often it was written anew. */
  revision: z.number().int().default(0),
  /** Passages that it must keep to. */
  sources: z.array(passageSchema).default([]),
  /** The rows that it was made from. */
  seeds: z.array(rowSchema).default([]),
  /** Numbers that agents and strategies gave it, by name. */
  scores: z.record(z.string(), z.number()).default({}),
});
export type Draft = z.infer<typeof draftSchema>;
