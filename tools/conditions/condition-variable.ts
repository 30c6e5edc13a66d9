import { LABEL_DIMENSION } from "../../schema/task-file/condition.js";
import { listedValues, own, weightOf, type Dimension } from "./dimension.js";

/**
 * The space that a variable stands in: the labels of the sample, and whether `label` means them.
 */
export interface LabelContext {
  readonly labels: readonly string[];
  /** False in tasks without labels, where a dimension may be called `label`. */
  readonly labelled: boolean;
}

/**
 * Part of a variable's domain: a fixed value, or all values that differ in nothing but their
 * weight.
 */
export interface DomainPart {
  /** Positions of its values; empty for a fixed value that the dimension does not list. */
  readonly members: readonly number[];
  /** One of its values: stands for all of them wherever others depend on it. */
  readonly name: string;
}

/**
 * A dimension under a label: its values, and how likely each is under the values of the dimensions
 * that it depends on.
 */
export class ConditionVariable {
  readonly name: string;
  readonly values: readonly string[];
  /** Names of the dimensions that its distributions depend on. */
  readonly parents: readonly string[];
  readonly #tables: readonly ReadonlyMap<string, Float64Array>[];
  readonly #own: Float64Array;
  /**
   * True where the label itself has a distribution: then `weights` do not count beside others
   * either.
   */
  readonly #byLabel: boolean;
  readonly #known = new Map<string, Float64Array>();

  constructor(dimension: Dimension, { labels, labelled }: LabelContext) {
    this.name = dimension.name;
    this.values = listedValues(dimension, labels);
    const given = Object.entries(dimension.given ?? {});
    const isLabel = (other: string): boolean => labelled && other === LABEL_DIMENSION;
    this.parents = given.map(([other]) => other).filter((other) => !isLabel(other));
    this.#tables = given
      .filter(([other]) => !isLabel(other))
      .map(
        ([, table]) =>
          new Map(
            Object.entries(table).map(([value, weights]) => [
              value,
              normalized(this.#weights((name) => own(weights, name) ?? 0)),
            ]),
          ),
      );
    const tableOfLabels = labelled ? own(dimension.given, LABEL_DIMENSION) : undefined;
    this.#byLabel = labels.some((label) => own(tableOfLabels, label) !== undefined);
    this.#own = this.#byLabel
      ? this.#mixture(dimension, labels, tableOfLabels!)
      : normalized(this.#weights((name) => weightOf(dimension, name)));
  }

  /** True where some context gives one of its values a weight. */
  get hasWeight(): boolean {
    return [this.#own, ...this.#tables.flatMap((table) => [...table.values()])].some((weights) =>
      weights.some((weight) => weight > 0),
    );
  }

  /** True where the value of a dimension that it depends on has a distribution of its own here. */
  dependsOnValue(parent: string, value: string): boolean {
    return this.#tables[this.parents.indexOf(parent)]?.has(value) ?? false;
  }

  /**
   * One mark for each context that decides whether the value can occur there: equal for values that
   * can occur in the same ones.
   */
  supportOf(value: number): string {
    return [this.#own, ...this.#tables.flatMap((table) => [...table.values()])]
      .map((weights) => (weights[value]! > 0 ? "1" : "0"))
      .join("");
  }

  /**
   * Probability of each value under the values of `parents`, in their order; null for one without a
   * value. Where several have a distribution here, their weights are multiplied; where none has
   * one, the dimension's own weights count. All 0 if nothing is left.
   */
  distribution(parentValues: readonly (string | null)[]): Float64Array {
    const applying = this.#tables.map((table, index) =>
      parentValues[index] == null ? undefined : table.get(parentValues[index]),
    );
    const key = applying
      .map((weights, index) => (weights === undefined ? "" : JSON.stringify(parentValues[index])))
      .join();
    const known = this.#known.get(key);
    if (known) return known;
    const factors = [
      ...(this.#byLabel ? [this.#own] : []),
      ...applying.filter((weights) => weights !== undefined),
    ];
    const product =
      factors.length === 0
        ? this.#own
        : factors.reduce((left, right) => left.map((weight, index) => weight * right[index]!));
    const result = normalized(product);
    this.#known.set(key, result);
    return result;
  }

  #weights(weightFor: (name: string) => number): Float64Array {
    return Float64Array.from(this.values, weightFor);
  }

  /** Several labels: the mean of their distributions, each over the values that the label has. */
  #mixture(
    dimension: Dimension,
    labels: readonly string[],
    tables: Readonly<Record<string, Readonly<Record<string, number>>>>,
  ): Float64Array {
    const sum = new Float64Array(this.values.length);
    for (const label of labels) {
      const table = own(tables, label);
      const listed = new Set(listedValues(dimension, [label]));
      const weights = this.#weights((name) =>
        !listed.has(name)
          ? 0
          : table === undefined
            ? weightOf(dimension, name)
            : (own(table, name) ?? 0),
      );
      normalized(weights).forEach((weight, index) => {
        sum[index] = sum[index]! + weight;
      });
    }
    return sum;
  }
}

/**
 * Scaled by the largest first: weights near the end of the range neither overflow nor vanish in the
 * sum.
 */
function normalized(weights: Float64Array): Float64Array {
  const largest = weights.reduce((most, weight) => Math.max(most, weight), 0);
  if (largest === 0) return new Float64Array(weights.length);
  const scaled = weights.map((weight) => weight / largest);
  const sum = scaled.reduce((total, weight) => total + weight, 0);
  return scaled.map((weight) => weight / sum);
}
