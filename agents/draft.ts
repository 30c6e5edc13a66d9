import { z } from "zod";
import { conditionSchema } from "../schema/task-file/condition.js";
import { labelValueSchema } from "../schema/label.js";
import { rowSchema } from "../schema/sample.js";

export const passageSchema = z.object({
  id: z.string(),
  text: z.string(),
  source: z.string().default(""),
});

/** A sample on its way: what critics, labelers and stages see. */
export const draftSchema = z.object({
  id: z.string(),
  fields: z.record(z.string(), z.unknown()),
  /** The text fields joined: what novelty and classification read. */
  text: z.string(),
  label: labelValueSchema,
  conditions: z.array(conditionSchema),
  revision: z.number().int().default(0),
  sources: z.array(passageSchema).default([]),
  /** The rows that it was made from. */
  seeds: z.array(rowSchema).default([]),
  scores: z.record(z.string(), z.number()).default({}),
});
export type Draft = z.infer<typeof draftSchema>;
