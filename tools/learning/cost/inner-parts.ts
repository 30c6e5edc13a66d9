import { compactRows, selectRows, type SparseMatrix } from "../features/sparse-matrix.js";
import { partOfSet, spreadRows, type TrainingSet } from "../features/training-set.js";
import { offsetRows } from "../classifiers/class-offsets.js";
import { fitLinear } from "../classifiers/fit-linear.js";
import { fitSupportVectorsPerCost } from "../classifiers/fit-support-vectors.js";
import type { LinearFit, LinearFitOptions } from "../classifiers/linear-fit.js";

/** Up to so many rows, or decisions (rows x classes), each row is held out once (three folds); above, one part is. */
const FOLDED_ROWS = 1000;
const FOLDED_DECISIONS = 6000;
const FOLDS = 3;
/** Rows held out per row fitted. */
export const HELD_PART = 0.5;
/** Where the solver of support vector machines stops. */
const TOLERANCE = { coarse: 0.05, exact: 0.005 } as const;
/** Of so many classes several costs are fitted at once. */
const FEW_CLASSES = 2;
const AT_ONCE = 4;

/** How exactly a support vector machine is fitted. */
export type Exactness = keyof typeof TOLERANCE;

/** What is fitted. */
export interface InnerOptions extends Pick<
  LinearFitOptions,
  "matrix" | "set" | "algorithm" | "seed" | "maxEpochs"
> {
  /** The costs that may be asked for, largest first. */
  readonly costs: readonly number[];
}

/** Rows that are fitted and rows that are held out of it. */
export interface InnerPart {
  /** Rows of the whole. */
  readonly rows: { readonly train: readonly number[]; readonly held: readonly number[] };
  readonly held: SparseMatrix;
  readonly trainSet: TrainingSet;
  readonly heldSet: TrainingSet;
  /** The fitted rows that tell the offsets of classes; none of several labels a row. */
  readonly probed: { readonly rows: Int32Array; readonly matrix: () => SparseMatrix };
  /** The fit with a cost, with what the probed rows have in their own scores. */
  readonly fitAt: (cost: number, exactness: Exactness) => LinearFit;
}

/** Rows for the choice of a cost: each held out once in three folds, or one part of many. */
export function innerParts(options: InnerOptions, rows: readonly number[]): InnerPart[] {
  const { classes, multiLabel } = options.set.space;
  const decisions = multiLabel ? Infinity : rows.length * classes.length;
  if (rows.length > FOLDED_ROWS && decisions > FOLDED_DECISIONS) {
    const cut = Math.floor(rows.length / (1 + HELD_PART));
    return [innerPart(options, rows.slice(0, cut), rows.slice(cut))];
  }
  return Array.from({ length: FOLDS }, (_, fold) =>
    innerPart(
      options,
      rows.filter((_row, at) => at % FOLDS !== fold),
      rows.filter((_row, at) => at % FOLDS === fold),
    ),
  );
}

/** Fits on some rows with others held out. */
export function innerPart(
  options: InnerOptions,
  train: readonly number[],
  held: readonly number[],
): InnerPart {
  const { matrix, set } = options;
  const [trainMatrix, heldMatrix] = compactRows(matrix, train, held);
  const trainSet = partOfSet(set, train);
  const rows = spreadRows(trainSet, offsetRows(trainSet, "choice"));
  return {
    rows: { train, held },
    held: heldMatrix,
    trainSet,
    heldSet: partOfSet(set, held),
    probed: { rows, matrix: () => selectRows(trainMatrix, rows) },
    fitAt: fits(options, { matrix: trainMatrix, set: trainSet, probed: rows }),
  };
}

/**
 * Fits when asked. Support vector machines of few classes are fitted with the largest costs at the
 * same time: several problems side by side take little longer than one.
 */
function fits(
  { algorithm, seed, maxEpochs, costs }: InnerOptions,
  on: {
    readonly matrix: SparseMatrix;
    readonly set: TrainingSet;
    readonly probed: Int32Array;
  },
): InnerPart["fitAt"] {
  const isMachine = algorithm === "linear-svm";
  const options = { ...on, algorithm, seed, maxEpochs, start: null };
  const isFew = isMachine && on.set.space.classes.length <= FEW_CLASSES;
  const together = isFew ? costs.slice(0, AT_ONCE) : [];
  const done = { coarse: new Map<number, LinearFit>(), exact: new Map<number, LinearFit>() };
  return (cost, exactness) => {
    const tolerance = isMachine ? TOLERANCE[exactness] : undefined;
    if (!together.includes(cost)) return fitLinear({ ...options, tolerance, cost });
    const known = done[exactness];
    if (known.size === 0)
      fitSupportVectorsPerCost({ ...options, tolerance }, together).forEach((fit, at) =>
        known.set(together[at]!, fit),
      );
    return known.get(cost)!;
  };
}
