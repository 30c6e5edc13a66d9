const { exp, log, max, min } = Math;

/** Logarithms of the sharpness that is looked for. */
const RANGE = { from: -3, to: 5, steps: 9 } as const;
const GOLDEN = 0.618_033_988_749_895;

/**
 * The squared error of each row (Brier 1950) once the probabilities were made as good as two numbers
 * can make them: q = (1 - e) s + e / k, where s are the probabilities at another sharpness, and e
 * the share that says nothing. With the second number a model of clean rows can be held against
 * labels of which some are wrong; without it a sure model would lose for being sure.
 *
 * @param probabilities n rows of k, as the model gives them
 * @param targets       the classes of each row
 * @param multiLabel    each class is a yes or no of its own: e leads to one half, not to 1 / k
 * @returns             n sums over the classes of squared differences
 */
export function recalibratedErrors(
  probabilities: readonly ArrayLike<number>[],
  targets: readonly (readonly number[])[],
  { multiLabel }: { readonly multiLabel: boolean },
): Float64Array {
  const sharp = multiLabel ? sharpenedEach : sharpened;
  const at = (logarithm: number): Float64Array =>
    errorsAt(
      probabilities.map((row) => sharp(row, exp(logarithm))),
      targets,
      multiLabel ? () => 0.5 : (classes) => 1 / classes,
    );
  const loss = (logarithm: number): number => at(logarithm).reduce((sum, value) => sum + value, 0);
  const step = (RANGE.to - RANGE.from) / (RANGE.steps - 1);
  let best: number = RANGE.from;
  let least = Infinity;
  for (let index = 0; index < RANGE.steps; index++) {
    const found = loss(RANGE.from + index * step);
    if (found < least) [best, least] = [RANGE.from + index * step, found];
  }
  let [low, high] = [best - step, best + step];
  for (let turn = 0; turn < 10; turn++) {
    const [left, right] = [high - GOLDEN * (high - low), low + GOLDEN * (high - low)];
    if (loss(left) < loss(right)) high = right;
    else low = left;
  }
  return at((low + high) / 2);
}

/** The errors at the best share that says nothing, which a quadratic gives. */
function errorsAt(
  rows: readonly Float64Array[],
  targets: readonly (readonly number[])[],
  nothing: (classes: number) => number,
): Float64Array {
  let along = 0;
  let square = 0;
  const differences = rows.map((row, index) => {
    const difference = row.slice();
    for (const c of targets[index]!) difference[c] = difference[c]! - 1;
    return difference;
  });
  rows.forEach((row, index) => {
    const level = nothing(row.length);
    for (let c = 0; c < row.length; c++) {
      const toward = level - row[c]!;
      along += differences[index]![c]! * toward;
      square += toward * toward;
    }
  });
  const share = square === 0 ? 0 : max(0, min(1, -along / square));
  return Float64Array.from(rows, (row, index) => {
    const level = nothing(row.length);
    let error = 0;
    for (let c = 0; c < row.length; c++)
      error += (differences[index]![c]! + share * (level - row[c]!)) ** 2;
    return error;
  });
}

function sharpened(row: ArrayLike<number>, sharpness: number): Float64Array {
  const top = Array.from(row).reduce((most, value) => max(most, value), 0);
  const powers = Float64Array.from(row, (value) =>
    value > 0 ? exp(sharpness * log(value / top)) : 0,
  );
  const sum = powers.reduce((total, value) => total + value, 0);
  return sum > 0 ? powers.map((value) => value / sum) : powers.fill(1 / powers.length);
}

function sharpenedEach(row: ArrayLike<number>, sharpness: number): Float64Array {
  return Float64Array.from(row, (value) => {
    if (value <= 0 || value >= 1) return value;
    return 1 / (1 + exp(-sharpness * log(value / (1 - value))));
  });
}
