import fc from "fast-check";
import { Random } from "../../../../base/statistics/random.js";
import { innerProduct, vectorLength } from "../../../../base/statistics/inner-product.js";
import { knnShapley, type LabelledVectors } from "../../../../tools/learning/scores/knn-shapley.js";

function points(count: number, seed: number): LabelledVectors {
  const random = new Random(seed);
  const raw = Array.from({ length: count }, () => [random.normal(), random.normal(), 0.5]);
  return {
    vectors: raw.map((vector) => vector.map((value) => value / vectorLength(vector))),
    labels: raw.map(() => random.pick(["a", "b"])),
  };
}

/** The share of `label` among the k nearest of the chosen training points, each counting 1 / k. */
function worth(
  training: LabelledVectors,
  chosen: readonly number[],
  { vector, label, k }: { vector: ArrayLike<number>; label: string; k: number },
): number {
  const nearest = [...chosen].sort(
    (a, b) =>
      innerProduct(training.vectors[b]!, vector) - innerProduct(training.vectors[a]!, vector) ||
      a - b,
  );
  return nearest.slice(0, k).filter((row) => training.labels[row] === label).length / k;
}

function permutations(items: readonly number[]): number[][] {
  return items.length === 0
    ? [[]]
    : items.flatMap((item) =>
        permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]),
      );
}

/** Shapley values by their definition: the mean gain of joining over all orders of arrival. */
function byDefinition(
  training: LabelledVectors,
  validation: LabelledVectors | null,
  k: number,
): number[] {
  const judged = validation ?? training;
  const values = training.labels.map(() => 0);
  judged.labels.forEach((label, point) => {
    const players = training.labels.flatMap((_label, row) =>
      validation === null && row === point ? [] : [row],
    );
    const orders = permutations(players);
    for (const order of orders)
      order.forEach((row, at) => {
        const of = (chosen: readonly number[]): number =>
          worth(training, chosen, { vector: judged.vectors[point]!, label, k });
        values[row]! +=
          (of(order.slice(0, at + 1)) - of(order.slice(0, at))) /
          orders.length /
          judged.labels.length;
      });
  });
  return values;
}

describe("data Shapley values on nearest neighbours", () => {
  it.each([1, 2, 5, 9])(
    "are those of all orders of arrival, with %i neighbours, against other points and its own",
    async (neighbours) => {
      const training = points(6, neighbours);
      const validation = points(3, 100 + neighbours);
      const close = (found: Float64Array, wanted: readonly number[]): void =>
        found.forEach((value, row) => expect(value).toBeCloseTo(wanted[row]!, 12));
      close(
        await knnShapley({ training, validation, neighbours }),
        byDefinition(training, validation, neighbours),
      );
      close(await knnShapley({ training, neighbours }), byDefinition(training, null, neighbours));
    },
  );

  it("sum to what all points are worth together", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 12 }),
        fc.integer(),
        async (count, neighbours, seed) => {
          const training = points(count, seed);
          const validation = points(5, seed + 1);
          const values = await knnShapley({ training, validation, neighbours });
          const all = training.labels.map((_label, row) => row);
          const whole = validation.labels.map((label, at) =>
            worth(training, all, { vector: validation.vectors[at]!, label, k: neighbours }),
          );
          expect(values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(
            whole.reduce((sum, value) => sum + value, 0) / 5,
            9,
          );
        },
      ),
    );
  });

  it("refuses points that do not fit together", async () => {
    const training = points(4, 1);
    for (const options of [
      { training: { ...training, labels: ["a"] } },
      { training, neighbours: 0 },
      { training, points: [7] },
      { training: points(1, 1) },
      { training, validation: { vectors: [[1]], labels: ["a"] } },
    ])
      await expect(knnShapley(options)).rejects.toMatchObject({ code: "SHAPE" });
  });
});
