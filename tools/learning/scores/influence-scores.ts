import { innerProduct } from "../../../base/statistics/inner-product.js";
import { DatawrightError } from "../../../base/errors.js";
import type { TextInput } from "../contract.js";
import { LinearTextClassifier } from "../classifiers/linear-classifier.js";
import { sampleGradients } from "../sample-gradients.js";
import { selectRows } from "../features/sparse-matrix.js";
import { toProbabilities } from "../classifiers/temperature.js";
import { trainTextClassifier } from "../classifiers/train-text-classifier.js";
import { Random } from "../../../base/statistics/random.js";
import { HessianProduct } from "./hessian-product.js";

export interface InfluenceTask {
  readonly texts: readonly TextInput[];
  readonly labels: readonly string[];
  readonly weights: readonly number[];
  readonly classes: readonly string[];
  /** Fold (0 or 1) of each row: one fold is learned, the loss is measured on the other. */
  readonly folds: readonly number[];
  readonly solver: "conjugate-gradient" | "lissa";
  readonly damping: number;
  readonly iterations: number;
  readonly scale: number;
  readonly seed: number;
}

export interface InfluenceResult {
  /**
   * Change of the loss of the other fold for a little more weight on the row: below 0 = helpful.
   */
  readonly scores: Float64Array;
  /** Left of the linear system after the solver stopped, relative to its right side, per fold. */
  readonly residuals: readonly number[];
  readonly hashBits: number | null;
}

/** Numbers of a weight vector that fit in memory four times over. */
const MOST_WEIGHTS = 1.2e7;
const ROWS_FOR_EXACT = 5000;

/**
 * Influence of every row on a noise-robust loss of rows that the model did not learn (ProGen, Ye et
 * al. 2022; Koh and Liang 2017):
 *
 *     I(z) = -grad L_rce(D_val)^T H^-1 grad l_ce(z)
 *
 * with the reverse cross-entropy L_rce, and the Hessian H of the logistic regression's mean loss
 * plus damping. Two-fold: each fold is learned once and its rows are scored on the other. H^-1 v by
 * conjugate gradients, or by ProGen's LiSSA recursion h_t = v + (1 - damping) h_(t-1) - H_row
 * h_(t-1) / scale, which ends at (H + damping x scale)^-1 v: with a scale of 1e4 that is v itself
 * but for a factor, and on small sets it ranks worse than conjugate gradients.
 *
 * The bias stays as it is and every class counts the same in the loss: else the question is mostly
 * how frequent a class should be, and all rows of one class come out harmful (measured: mislabelled
 * rows then rank no better than by chance).
 */
