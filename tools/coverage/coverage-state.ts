import type { CoverageMap } from "../../schema/coverage.js";

/** How one draft of a sealed round ended. */
export interface DraftOutcome {
  /** The cell of what it is; null where it belongs to no cell of the map. */
  readonly cell: string | null;
  /** The cell that its order named, where that is another one. */
  readonly orderedFor?: string;
  readonly outcome: "accepted" | "rejected" | "duplicate" | "in-review";
  /**
   * Id of the kind of text that it is: its own id where it is new, the id of the sample that it
   * repeats otherwise. Empty where there is no text; such a draft counts as a kind of its own, so
   * that a failing model is not taken for a saturated cell.
   */
  readonly species: string;
  /** True where the provider would not take its prompt. */
  readonly barred?: boolean | undefined;
  /**
   * Whether the small model of earlier rounds gave it another label; absent where it was not asked.
   */
  readonly studentWrong?: boolean;
}

/** The coverage map and what its estimates are made from; survives JSON. */
export interface CoverageState {
  readonly map: CoverageMap;
  /**
   * Per cell the kinds of its latest drafts, oldest first, each as a 32-bit hash; 0 where a draft
   * had no text.
   */
  readonly windows: Readonly<Record<string, readonly number[]>>;
  /**
   * Per cell whether the small model was wrong (1) or right (0) about its latest accepted samples,
   * oldest first.
   */
  readonly predictions?: Readonly<Record<string, readonly number[]>>;
}

/** When a cell counts as saturated: see `plan.saturation` of the task. */
export interface SaturationSettings {
  /** Good-Turing unseen mass below which a cell is saturated, 0 to 1. */
  readonly unseenMass: number;
  /** Number of latest drafts of a cell that the estimate is made over; fewer never saturate it. */
  readonly window: number;
}

/** The state of a map before its first sealed round. */
export function startCoverage(map: CoverageMap): CoverageState {
  return { map, windows: {} };
}
