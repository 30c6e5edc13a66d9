import type { TrainingSet } from "../features/training-set.js";

/** Labels that several labels a row are judged by, at most. */
const JUDGED_LABELS = 32;

/**
 * A set of several labels a row with at most 32 of its labels, of all frequencies: each has a
 * problem of its own, so one C and one common curve for all can be told from some. Of one label a
 * row the set itself.
 */
export function withFewerLabels(set: TrainingSet): TrainingSet {
  const { space } = set;
  const known = set.present.flatMap((present, c) => (present ? [c] : []));
  if (!space.multiLabel || known.length <= JUDGED_LABELS) return set;
  known.sort((a, b) => space.counts[b]! - space.counts[a]! || a - b);
  const kept = Array.from(
    { length: JUDGED_LABELS },
    (_, place) => known[Math.floor(((place + 0.5) * known.length) / JUDGED_LABELS)]!,
  );
  const numbers = new Int32Array(space.classes.length).fill(-1);
  kept.forEach((c, number) => (numbers[c] = number));
  const some = <T>(of: ArrayLike<T>): T[] => kept.map((c) => of[c]!);
  return {
    weights: set.weights,
    classWeights: Float64Array.from(some(set.classWeights)),
    present: kept.map(() => true),
    space: {
      classes: some(space.classes),
      multiLabel: true,
      ofRow: space.ofRow.map((row) => row.map((c) => numbers[c]!).filter((c) => c >= 0)),
      counts: Int32Array.from(some(space.counts)),
    },
  };
}
