import { labelDynamics } from "../../../tools/learning/scores/label-dynamics.js";
import { mean, standardDeviation } from "../../../base/statistics/mean.js";
import type { AgentContext } from "../../contract.js";
import { boundedPositions } from "./nearest-rows.js";
import { learningView, type RowPool } from "./row-pool.js";
import { PerList } from "./per-list.js";

/**
 * How a small model learns each row's label; NaN for rows that it cannot learn from or that were
 * not drawn.
 */
export interface LearningScores {
  /** Mean probability of the label over the epochs: high = easy. */
  readonly confidence: Float64Array;
  /** Standard deviation of that probability over the epochs: high = ambiguous. */
  readonly variability: Float64Array;
  /** Why no row could be scored, or null. */
  readonly note: string | null;
}

const HOW = { source: "rows", epochs: 10, learningRate: 0.5 } as const;

/**
 * Of longer lists as many rows are scored, drawn at random: 10,000 rows of 79 labels would take
 * half a minute.
 */
const MOST_SCORED = 5000;

const scores = new PerList<LearningScores>();

/**
 * The training dynamics of a list of rows (Swayamdipta et al. 2020), computed once for the list in
 * a worker thread.
 */
export function learningScores(pool: RowPool, context: AgentContext): Promise<LearningScores> {
  return scores.get(pool.rows, "", async () => {
    const confidence = new Float64Array(pool.rows.length).fill(NaN);
    const variability = new Float64Array(pool.rows.length).fill(NaN);
    const drawn = boundedPositions([...pool.rows.keys()], {
      seed: context.task.spec.seed,
      key: "learning",
      most: MOST_SCORED,
    });
    const { rows, view } = learningView(
      drawn.map((index) => pool.rows[index]!),
      context,
    );
    const { found, note } = await labelDynamics(rows, view, HOW);
    found?.labelled.indices.forEach((place, at) => {
      const index = drawn[place]!;
      confidence[index] = mean(found.probabilities[at]!);
      variability[index] = standardDeviation(found.probabilities[at]!);
    });
    return { confidence, variability, note };
  });
}
