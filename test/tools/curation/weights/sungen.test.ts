import { sungen } from "../../../../tools/curation/weights/sungen.js";
import { StepwiseSoftmax } from "../../../../tools/curation/weights/stepwise-softmax.js";
import { TextVectorizer } from "../../../../tools/learning/features/text-vectorizer.js";
import { curationContext, labelledTexts, made } from "../curation-fixture.js";

/** The same model on plain arrays: dense features, no bias, log 0 = -4 in the reverse loss. */
function reference(rows: readonly number[][], labels: readonly number[], classes: number) {
  const weights = rows[0]!.map(() => new Array<number>(classes).fill(0));
  const probabilities = (row: readonly number[]): number[] => {
    const scores = Array.from({ length: classes }, (_, c) =>
      Math.exp(row.reduce((sum, value, at) => sum + value * weights[at]![c]!, 0)),
    );
    const total = scores.reduce((a, b) => a + b, 0);
    return scores.map((score) => score / total);
  };
  const step = (index: number, rate: number): void => {
    const p = probabilities(rows[index]!);
    rows[index]!.forEach((value, at) =>
      p.forEach(
        (_, c) => (weights[at]![c]! -= rate * value * (p[c]! - (labels[index] === c ? 1 : 0))),
      ),
    );
  };
  const outerLoss = (judges: readonly number[]): number =>
    judges.reduce((sum, row) => sum + 4 * (1 - probabilities(rows[row]!)[labels[row]!]!), 0);
  return { step, outerLoss };
}

const { rows, labels } = labelledTexts(60, { wrong: 0.2 });
const numbers = rows.map((row) => labels.indexOf(String(row.label)));

describe("sungen", () => {
  it("takes for the slope of a weight what moving that weight does to the outer loss", () => {
    const { matrix } = TextVectorizer.fit(rows.map((row) => row.text));
    const dense = rows.map((_row, index) => {
      const values = new Array<number>(matrix.columns).fill(0);
      for (let p = matrix.starts[index]!; p < matrix.starts[index + 1]!; p++)
        values[matrix.indices[p]!] = matrix.values[p]!;
      return values;
    });
    const model = new StepwiseSoftmax(matrix, numbers, labels.length, { bias: false });
    const train = Array.from({ length: 30 }, (_, index) => index);
    const judges = train.map((index) => index + 30);
    model.pass(train, null, 1);
    const direction = model.gradient(judges, "reverse-cross-entropy");
    for (const row of [0, 7, 19]) {
      const lossAt = (rate: number): number => {
        const other = reference(dense, numbers, labels.length);
        for (const index of train) other.step(index, 1);
        other.step(row, rate);
        return other.outerLoss(judges);
      };
      const slope = (lossAt(1e-4) - lossAt(-1e-4)) / 2e-4;
      expect(-model.along(row, direction)).toBeCloseTo(slope, 3);
    }
  });

  it("weighs right rows above wrong ones without gold", async () => {
    const larger = labelledTexts(120, { wrong: 0.2 });
    const { weights } = await made(sungen, { rounds: 20 }).weigh(
      larger.rows,
      curationContext({ labels }),
    );
    const of = (isWrong: boolean): number[] =>
      [...weights].filter((_weight, index) => larger.wrong.has(index) === isWrong);
    const pairs = of(false).flatMap((right) => of(true).map((other) => (right > other ? 1 : 0)));
    expect(pairs.reduce<number>((sum, win) => sum + win, 0) / pairs.length).toBeGreaterThan(0.8);
  });
});
