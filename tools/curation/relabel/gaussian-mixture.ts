/** A mixture of two normal distributions on numbers. */
export interface GaussianMixture {
  /** Posterior probability, per value, of the component with the lower mean. */
  readonly lower: Float64Array;
  readonly means: readonly [number, number];
  readonly iterations: number;
}

const MOST_ITERATIONS = 10;
const TOLERANCE = 1e-2;
const REGULARISATION = 5e-4;

/**
 * Fits two normal components by expectation maximisation, at most 10 iterations, until the mean
 * log-likelihood changes by less than 1e-2, with 5e-4 added to the variances (the setting of
 * FreeAL, Xiao et al. 2023). It starts from the means of the values below and above the middle of
 * their range, so that no chance is involved. Equal values all get 1: nothing sets them apart.
 *
 * @param values finite numbers, usually losses scaled to 0..1
 */
export function fitGaussianMixture(values: Float64Array): GaussianMixture {
  const low = values.reduce((least, value) => Math.min(least, value), Infinity);
  const high = values.reduce((most, value) => Math.max(most, value), -Infinity);
  if (!(high > low))
    return { lower: new Float64Array(values.length).fill(1), means: [low, high], iterations: 0 };
  const middle = (low + high) / 2;
  const lower = values.map((value) => (value <= middle ? 1 : 0));
  let components = maximised(values, lower);
  let before = -Infinity;
  let iterations = 0;
  while (iterations < MOST_ITERATIONS) {
    iterations += 1;
    let likelihood = 0;
    values.forEach((value, i) => {
      const a = density(value, components[0]);
      const b = density(value, components[1]);
      lower[i] =
        a + b > 0
          ? a / (a + b)
          : Math.abs(value - components[0].mean) <= Math.abs(value - components[1].mean)
            ? 1
            : 0;
      likelihood += Math.log(Math.max(a + b, Number.MIN_VALUE)) / values.length;
    });
    components = maximised(values, lower);
    if (Math.abs(likelihood - before) < TOLERANCE) break;
    before = likelihood;
  }
  return { lower, means: [components[0].mean, components[1].mean], iterations };
}

interface Component {
  readonly share: number;
  readonly mean: number;
  readonly variance: number;
}

function maximised(values: Float64Array, lower: Float64Array): [Component, Component] {
  const component = (share: (i: number) => number): Component => {
    let total = 1e-12;
    let mean = 0;
    values.forEach((value, i) => {
      total += share(i);
      mean += share(i) * value;
    });
    mean /= total;
    let variance = 0;
    values.forEach((value, i) => (variance += share(i) * (value - mean) ** 2));
    return { share: total / values.length, mean, variance: variance / total + REGULARISATION };
  };
  return [component((i) => lower[i]!), component((i) => 1 - lower[i]!)];
}

function density(value: number, { share, mean, variance }: Component): number {
  return (
    (share * Math.exp(-((value - mean) ** 2) / (2 * variance))) / Math.sqrt(2 * Math.PI * variance)
  );
}
