import { Random } from "../../../../base/statistics/random.js";
import { fitSupportVectorsPerCost } from "../../../../tools/learning/classifiers/fit-support-vectors.js";
import {
  plainPass,
  plainScores,
  vectorKernels,
} from "../../../../tools/learning/solvers/lane-pass.js";
import { solveLanes, type LaneProblem } from "../../../../tools/learning/solvers/solve-lanes.js";
import { withPlainMemory } from "../../../../tools/learning/solvers/lane-memory.js";
import { Memory } from "../../../../tools/learning/solvers/web-assembly.js";
import { squaredNorms } from "../../../../tools/learning/features/sparse-matrix.js";
import { TextVectorizer } from "../../../../tools/learning/features/text-vectorizer.js";
import { trainingSet } from "../../../../tools/learning/features/training-set.js";
import { toyTexts } from "../toy-texts.js";

const CLASSES = 19;
const COST = 2;

/** Each row of topic texts has one to three of nineteen classes, some of them by its words. */
function problem(): Omit<LaneProblem, "solved"> {
  const random = new Random("lanes");
  const { texts } = toyTexts(90, 5);
  const { matrix } = TextVectorizer.fit(texts);
  const ofRow = texts.map((text) =>
    Int32Array.from(
      new Set([text.length % 7, Math.floor(random.next() * CLASSES), text.charCodeAt(0) % CLASSES]),
    ),
  );
  return {
    matrix,
    norms: squaredNorms(matrix).map((norm) => norm + 1),
    ofRow,
    lanes: Array.from({ length: CLASSES }, (_, classIndex) => ({ classIndex, cost: COST, fit: 0 })),
    rowWeight: (row) => (row === 3 ? 0 : 1 + (row % 2)),
    biasFeature: 1,
    seed: 1,
    tolerance: 1e-3,
    maxEpochs: 1000,
    start: null,
    probed: Int32Array.of(3, 80, 7),
  };
}

it("every class ends where no dual variable can be bettered", () => {
  const of = problem();
  const { matrix, norms } = of;
  let solved = 0;
  solveLanes({
    ...of,
    solved: ({ lanes, weights, width, dual, scores }) => {
      lanes.forEach(({ classIndex }, lane) => {
        solved++;
        // The weights are those of the dual variables, rows left out have none.
        const own = new Float64Array(matrix.columns + 1);
        const signs = of.ofRow.map((classes) => (classes.includes(classIndex) ? 1 : -1));
        signs.forEach((sign, row) => {
          for (let p = matrix.starts[row]!; p < matrix.starts[row + 1]!; p++)
            own[matrix.indices[p]!]! += sign * dual(row, lane) * matrix.values[p]!;
          own[matrix.columns]! += sign * dual(row, lane);
        });
        own.forEach((weight, column) =>
          expect(weights[column * width + lane]).toBeCloseTo(weight, 4),
        );
        expect(dual(3, lane)).toBe(0);
        [3, 80, 7].forEach((row, at) => {
          let score = own[matrix.columns]!;
          for (let p = matrix.starts[row]!; p < matrix.starts[row + 1]!; p++)
            score += own[matrix.indices[p]!]! * matrix.values[p]!;
          expect(scores[at * width + lane]).toBeCloseTo(score, 4);
        });
        signs.forEach((sign, row) => {
          if (row === 3) return;
          let score = own[matrix.columns]!;
          for (let p = matrix.starts[row]!; p < matrix.starts[row + 1]!; p++)
            score += own[matrix.indices[p]!]! * matrix.values[p]!;
          const slope = sign * score - 1 + dual(row, lane) / (2 * COST * (1 + (row % 2)));
          if (dual(row, lane) > 0) expect(Math.abs(slope)).toBeLessThan(0.002);
          else expect(slope).toBeGreaterThan(-0.002);
          expect(norms[row]).toBeGreaterThan(0);
        });
      });
    },
  });
  expect(solved).toBe(CLASSES);
});

