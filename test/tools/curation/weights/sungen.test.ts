import { sungen } from "../../../../tools/curation/weights/sungen.js";
import { StepwiseSoftmax } from "../../../../tools/curation/weights/stepwise-softmax.js";
import { TextVectorizer } from "../../../../tools/learning/features/text-vectorizer.js";
import { Random } from "../../../../base/statistics/random.js";
import { curationContext, labelledTexts, made, rowsOf } from "../curation-fixture.js";

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

/**
 * SunGen as short as it can be told, over words alone: four passes at rate 1 over all rows, the
 * reverse cross-entropy of all rows, one unrolled step, Adam at 0.25.
 *
 * @param features n rows of words, scaled to length 1
 */
function shortSunGen(
  features: readonly number[][],
  given: readonly number[],
  { classes, rounds }: { readonly classes: number; readonly rounds: number },
): number[] {
  const theta = given.map(() => 0);
  const [first, second] = [given.map(() => 0), given.map(() => 0)];
  for (let round = 1; round <= rounds; round++) {
    const model = features[0]!.map(() => new Array<number>(classes).fill(0));
    const gap = (row: number): number[] => {
      const scores = Array.from({ length: classes }, (_, c) =>
        Math.exp(features[row]!.reduce((sum, x, at) => sum + x * model[at]![c]!, 0)),
      );
      const total = scores.reduce((a, b) => a + b, 0);
      return scores.map((score, c) => score / total - (given[row] === c ? 1 : 0));
    };
    const weightOf = (row: number): number => 1 / (1 + Math.exp(-theta[row]!));
    for (let pass = 0; pass < 4; pass++)
      given.forEach((_, row) => {
        const move = gap(row);
        features[row]!.forEach((x, at) => {
          if (x !== 0) move.forEach((value, c) => (model[at]![c]! -= weightOf(row) * x * value));
        });
      });
    const gaps = given.map((_, row) => gap(row));
    const outer = features[0]!.map(() => new Array<number>(classes).fill(0));
    gaps.forEach((values, row) =>
      features[row]!.forEach((x, at) => {
        const sure = 4 * (1 + values[given[row]!]!);
        if (x !== 0)
          values.forEach((value, c) => (outer[at]![c]! += (sure * x * value) / given.length));
      }),
    );
    gaps.forEach((values, row) => {
      const slope = -features[row]!.reduce(
        (sum, x, at) => sum + x * values.reduce((all, value, c) => all + value * outer[at]![c]!, 0),
        0,
      );
      first[row] = 0.9 * first[row]! + 0.1 * slope;
      second[row] = 0.999 * second[row]! + 0.001 * slope ** 2;
      theta[row]! -=
        (0.25 * first[row]!) /
        (1 - 0.9 ** round) /
        (Math.sqrt(second[row]! / (1 - 0.999 ** round)) + 1e-8);
    });
  }
  return theta;
}

/** Texts of four subjects with words in common; a fifth has the label of the next subject. */
function confusable(count: number): {
  readonly texts: readonly string[];
  readonly words: readonly string[];
  readonly given: readonly number[];
  readonly isWrong: readonly boolean[];
} {
  const random = new Random("confusable");
  const own = Array.from({ length: 4 }, (_, c) =>
    Array.from({ length: 14 }, (_w, w) => `s${c}w${w}`),
  );
  const shared = Array.from({ length: 30 }, (_, w) => `common${w}`);
  const truth = Array.from({ length: count }, (_, at) => at % 4);
  const isWrong = truth.map((_, at) => at % 5 === Math.floor(at / 20) % 5);
  return {
    texts: truth.map((c) =>
      Array.from({ length: 9 }, () =>
        random.next() < 0.45 ? random.pick(own[c]!) : random.pick(shared),
      ).join(" "),
    ),
    words: [...own.flat(), ...shared],
    given: truth.map((c, at) => (isWrong[at] ? (c + 1) % 4 : c)),
    isWrong,
  };
}

/** The chance that a right row weighs more than a wrong one; ties count half. */
function chanceAbove(weights: ArrayLike<number>, isWrong: readonly boolean[]): number {
  const of = (wrong: boolean): number[] =>
    [...isWrong.keys()].filter((at) => isWrong[at] === wrong).map((at) => weights[at]!);
  const wins = of(false).flatMap((right) =>
    of(true).map((wrong) => (right > wrong ? 1 : right === wrong ? 0.5 : 0)),
  );
  return wins.reduce<number>((sum, win) => sum + win, 0) / wins.length;
}

/** Rounds and passes of the short one. */
const SAME = { rounds: 10, innerPasses: 4 };

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

  it("tells confusable wrong labels as well as the method told in thirty lines", async () => {
    const { texts, words, given, isWrong } = confusable(200);
    const names = ["a", "b", "c", "d"];
    const features = texts.map((text) => {
      const said = new Set(text.split(" "));
      return words.map((word) => (said.has(word) ? 1 / Math.sqrt(said.size) : 0));
    });
    const told = chanceAbove(
      shortSunGen(features, given, { classes: 4, rounds: SAME.rounds }),
      isWrong,
    );
    const { weights } = await made(sungen, SAME).weigh(
      rowsOf(
        texts,
        given.map((c) => names[c]!),
      ),
      curationContext({ labels: names }),
    );
    const found = chanceAbove(weights, isWrong);
    expect(told).toBeGreaterThan(0.8);
    expect(found).toBeGreaterThan(Math.max(0.9, told));
  });

  it("takes no right row out of a set without wrong labels", async () => {
    const clean = labelledTexts(80);
    const { weights, figures } = await made(sungen, { innerPasses: 4 }).weigh(
      clean.rows,
      curationContext({ labels: clean.labels }),
    );
    expect(Math.min(...weights)).toBeGreaterThan(0.3);
    expect(figures["roundTaken"]).toBeLessThanOrEqual(figures["rounds"] as number);
  });

  it("weighs right rows above wrong ones without gold", async () => {
    const larger = labelledTexts(120, { wrong: 0.2 });
    const { weights } = await made(sungen, SAME).weigh(larger.rows, curationContext({ labels }));
    const isWrong = larger.rows.map((_row, index) => larger.wrong.has(index));
    expect(chanceAbove(weights, isWrong)).toBeGreaterThan(0.8);
  });
});
