import { z } from "zod";
import { conditionSchema } from "./task-file/condition.js";

/** A point of the condition space with its quota and what was measured there so far. */
const cellSchema = z.object({
  id: z.string(),
  path: z.array(z.string()).describe("Names from the root of the concept tree."),
  label: z.union([z.string(), z.array(z.string()), z.null()]),
  conditions: z.array(conditionSchema),
  quota: z.number(),
  ordered: z.number(),
  accepted: z.number(),
  rejected: z.number(),
  duplicates: z.number(),
  inReview: z.number(),
  support: z.number(),
  /** Drafts ordered for this cell that turned out to belong elsewhere. */
  misplaced: z.number().default(0),
  /**
   * Drafts ordered for another cell that turned out to belong here; they are in the counts above.
   */
  strays: z.number().default(0),
  /** Drafts whose prompt the provider would not take; they are in the counts above. */
  barred: z.number().default(0),
  /** Good-Turing estimate of the probability that the next draft here is new. */
  unseenMass: z.number().min(0).max(1),
  /**
   * Share of the latest accepted samples here, and of the validation rows of its label, that the
   * small model of earlier rounds gave another label; null before it was asked.
   */
  studentError: z.number().nullable(),
  judgedByStudent: z.number().default(0).describe("How many samples and rows that is."),
  open: z.boolean().describe("False when its quota is filled or it is saturated."),
});
export type Cell = z.infer<typeof cellSchema>;

/** One step in which the concept tree grew, or why it stopped growing. */
export const growthSchema = z.object({
  round: z.number().int().describe("Round that was planned then; -1 for the first plan."),
  node: z.string().describe("Node below which it grew."),
  path: z.array(z.string()),
  step: z.enum(["lookahead", "backtracking", "stopped"]),
  added: z.array(z.object({ id: z.string(), name: z.string(), cell: z.string() })),
  refused: z
    .number()
    .int()
    .describe("Proposals that are too like a sub-task that is there, or no name."),
  leftOut: z
    .number()
    .int()
    .describe("Good proposals, or nodes to be explored, that a limit of the tree cut off."),
  tokens: z.number().int(),
  why: z.string(),
});
export type Growth = z.infer<typeof growthSchema>;

export const coverageMapSchema = z.object({
  cells: z.array(cellSchema),
  /** How quotas moved: one row per round and changed cell, with why. */
  moves: z.array(
    z.object({
      round: z.number().int(),
      cell: z.string(),
      from: z.number(),
      to: z.number(),
      why: z.string(),
      /** Set where quotas followed the small model's errors. */
      cause: z.literal("student-errors").optional(),
    }),
  ),
  /** How the concept tree grew, where the strategy lets it grow. */
  growth: z.array(growthSchema).default([]),
  sealedRounds: z.number().int(),
});
export type CoverageMap = z.infer<typeof coverageMapSchema>;

/** Share of the cells with a quota that hold at least one accepted sample. */
export function coverageOf(map: CoverageMap): { cells: number; covered: number; ratio: number } {
  const wanted = map.cells.filter((cell) => cell.quota > 0);
  const covered = wanted.filter((cell) => cell.accepted > 0).length;
  return {
    cells: wanted.length,
    covered,
    ratio: wanted.length === 0 ? 0 : covered / wanted.length,
  };
}
