import type { CurationContext, CurationRow } from "../contract.js";

/** Who labels a row. */
export type LabelSource = "small-model" | "llm" | "people";

/** Who labels which row. */
export interface AllocationOutcome {
  /** Name of the method. */
  readonly name: string;
  /** Aligned with the rows. */
  readonly assignments: readonly LabelSource[];
  /** Uncertainty of each row, higher = better spent on people; NaN where the method has none. */
  readonly uncertainty: Float64Array;
  /** Row indices in the order in which people should see them. */
  readonly order: readonly number[];
  /**
   * Expected cost and accuracy over the share given to people; accuracy null where no trusted rows
   * went through the same labelling.
   */
  readonly curve: readonly {
    /** Share of the rows that people label. */
    readonly peopleShare: number;
    /** Expected cost, in the unit of `costs`. */
    readonly cost: number;
    /** Expected share of right labels, 0 to 1. */
    readonly accuracy: number | null;
  }[];
  /** Counts and warnings for the report. */
  readonly figures: Readonly<Record<string, unknown>>;
}

/** Splits labelling between a small model, a language model and people under a budget. */
export interface Allocator {
  /** Name that it is chosen by. */
  readonly name: string;
  /** Shares the rows. */
  allocate(
    rows: readonly CurationRow[],
    options: {
      /** Most that it may cost, in the unit of `costs`. */
      readonly budget: number;
      /** Cost of one label by who gives it. */
      readonly costs: Readonly<Record<LabelSource, number>>;
    },
    context: CurationContext,
  ): Promise<AllocationOutcome>;
}