export function influenceScores(task: InfluenceTask): InfluenceResult {
  const scores = new Float64Array(task.texts.length);
  const hashBits = bitsFor(task.classes.length);
  const exact =
    task.texts.length <= ROWS_FOR_EXACT &&
    task.classes.length *
      task.texts.reduce((sum, text) => sum + [text].flat().join("").length, 0) *
      3 <
      MOST_WEIGHTS;
  const features = {
    ...(exact ? {} : { vocabulary: "hashed" as const, hashBits }),
    ...(task.texts.length > ROWS_FOR_EXACT ? { minDocumentFrequency: 2 } : {}),
  };
  const residuals = [0, 1].map((held) => {
    const rowsOf = (fold: number): number[] =>
      task.folds.flatMap((of, row) => (of === fold ? [row] : []));
    const [learned, validation] = [rowsOf(1 - held), rowsOf(held)];
    const classifier = trainTextClassifier({
      texts: learned.map((row) => task.texts[row]!),
      labels: learned.map((row) => task.labels[row]!),
      weights: learned.map((row) => task.weights[row]!),
      classes: task.classes,
      algorithm: "logistic-regression",
      seed: task.seed,
      calibration: "none",
      features,
    });
    if (!(classifier instanceof LinearTextClassifier))
      throw new DatawrightError({
        code: "INTERNAL",
        message: "influence needs a linear classifier",
      });
    const judged = validation.filter(
      (row) => classifier.parameters.seen[task.classes.indexOf(task.labels[row]!)],
    );
    const loss = sampleGradients(
      classifier,
      judged.map((row) => task.texts[row]!),
      judged.map((row) => task.labels[row]!),
      "reverse-cross-entropy",
    ).sum(evenOverClasses(judged.map((row) => task.labels[row]!)));
    loss.fill(0, loss.length - task.classes.length);
    const own = sampleGradients(
      classifier,
      learned.map((row) => task.texts[row]!),
      learned.map((row) => task.labels[row]!),
    );
    const k = task.classes.length;
    const raw = classifier.scores(own.features);
    const probabilities = learned.map((_row, at) => {
      const row = raw.slice(at * k, (at + 1) * k);
      toProbabilities(row, { sharpness: 1, offset: 0 }, false);
      return row;
    });
    const weights = learned.map((row) => task.weights[row]!);
    const { direction, residual } =
      task.solver === "conjugate-gradient"
        ? conjugateGradient(new HessianProduct(own.features, probabilities, weights), loss, task)
        : {
            direction: lissa(
              (rows) =>
                new HessianProduct(
                  selectRows(own.features, rows),
                  rows.map((row) => probabilities[row]!),
                  rows.map((row) => weights[row]!),
                ),
              loss,
              task,
              learned.length,
            ),
            residual: NaN,
          };
    own.along(direction).forEach((product, at) => (scores[learned[at]!] = -product));
    return residual;
  });
  return { scores, residuals, hashBits: exact ? null : hashBits };
}

/**
 * Weights under which every class counts the same: else more weight on any row of the largest class
 * lowers the loss, through the bias.
 */
function evenOverClasses(labels: readonly string[]): Float64Array {
  const counts = new Map<string, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return Float64Array.from(labels, (label) => 1 / (counts.size * counts.get(label)!));
}

/** Solves (H + damping) x = v. */
function conjugateGradient(
  hessian: HessianProduct,
  v: Float64Array,
  { damping, iterations, classes }: InfluenceTask,
): { direction: Float64Array; residual: number } {
  const x = new Float64Array(v.length);
  const r = v.slice();
  const p = v.slice();
  const hp = new Float64Array(v.length);
  const start = innerProduct(r, r);
  let left = start;
  for (let iteration = 0; iteration < iterations && left > 1e-8 * start; iteration++) {
    hessian.multiply(p, hp);
    hp.fill(0, hp.length - classes.length);
    for (let i = 0; i < hp.length; i++) hp[i] = hp[i]! + damping * p[i]!;
    const step = left / innerProduct(p, hp);
    for (let i = 0; i < x.length; i++) {
      x[i] = x[i]! + step * p[i]!;
      r[i] = r[i]! - step * hp[i]!;
    }
    const next = innerProduct(r, r);
    for (let i = 0; i < p.length; i++) p[i] = r[i]! + (next / left) * p[i]!;
    left = next;
  }
  return { direction: x, residual: start === 0 ? 0 : Math.sqrt(left / start) };
}

function lissa(
  hessianOf: (rows: readonly number[]) => HessianProduct,
  v: Float64Array,
  { damping, iterations, scale, seed, classes }: InfluenceTask,
  rows: number,
): Float64Array {
  const random = new Random(seed).derive("lissa");
  const h = v.slice();
  const hh = new Float64Array(v.length);
  for (let iteration = 0; iteration < iterations; iteration++) {
    hessianOf([random.integer(rows)]).multiply(h, hh);
    hh.fill(0, hh.length - classes.length);
    for (let i = 0; i < h.length; i++) h[i] = v[i]! + (1 - damping) * h[i]! - hh[i]! / scale;
  }
  return h.map((value) => value / scale);
}

function bitsFor(classes: number): number {
  return Math.max(8, Math.min(18, Math.floor(Math.log2(MOST_WEIGHTS / classes))));
}
