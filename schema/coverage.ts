import { z } from "zod";
import { conditionSchema } from "./task-file/condition.js";

/** A point of the condition space with its quota and what was measured there so far. */
const cellSchema = z.object({
  /** Unique in the map. */
  id: z.string(),
  path: z.array(z.string()).describe("Names from the root of the concept tree."),
  /** Its label; null where the task has none. */
  label: z.union([z.string(), z.array(z.string()), z.null()]),
  /** Values of the steered attributes. */
  conditions: z.array(conditionSchema),
  /** Accepted samples that are wanted. */
  quota: z.number(),
  /** Orders of sealed rounds that named it. */
  ordered: z.number(),
  /** Samples that were accepted. */
  accepted: z.number(),
  /** Drafts that were refused. */
  rejected: z.number(),
  /** Drafts that were too near to another sample. */
  duplicates: z.number(),
  /** Samples that wait for a person. */
  inReview: z.number(),
  /** Real rows that belong to it. */
  support: z.number(),
  /** Drafts ordered for this cell that turned out to belong elsewhere. */
  misplaced: z.number().default(0),
  /**
   * Drafts ordered for another cell that turned out to belong here; they are in the counts above.
   */
  strays: z.number().default(0),
  /** Drafts whose prompt the provider would not take; they are in the counts above. */
  barred: z.number().default(0),
  /** Accepted samples that a planned surplus was cut by; they are in `rejected`. */
  cut: z.number().optional(),
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
  /** Names from the root to the node. */
  path: z.array(z.string()),
  /** What was done: a look below a node, a step back, or nothing more. */
  step: z.enum(["lookahead", "backtracking", "stopped"]),
  /** Nodes that were added. */
  added: z.array(
    z.object({
      /** Id of the node. */
      id: z.string(),
      /** Name of the node. */
      name: z.string(),
      /** Id of the node's cell. */
      cell: z.string(),
    }),
  ),
  refused: z
    .number()
    .int()
    .describe("Proposals that are too like a sub-task that is there, or no name."),
  leftOut: z
    .number()
    .int()
    .describe("Good proposals, or nodes to be explored, that a limit of the tree cut off."),
  /** Tokens that the question took. */
  tokens: z.number().int(),
  /** The reason in words. */
  why: z.string(),
});
export type Growth = z.infer<typeof growthSchema>;

/** What a run wants and has, cell by cell. */
export const coverageMapSchema = z.object({
  /** Every cell with its quota and counts. */
  cells: z.array(cellSchema),
  /** How quotas moved: one row per round and changed cell, with why. */
  moves: z.array(
    z.object({
      /** Round that was planned then. */
      round: z.number().int(),
      /** Id of the cell. */
      cell: z.string(),
      /** Quota before. */
      from: z.number(),
      /** Quota since. */
      to: z.number(),
      /** The reason in words. */
      why: z.string(),
      /** Set where quotas followed the small model's errors. */
      cause: z.literal("student-errors").optional(),
    }),
  ),
  /** How the concept tree grew, where the strategy lets it grow. */
  growth: z.array(growthSchema).default([]),
  /** Rounds that the counts hold. */
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
