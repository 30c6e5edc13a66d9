import { DatawrightError } from "../../base/errors.js";
import { vectorLength } from "../../base/statistics/inner-product.js";

/** Running sum of unit vectors: enough for the mean cosine of all pairs. */
class UnitSum {
  count = 0;
  #sum: Float64Array | undefined;

  add(vector: Float32Array): void {
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
      this.#sum[axis] = (this.#sum[axis] as number) + (vector[axis] as number) / norm;
    this.count++;
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
  add(vector: Float32Array): void {
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
export function averagePairwiseSimilarity(vectors: readonly Float32Array[]): number | null {
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
 * The intra-class and inter-class variants.
 * @throws as `averagePairwiseSimilarity`, and SHAPE if there are not as many labels as vectors
 */
export function classPairwiseSimilarity(
  vectors: readonly Float32Array[],
  labels: readonly string[],
): ClassSimilarity {
  if (vectors.length !== labels.length)
    throw new DatawrightError({
      code: "SHAPE",
      message: `${vectors.length} vectors but ${labels.length} labels`,
    });
  const all = new UnitSum();
  const classes = new Map<string, UnitSum>();
  vectors.forEach((vector, index) => {
    const label = labels[index] as string;
    if (!classes.has(label)) classes.set(label, new UnitSum());
    (classes.get(label) as UnitSum).add(vector);
    all.add(vector);
  });
  let within = 0;
  let pairsWithin = 0;
  const means: number[] = [];
  for (const sum of classes.values()) {
    const pairs = (sum.count * (sum.count - 1)) / 2;
    if (pairs > 0) means.push(sum.pairSum() / pairs);
    within += sum.pairSum();
    pairsWithin += pairs;
  }
  const between = (all.count * (all.count - 1)) / 2 - pairsWithin;
  return {
    intra: means.length === 0 ? null : means.reduce((sum, value) => sum + value, 0) / means.length,
    inter: between === 0 ? null : (all.pairSum() - within) / between,
  };
}
