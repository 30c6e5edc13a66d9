/** Bound once: in Jest's realm every look at a global is slow. */
const { abs, exp, max, min } = Math;

/**
 * Probabilities from scores: softmax(sharpness x score + offset of the class), or for several labels per class 1 / (1 +
 * exp(-(sharpness x score + offset))).
 */
export interface Scaling extends Curve {
  /** The curve of each class: of several labels a row its own, of one label its offset alone. */
  readonly perClass?: readonly Curve[];
}

/** Slope and offset of a logistic curve. */
export interface Curve {
  readonly sharpness: number;
  readonly offset: number;
}

/**
 * Fits the inverse temperature that makes held-out scores most likely (Guo et al. 2017, "On
 * calibration of modern neural networks"): max over b of sum_i w_i log softmax(b s_i)[y_i], concave
 * in b, by Newton steps.
 *
 * @param scores n rows by k classes
 */
export function fitTemperature(
  scores: Float64Array,
  labels: ArrayLike<number>,
  weights: ArrayLike<number>,
  classes: number,
): Scaling {
  let logarithm = 0;
  const likelihoodSlopes = (sharpness: number): readonly [number, number] => {
    let slope = 0;
    let curvature = 0;
    for (let i = 0; i < labels.length; i++) {
      const base = i * classes;
      let top = -Infinity;
      for (let c = 0; c < classes; c++) top = max(top, scores[base + c]!);
      let sum = 0;
      let mean = 0;
      let square = 0;
      for (let c = 0; c < classes; c++) {
        const score = scores[base + c]! - top;
        if (score === -Infinity) continue;
        const weight = exp(sharpness * score);
        sum += weight;
        mean += weight * score;
        square += weight * score * score;
      }
      mean /= sum;
      slope += weights[i]! * (scores[base + labels[i]!]! - top - mean);
      curvature += weights[i]! * (square / sum - mean * mean);
    }
    return [slope, curvature];
  };
  // The search runs over the logarithm of b: b stays positive, and separable held-out rows end at
  // the bound instead of at infinity.
  for (let iteration = 0; iteration < 30; iteration++) {
    const sharpness = exp(logarithm);
    const [slope, curvature] = likelihoodSlopes(sharpness);
    const first = slope * sharpness;
    const second = curvature * sharpness * sharpness + abs(first) + 1e-12;
    const step = max(-1, min(1, first / second));
    logarithm = max(-5, min(5, logarithm + step));
    if (abs(step) < 1e-4) break;
  }
  return { sharpness: exp(logarithm), offset: 0 };
}

/**
 * How far a class's own curve may lie from that of all classes together, as standard deviations of
 * the logarithm of its slope and of its offset: few rows of a class leave it near the common one.
 */
const SLOPE_SPREAD = 0.5;
const OFFSET_SPREAD = 2;

/**
 * A logistic curve for each class of a multi-label problem, drawn towards the one of all classes
 * together.
 *
 * @param scores   n rows by k classes
 * @param positive 1 where the row has the class
 */
export function fitPlattPerClass(
  scores: Float64Array,
  positive: Uint8Array,
  { classes: k, known }: { readonly classes: number; readonly known: readonly number[] },
): Scaling {
  const rows = scores.length / k;
  const pick = (part: readonly number[]): { from: Float64Array; is: Uint8Array } => {
    const from = new Float64Array(rows * part.length);
    const is = new Uint8Array(from.length);
    for (let row = 0, at = 0; row < rows; row++) {
      for (const c of part) {
        from[at] = scores[row * k + c]!;
        is[at++] = positive[row * k + c]!;
      }
    }
    return { from, is };
  };
  const all = pick(known);
  const common = fitPlatt(all.from, all.is);
  const perClass: Curve[] = Array.from({ length: k }, () => common);
  for (const c of known) {
    const own = pick([c]);
    perClass[c] = fitPlatt(own.from, own.is, common);
  }
  return { ...common, perClass };
}

/**
 * Fits slope and offset of one logistic curve through scores of yes/no decisions (Platt 1999), with
 * Platt's smoothed targets. A score that is not finite, as of a class without a row in the part that
 * was trained on, says nothing of the curve and is passed over.
 *
 * @param near a curve to stay near
 */
