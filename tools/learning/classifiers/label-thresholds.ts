/** How the probabilities of a multi-label problem become a set of labels. */
export interface LabelRule {
  /** Per class: it is a label from this probability on. */
  readonly thresholds: readonly number[];
  /** False where every known row has a label: the likeliest class is then one in any case. */
  readonly mayBeEmpty: boolean;
}

/** The cut of classes that nothing is known about. */
export const PLAIN_RULE: LabelRule = { thresholds: [], mayBeEmpty: true };
const PLAIN_CUT = 0.5;
/**
 * How many right labels a cut of a class's own must gain over the common one: below that it
 * follows the accidents of a few rows.
 */
const LEAST_GAIN = 2;

/** The classes that probabilities stand for, as indices in their order. */
export function labelsOf(probabilities: ArrayLike<number>, rule: LabelRule): number[] {
  const found: number[] = [];
  let best = -1;
  let most = 0;
  for (let c = 0; c < probabilities.length; c++) {
    const cut = rule.thresholds[c] ?? PLAIN_CUT;
    const probability = probabilities[c]!;
    if (probability >= cut) found.push(c);
    // Nearest to its own cut, not the largest: a rare class has a low one.
    if (probability / cut > most) {
      most = probability / cut;
      best = c;
    }
  }
  return found.length > 0 || rule.mayBeEmpty || best < 0 ? found : [best];
}

/**
 * Chooses the cuts that give the largest micro-averaged F1 on out-of-sample probabilities: a common
 * one, which for true probabilities is half the best F1 (Lipton, Elkan and Narayanaswamy 2014,
 * "Optimal thresholding of classifiers to maximize F1 measure"), then each class's own where it
 * gains clearly. With the best F1 called F, a row is worth labelling when 2 - F for a right label
 * outweighs F for a wrong one, which can be decided class by class (Dinkelbach 1967).
 *
 * @param probabilities n rows of k, by models that did not see the row
 * @param sets          true classes per row, as indices
 */
export function labelThresholds(
  probabilities: readonly ArrayLike<number>[],
  sets: readonly ArrayLike<number>[],
): LabelRule {
  const k = probabilities[0]?.length ?? 0;
  const rows = probabilities.length;
  const positive = new Uint8Array(rows * k);
  let labels = 0;
  sets.forEach((set, row) => {
    for (let s = 0; s < set.length; s++) positive[row * k + set[s]!] = 1;
    labels += set.length;
  });
  const mayBeEmpty = sets.some((set) => set.length === 0);
  const bins = histograms(probabilities, positive, k);
  const cuts = new Int32Array(k).fill(BINS / 2);
  let best = microF1(bins, cuts, labels);
  for (let pass = 0; pass < 8; pass++) {
    let common = 0;
    let most = -Infinity;
    for (let cut = 1; cut < BINS; cut++) {
      let gain = 0;
      for (let c = 0; c < k; c++) gain += worth(bins, c, cut, best);
      if (gain > most) [most, common] = [gain, cut];
    }
    for (let c = 0; c < k; c++) {
      const usual = worth(bins, c, common, best);
      cuts[c] = common;
      let top = usual + LEAST_GAIN;
      for (let cut = 1; cut < BINS; cut++) {
        const gain = worth(bins, c, cut, best);
        if (gain > top) [top, cuts[c]] = [gain, cut];
      }
    }
    const found = microF1(bins, cuts, labels);
    if (!(found > best + 1e-6)) break;
    best = found;
  }
  return { thresholds: Array.from(cuts, (cut) => cut / BINS), mayBeEmpty };
}

const BINS = 200;

/** Rows, and right rows, at or above each cut, per class. */
interface Above {
  readonly all: Float64Array;
  readonly right: Float64Array;
}

function histograms(
  probabilities: readonly ArrayLike<number>[],
  positive: Uint8Array,
  k: number,
): Above {
  const all = new Float64Array(k * (BINS + 1));
  const right = new Float64Array(k * (BINS + 1));
  probabilities.forEach((row, at) => {
    for (let c = 0; c < k; c++) {
      const bin = c * (BINS + 1) + Math.min(BINS, Math.floor(row[c]! * BINS));
      all[bin]!++;
      right[bin] = right[bin]! + positive[at * k + c]!;
    }
  });
  for (let c = 0; c < k; c++) {
    for (let bin = BINS - 1; bin >= 0; bin--) {
      const at = c * (BINS + 1) + bin;
      all[at] = all[at]! + all[at + 1]!;
      right[at] = right[at]! + right[at + 1]!;
    }
  }
  return { all, right };
}

function worth({ all, right }: Above, c: number, cut: number, f1: number): number {
  const at = c * (BINS + 1) + cut;
  return (2 - f1) * right[at]! - f1 * (all[at]! - right[at]!);
}

function microF1({ all, right }: Above, cuts: Int32Array, labels: number): number {
  let given = 0;
  let hits = 0;
  cuts.forEach((cut, c) => {
    given += all[c * (BINS + 1) + cut]!;
    hits += right[c * (BINS + 1) + cut]!;
  });
  return given + labels === 0 ? 0 : (2 * hits) / (given + labels);
}
