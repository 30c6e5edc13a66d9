import { Adam } from "../tools/curation/weights/adam.js";
import { TextVectorizer } from "../tools/learning/features/text-vectorizer.js";

const ROUNDS = 10;
const PASSES = 4;
const RATE = 0.25;
/** What the reverse cross-entropy takes for log 0, negated. */
const BOUND = 4;

/**
 * SunGen as short as it can be told, for comparison: over words alone, without a bias, four passes at
 * rate 1 over all rows, the reverse cross-entropy of all rows, one unrolled step, Adam at 0.25.
 *
 * @returns the logit of each row's weight
 */
export function shortSunGen(
  texts: readonly string[],
  given: readonly number[],
  classes: number,
): Float64Array {
  const { matrix } = TextVectorizer.fit(texts, { wordNgrams: [1, 1], characterNgrams: null });
  const { starts, indices, values, columns } = matrix;
  const theta = new Float64Array(given.length);
  const adam = new Adam(given.length, RATE);
  for (let round = 0; round < ROUNDS; round++) {
    const model = new Float64Array(columns * classes);
    const gap = (row: number): Float64Array => {
      const scores = new Float64Array(classes);
      for (let p = starts[row]!; p < starts[row + 1]!; p++)
        for (let c = 0; c < classes; c++)
          scores[c]! += values[p]! * model[indices[p]! * classes + c]!;
      const top = Math.max(...scores);
      const powers = scores.map((score) => Math.exp(score - top));
      const total = powers.reduce((sum, value) => sum + value, 0);
      return powers.map((value, c) => value / total - (given[row] === c ? 1 : 0));
    };
    const add = (into: Float64Array, row: number, move: Float64Array, factor: number): void => {
      for (let p = starts[row]!; p < starts[row + 1]!; p++)
        for (let c = 0; c < classes; c++)
          into[indices[p]! * classes + c]! += factor * values[p]! * move[c]!;
    };
    for (let pass = 0; pass < PASSES; pass++)
      given.forEach((_, row) => add(model, row, gap(row), -1 / (1 + Math.exp(-theta[row]!))));
    const gaps = given.map((_, row) => gap(row));
    const outer = new Float64Array(columns * classes);
    gaps.forEach((gapOfRow, row) =>
      add(outer, row, gapOfRow, (BOUND * (1 + gapOfRow[given[row]!]!)) / given.length),
    );
    const slopes = Float64Array.from(gaps, (gapOfRow, row) => {
      let along = 0;
      for (let p = starts[row]!; p < starts[row + 1]!; p++)
        for (let c = 0; c < classes; c++)
          along += values[p]! * gapOfRow[c]! * outer[indices[p]! * classes + c]!;
      return -along;
    });
    adam.step(theta, slopes);
  }
  return theta;
}