it.each([4, 8, 12, 16])(
  "%d problems in vector instructions and in plain ones, to the bit",
  (width) => {
    const random = new Random(width);
    const rows = 12;
    const columns = 9;
    const places = { starts: 4 * width * (columns + 1), bias: 4 * width * columns };
    const entries = places.starts + 4 * (rows + 1);
    const states = entries + 8 * rows * columns;
    const order = states + 16 * width * rows;
    const totals = order + 4 * rows;
    const idle = totals + 24 * width;
    const memory = new Memory({ initial: 1 });
    const numbers = new Uint32Array(memory.buffer);
    const floats = new Float32Array(memory.buffer);
    for (let row = 0; row < rows; row++) {
      numbers[places.starts / 4 + row + 1] = entries + 8 * columns * (row + 1);
      numbers[order / 4 + row] = (5 * row) % rows;
      for (let column = 0; column < columns; column++) {
        const at = entries / 4 + 2 * (columns * row + column);
        numbers[at] = 4 * width * column;
        floats[at + 1] = random.normal();
      }
      for (let lane = 0; lane < width; lane++) {
        const state = states / 4 + 4 * width * row + lane;
        floats[state] = random.next() < 0.5 ? 1 : -1;
        floats[state + width] = 0.3;
        floats[state + 2 * width] = random.next() < 0.2 ? 0 : 0.1;
      }
    }
    numbers[places.starts / 4] = entries;
    floats.fill(1, totals / 4 + 3 * width, totals / 4 + 4 * width);
    floats.fill(0.01, totals / 4 + 4 * width, totals / 4 + 5 * width);
    floats.fill(1, totals / 4 + 5 * width, totals / 4 + 6 * width);
    const plain = memory.buffer.slice(0);
    const at = { ...places, states, order, last: totals, totals, idle };
    const vectors = vectorKernels(width, memory);
    for (let pass = 0; pass < 5; pass++) {
      plainPass(width)(plain, at);
      vectors?.pass(memory.buffer, at);
    }
    // The scores come where the order of a further pass would be.
    const scored = { ...at, last: order + 12, states: order + 12 };
    plainScores(width)(plain, scored);
    vectors?.scores(memory.buffer, scored);
    expect(new Float32Array(plain).subarray(0, width * columns).some((value) => value !== 0)).toBe(
      true,
    );
    // A machine without vector instructions has the plain ones alone.
    if (vectors !== null) expect(Buffer.from(memory.buffer).equals(Buffer.from(plain))).toBe(true);
  },
);

it("several costs at once give what each gives alone, and two classes opposite weights", () => {
  const { texts, labels } = toyTexts(80, 2);
  const two = labels.map((label, row) => (row % 9 === 0 || label === labels[0] ? "yes" : "no"));
  const { matrix } = TextVectorizer.fit(texts);
  const shared = {
    matrix,
    set: trainingSet({ texts, labels: two }),
    algorithm: "linear-svm",
    seed: 0,
    maxEpochs: 1000,
    start: null,
    tolerance: 1e-3,
    probed: Int32Array.of(2),
  } as const;
  const together = fitSupportVectorsPerCost(shared, [4, 1, 0.25]);
  [4, 1, 0.25].forEach((cost, at) => {
    const [alone] = fitSupportVectorsPerCost(shared, [cost]);
    const { weights, ownShare } = together[at]!;
    weights.forEach((weight, place) => expect(weight).toBeCloseTo(alone!.weights[place]!, 2));
    for (let place = 0; place < weights.length; place += 2)
      expect(weights[place]).toBeCloseTo(-weights[place + 1]!, 6);
    expect(ownShare[0]).toBeCloseTo(-ownShare[1]!, 6);
  });
});

it("memory without vector instructions can be read as numbers, whatever its size", () => {
  withPlainMemory({ bytes: 13, width: 4 }, (memory) =>
    expect(new Uint32Array(memory)).toHaveLength(4),
  );
});
