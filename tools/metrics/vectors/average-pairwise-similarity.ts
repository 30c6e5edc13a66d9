import { DatawrightError } from "../../../base/errors.js";
import { vectorLength } from "../../../base/statistics/inner-product.js";
import { mean } from "../../../base/statistics/mean.js";
import type { UnitRows } from "./unit-rows.js";

/** Running sum of unit vectors: enough for the mean cosine of all pairs. */
class UnitSum {
  count = 0;
  #sum: Float64Array | undefined;

  add(vector: ArrayLike<number>): void {
    this.#sum ??= new Float64Array(vector.length);
    if (vector.length !== this.#sum.length)
      throw new DatawrightError({
        code: "SHAPE",
        message: `a vector has ${vector.length} dimensions, the first has ${this.#sum.length}`,
      });
    const norm = vectorLength(vector);
    if (!(norm > 0) || norm === Infinity)
      throw new DatawrightError({
        code: "VECTOR_INVALID",
        message: `vector ${this.count} is zero or not finite`,
      });
    for (let axis = 0; axis < vector.length; axis++)
      this.#sum[axis] = this.#sum[axis]! + vector[axis]! / norm;
    this.count++;
  }

  join(other: UnitSum): void {
    this.#sum ??= new Float64Array(other.#sum?.length ?? 0);
    other.#sum?.forEach((value, axis) => (this.#sum![axis] = this.#sum![axis]! + value));
    this.count += other.count;
  }

  /** |sum|^2 = count + 2 * (sum of the cosines of all pairs). */
  pairSum(): number {
    return (this.dot(this) - this.count) / 2;
  }

  dot(other: UnitSum): number {
    let sum = 0;
    const theirs = other.#sum ?? new Float64Array(0);
    this.#sum?.forEach((value, axis) => (sum += value * (theirs[axis] as number)));
    return sum;
  }
}

/** Average pairwise similarity of vectors that come one by one; memory is one vector. */
export class SimilarityAccumulator {
  readonly #sum = new UnitSum();

  /** @throws VECTOR_INVALID if the vector is zero or not finite; SHAPE if its dimension differs */
  add(vector: ArrayLike<number>): void {
    this.#sum.add(vector);
  }

  /** Mean cosine over all pairs; null for fewer than two vectors. */
  result(): number | null {
    const pairs = (this.#sum.count * (this.#sum.count - 1)) / 2;
    return pairs === 0 ? null : this.#sum.pairSum() / pairs;
  }
}

/**
 * Average pairwise similarity, 2 / (n (n - 1)) * sum over i < j of cos(x_i, x_j) (AttrPrompt, Yu et
 * al. 2023), in O(n d) by the length of the sum of unit vectors; lower is more diverse. Null for
 * fewer than two vectors.
 *
 * @throws VECTOR_INVALID if a vector is zero or not finite; SHAPE if dimensions differ
 */
export function averagePairwiseSimilarity(vectors: readonly ArrayLike<number>[]): number | null {
  const accumulator = new SimilarityAccumulator();
  for (const vector of vectors) accumulator.add(vector);
  return accumulator.result();
}

/** Average pairwise similarity within and between classes; null where there is no such pair. */
export interface ClassSimilarity {
  /** Mean over the classes with two vectors or more. */
  readonly intra: number | null;
  /** Mean over all pairs of different classes. */
  readonly inter: number | null;
}

/**
 * The mean over all pairs, within and between classes, of vectors at length 1.
 *
 * @param classOf number of each row's class, below 0 for none; null without classes
 */
export function classRowSimilarity(
  { values, rows, dimension }: UnitRows,
  classOf: Int32Array | null,
): ClassSimilarity & { readonly all: number | null } {
  const all = new UnitSum();
  const classes = new Map<number, UnitSum>();
  for (let row = 0; row < rows; row++) {
    const vector = values.subarray(row * dimension, (row + 1) * dimension);
    all.add(vector);
    const own = classOf?.[row] ?? -1;
    if (own < 0) continue;
    if (!classes.has(own)) classes.set(own, new UnitSum());
    classes.get(own)!.add(vector);
  }
  const labelled = new UnitSum();
  const means: number[] = [];
  let within = 0;
  let pairsWithin = 0;
  for (const sum of classes.values()) {
    const pairs = pairsOf(sum);
    if (pairs > 0) means.push(sum.pairSum() / pairs);
    within += sum.pairSum();
    pairsWithin += pairs;
    labelled.join(sum);
  }
  const between = pairsOf(labelled) - pairsWithin;
  return {
    all: pairsOf(all) === 0 ? null : all.pairSum() / pairsOf(all),
    intra: means.length === 0 ? null : mean(means),
    inter: between === 0 ? null : (labelled.pairSum() - within) / between,
  };
}

const pairsOf = ({ count }: UnitSum): number => (count * (count - 1)) / 2;
