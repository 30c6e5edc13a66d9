import type { ClassifierAlgorithm } from "../contract.js";
import type { SparseMatrix } from "../features/sparse-matrix.js";
import type { TrainingSet } from "../features/training-set.js";

export interface LinearFitOptions {
  readonly matrix: SparseMatrix;
  readonly set: TrainingSet;
  readonly algorithm: Extract<ClassifierAlgorithm, "linear-svm" | "logistic-regression">;
  readonly cost: number;
  readonly seed: number;
  readonly maxEpochs: number;
  /** Weights to start from and to stay near, laid out like the result. */
  readonly start: Float32Array | null;
  /**
   * Where the solver stops: support vector machines at this spread of projected gradients (default:
   * 0.1), logistic regression of one label a row at this mean difference per row of dual and
   * predicted probabilities (default: 0.02); yes/no logistic problems of rare classes start below a
   * looser one than the usual and keep that.
   */
  readonly tolerance?: number;
  /** Rows whose scores are wanted, and what of them is their own. */
  readonly probed: Int32Array;
}

export interface LinearFit {
  /** One row of `classes` numbers per column, then one for the bias. */
  readonly weights: Float32Array;
  /**
   * For each probed row, what each class score loses when the row itself is taken out of training.
   */
  readonly ownShare: Float64Array;
  /** The scores of the probed rows, where the solver knows them. */
  readonly probedScores?: Float64Array;
}
