import type { ArmDifference, ArmScore } from "./arm-scores.js";
import type { Confusion, NextOrder } from "./confusions.js";
import type { ArmName } from "./training-arms.js";

/** What the test with real data found, as `downstream` of the report has it. */
export interface DownstreamDetails {
  readonly testRows: number;
  /** Accuracy of always giving the most frequent label of the test rows. */
  readonly majority: number;
  readonly arms: Readonly<Partial<Record<ArmName, ArmScore>>>;
  /** What training on the dataset gains over training on real rows; null without those. */
  readonly differences: Readonly<
    Record<"atEqualSize" | "atFullSize" | "addedToReal", ArmDifference | null>
  >;
  /** Accuracy by the number of rows trained on. */
  readonly curves: readonly {
    readonly arm: "synthetic" | "real";
    readonly score: Omit<ArmScore, "byClass">;
  }[];
  readonly confusions: readonly Confusion[];
  readonly next: readonly NextOrder[];
  /** Rows left out because a test row equals them. */
  readonly leftOut: { readonly rows: number; readonly reference: number };
  /** Labels that test rows have and no row of the dataset, with the number of test rows. */
  readonly missingLabels: Readonly<Record<string, number>>;
}