export function fitPlatt(
  scores: ArrayLike<number>,
  positive: ArrayLike<number>,
  near?: Curve,
): Curve {
  const { points, yes: hits, no: misses } = pooled(scores, positive);
  const total = (counts: Float64Array): number => counts.reduce((sum, count) => sum + count, 0);
  const [yes, no] = [total(hits), total(misses)];
  // A curve that is held by others needs no smoothing of its own.
  const [high, low] = near === undefined ? [(yes + 1) / (yes + 2), 1 / (no + 2)] : [1, 0];
  const slopePull = near === undefined ? 0 : 1 / (SLOPE_SPREAD * near.sharpness) ** 2;
  const offsetPull = near === undefined ? 0 : 1 / OFFSET_SPREAD ** 2;
  let sharpness = near?.sharpness ?? 1;
  let offset = near?.offset ?? 0;
  for (let iteration = 0; iteration < 50; iteration++) {
    let ga = near === undefined ? 0 : slopePull * (near.sharpness - sharpness),
      gb = near === undefined ? 0 : offsetPull * (near.offset - offset),
      haa = 1e-9 + slopePull,
      hab = 0,
      hbb = 1e-9 + offsetPull;
    for (let i = 0; i < points.length; i++) {
      const score = points[i]!;
      const count = hits[i]! + misses[i]!;
      const probability = 1 / (1 + exp(-(sharpness * score + offset)));
      const error = hits[i]! * high + misses[i]! * low - count * probability;
      const spread = count * probability * (1 - probability);
      ga += error * score;
      gb += error;
      haa += spread * score * score;
      hab += spread * score;
      hbb += spread;
    }
    const determinant = haa * hbb - hab * hab + 1e-9;
    const da = max(-2, min(2, (hbb * ga - hab * gb) / determinant));
    const db = max(-2, min(2, (haa * gb - hab * ga) / determinant));
    sharpness = max(1e-3, min(150, sharpness + da));
    offset = max(-50, min(50, offset + db));
    if (abs(da) + abs(db) < 1e-5) break;
  }
  return { sharpness, offset };
}

/** More scores than this are pooled in so many narrow bins, each with its mean. */
const MOST_POINTS = 4096;

/** Different scores, or means of like ones, with how often they were right and wrong. */
function pooled(
  scores: ArrayLike<number>,
  positive: ArrayLike<number>,
): { readonly points: Float64Array; readonly yes: Float64Array; readonly no: Float64Array } {
  let [count, least, most] = [0, Infinity, -Infinity];
  for (let i = 0; i < positive.length; i++) {
    const score = scores[i]!;
    if (!Number.isFinite(score)) continue;
    count++;
    if (score < least) least = score;
    if (score > most) most = score;
  }
  const bins = count > MOST_POINTS;
  const size = bins ? MOST_POINTS : count;
  const [points, yes, no] = [0, 0, 0].map(() => new Float64Array(size)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const scale = bins && most > least ? (MOST_POINTS - 1) / (most - least) : 0;
  for (let i = 0, next = 0; i < positive.length; i++) {
    const score = scores[i]!;
    if (!Number.isFinite(score)) continue;
    const at = bins ? Math.floor((score - least) * scale) : next++;
    points[at] = points[at]! + score;
    const counts = positive[i] === 1 ? yes : no;
    counts[at] = counts[at]! + 1;
  }
  for (let at = 0; at < size; at++) points[at] = points[at]! / max(1, yes[at]! + no[at]!);
  return { points, yes, no };
}

/** Turns one row of scores into probabilities in place; classes of score -Infinity get 0. */
export function toProbabilities(scores: Float64Array, scaling: Scaling, multiLabel: boolean): void {
  if (multiLabel) {
    for (let c = 0; c < scores.length; c++) {
      const { sharpness, offset } = scaling.perClass?.[c] ?? scaling;
      scores[c] = scores[c] === -Infinity ? 0 : 1 / (1 + exp(-(sharpness * scores[c]! + offset)));
    }
    return;
  }
  const { sharpness, perClass } = scaling;
  let top = -Infinity;
  for (let c = 0; c < scores.length; c++) {
    scores[c] = sharpness * scores[c]! + (perClass?.[c]?.offset ?? 0);
    if (scores[c]! > top) top = scores[c]!;
  }
  let sum = 0;
  for (let c = 0; c < scores.length; c++) {
    const weight = exp(scores[c]! - top);
    scores[c] = weight;
    sum += weight;
  }
  for (let c = 0; c < scores.length; c++) scores[c] = scores[c]! / sum;
}
