import { Random } from "../../../base/statistics/random.js";
import type { EvaluatedRow } from "../contract.js";

/** A set of rows that a small model is trained on. */
export interface TrainingArm {
  /** What it is compared as. */
  readonly name: ArmName;
  readonly size: number;
  /** The rows of a seed; of sets that are larger than `size` each seed draws its own. */
  rowsOf(seed: number): readonly EvaluatedRow[];
}

/** The sets that are compared. */
export const ARM_NAMES = ["synthetic", "real", "mixed", "syntheticEqual", "realEqual"] as const;
export type ArmName = (typeof ARM_NAMES)[number];

/** Rows that a model is trained on at most; more are drawn from. */
const MOST_TRAINED = 20_000;
/** Shares of a set at which its learning curve is taken, beside the whole. */
const CURVE = [1 / 16, 1 / 8, 1 / 4, 1 / 2];
const FEWEST_ON_CURVE = 20;

/**
 * All rows of each set, both together, and both at the size of the smaller one.
 *
 * @param real null where there are no real rows to train on
 */
export function trainingArms(
  synthetic: readonly EvaluatedRow[],
  real: readonly EvaluatedRow[] | null,
): TrainingArm[] {
  const arms = [armOf("synthetic", synthetic, synthetic.length)];
  if (real === null || real.length === 0) return arms;
  arms.push(armOf("real", real, real.length));
  arms.push(armOf("mixed", [...synthetic, ...real], synthetic.length + real.length));
  const least = Math.min(synthetic.length, real.length);
  if (synthetic.length > least) arms.push(armOf("syntheticEqual", synthetic, least));
  if (real.length > least) arms.push(armOf("realEqual", real, least));
  return arms;
}

/** Smaller draws of a set, for its learning curve. */
export function curveArms(
  name: "synthetic" | "real",
  rows: readonly EvaluatedRow[],
): TrainingArm[] {
  return CURVE.map((share) => Math.round(share * rows.length))
    .filter((size) => size >= FEWEST_ON_CURVE)
    .map((size) => armOf(name, rows, size));
}

function armOf(name: ArmName, rows: readonly EvaluatedRow[], wanted: number): TrainingArm {
  const size = Math.min(wanted, MOST_TRAINED);
  return {
    name,
    size,
    rowsOf: (seed) =>
      rows.length <= size
        ? rows
        : new Random(seed)
            .derive(name, size)
            .sample([...rows.keys()], size)
            .sort((a, b) => a - b)
            .map((at) => rows[at]!),
  };
}
