import { Random } from "../../../../base/statistics/random.js";
import type { SparseMatrix } from "../../../../tools/learning/features/sparse-matrix.js";
import {
  plainRowWeights,
  withRowWeights,
  type RowWeights,
} from "../../../../tools/learning/solvers/row-weights.js";

/** Three rows over seven columns, of which one is empty. */
const matrix: SparseMatrix = {
  rows: 3,
  columns: 7,
  starts: Int32Array.of(0, 4, 4, 7),
  indices: Int32Array.of(0, 3, 6, 2, 1, 3, 5),
  values: Float32Array.of(0.5, 0.1, 0.7, 0.3, 0.9, 0.2, 0.4),
};

it.each([8, 9, 21, 40])(
  "%d classes: what vector instructions learn is what plain loops learn, to the bit",
  (classes) => {
    const random = new Random(classes);
    const start = Float32Array.from({ length: 8 * classes }, () => random.normal());
    const steps = Array.from({ length: 6 }, (_, turn) =>
      Float64Array.from({ length: classes }, (_each, c) =>
        (c >> 3) % 2 === turn % 2 ? 0 : random.normal(),
      ),
    );
    const learnt = ({ score, scores, steps: next, add }: RowWeights): number[] =>
      steps.flatMap((values, turn) => {
        score(turn % 3);
        const seen = [...scores];
        next.set(values);
        add(turn % 3, turn === 4 ? 0 : 1);
        return seen;
      });
    const [weights, plainWeights] = [start.slice(), start.slice()];
    let seen: number[] = [];
    withRowWeights({ matrix, weights, classes }, (rows) => (seen = learnt(rows)));
    const plain = learnt(plainRowWeights({ matrix, weights: plainWeights, classes }));
    expect(plainWeights).not.toEqual(start);
    expect(seen).toEqual(plain);
    expect(weights).toEqual(plainWeights);
  },
);

it("learns two classes that mirror each other by the weights of one, to the bit", () => {
  const random = new Random(2);
  const steps = Array.from({ length: 6 }, (_, turn) => (turn === 3 ? 0 : random.normal()));
  const learnt = ({ score, scores, steps: next, add }: RowWeights): number[] =>
    steps.flatMap((step, turn) => {
      score(turn % 3);
      const seen = [...scores];
      next.set([step, -step]);
      add(turn % 3, turn === 4 ? 0 : 1);
      return seen;
    });
  const [weights, plainWeights] = [new Float32Array(16), new Float32Array(16)];
  let seen: number[] = [];
  withRowWeights({ matrix, weights, classes: 2, mirrored: true }, (rows) => (seen = learnt(rows)));
  const plain = learnt(plainRowWeights({ matrix, weights: plainWeights, classes: 2 }));
  expect(seen.map((score) => score + 0)).toEqual(plain.map((score) => score + 0));
  expect([...weights]).toEqual([...plainWeights].map((weight) => weight + 0));
  expect(weights.some((weight) => weight !== 0)).toBe(true);
});
