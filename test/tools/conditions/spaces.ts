import fc from "fast-check";
import type { Exclusion } from "../../../schema/task-file/condition.js";
import type { Dimension } from "../../../tools/conditions/dimension.js";

/**
 * A small space as a test writes it: dimensions that depend on earlier ones only, and exclusions.
 */
export interface SmallSpace {
  readonly dimensions: readonly Dimension[];
  readonly exclude: readonly Exclusion[];
}

const NAMES = ["a", "b", "c", "d", "e"] as const;
const VALUES = ["0", "1", "2", "3"] as const;

/**
 * Spaces of up to 4^5 points with weights, correlations and exclusions of up to three dimensions.
 */
export function smallSpaces(): fc.Arbitrary<SmallSpace> {
  const weights = fc.dictionary(fc.constantFrom(...VALUES), fc.constantFrom(0, 1, 1, 2, 5), {
    maxKeys: 4,
  });
  const given = (names: readonly string[]): fc.Arbitrary<Dimension["given"]> =>
    names.length === 0
      ? fc.constant(undefined)
      : fc.dictionary(
          fc.constantFrom(...names),
          fc.dictionary(fc.constantFrom(...VALUES), weights, { maxKeys: 2 }),
          { maxKeys: 2 },
        );
  const dimension = (index: number): fc.Arbitrary<Dimension> =>
    fc
      .record({
        values: fc.integer({ min: 1, max: 4 }),
        weights,
        given: given(NAMES.slice(0, index)),
      })
      .map(({ values, ...rest }) => ({
        name: NAMES[index]!,
        values: VALUES.slice(0, values),
        weights: rest.weights,
        ...(rest.given ? { given: rest.given } : {}),
      }));
  return fc.integer({ min: 1, max: 5 }).chain((count) =>
    fc.record({
      dimensions: fc.tuple(...Array.from({ length: count }, (_unused, index) => dimension(index))),
      exclude: fc.array(
        fc.dictionary(
          fc.constantFrom(...NAMES.slice(0, count)),
          fc.subarray([...VALUES], { minLength: 1, maxLength: 3 }),
          { minKeys: 1, maxKeys: 3 },
        ),
        { maxLength: 4 },
      ),
    }),
  );
}

/**
 * Every combination with its probability, by the definition: the product of the conditional
 * distributions, excluded ones left out.
 */
export function enumerate({
  dimensions,
  exclude,
}: SmallSpace): { readonly values: ReadonlyMap<string, string>; readonly probability: number }[] {
  let points: { values: Map<string, string>; probability: number }[] = [
    { values: new Map(), probability: 1 },
  ];
  const present = dimensions.filter((dimension) =>
    tablesOf(dimension).some((table) => dimension.values!.some((value) => table(value) > 0)),
  );
  for (const dimension of present) {
    points = points.flatMap(({ values, probability }) => {
      const applying = Object.entries(dimension.given ?? {}).flatMap(([other, table]) =>
        values.has(other) && Object.hasOwn(table, values.get(other)!)
          ? [table[values.get(other)!]!]
          : [],
      );
      const weigh = (value: string): number =>
        applying.length === 0
          ? (dimension.weights?.[value] ?? 1)
          : applying.reduce((product, table) => product * (table[value] ?? 0), 1);
      const sum = dimension.values!.reduce((total, value) => total + weigh(value), 0);
      return sum === 0
        ? []
        : dimension.values!.map((value) => ({
            values: new Map([...values, [dimension.name, value]]),
            probability: (probability * weigh(value)) / sum,
          }));
    });
  }
  return points.filter(
    ({ values, probability }) =>
      probability > 0 && !exclude.some((exclusion) => excludes(exclusion, values)),
  );
}

export function excludes(
  exclusion: Exclusion,
  values: ReadonlyMap<string, string | null>,
): boolean {
  return Object.entries(exclusion).every(([name, listed]) =>
    [listed].flat().includes(values.get(name) ?? "\u0000"),
  );
}

function tablesOf(dimension: Dimension): ((value: string) => number)[] {
  return [
    (value) => dimension.weights?.[value] ?? 1,
    ...Object.values(dimension.given ?? {})
      .flatMap((table) => Object.values(table))
      .map((table) => (value: string) => table[value] ?? 0),
  ];
}

/**
 * Chi-square statistic of counts against probabilities, over its degrees of freedom: near 1 where
 * they agree.
 */
export function chiSquare(counts: readonly number[], probabilities: readonly number[]): number {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const terms = probabilities.map(
    (probability, index) => (counts[index]! - total * probability) ** 2 / (total * probability),
  );
  return terms.reduce((sum, term) => sum + term, 0) / Math.max(1, terms.length - 1);
}
