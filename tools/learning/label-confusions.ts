import type { LabelValue } from "../../schema/label.js";

/**
 * Label -> the labels that a small model took it for, or them for it, the most often confused first.
 */
export type LabelConfusions = ReadonlyMap<string, readonly string[]>;

/** A row that a small model gave another label than it has. */
export interface MisreadRow {
  readonly label: LabelValue;
  readonly predicted: LabelValue;
  /** True for a real row; an accepted sample may have the wrong label itself. */
  readonly isReal: boolean;
}

/** What a single accepted sample says about two labels may be the sample's own fault. */
const FEWEST_SAMPLES = 2;

/** Counts which labels are confused, in both directions; of equally many the first seen first. */
export function labelConfusions(rows: Iterable<MisreadRow>): LabelConfusions {
  const counts = new Map<string, Map<string, { times: number; isReal: boolean }>>();
  const count = (label: string, other: string, isReal: boolean): void => {
    let own = counts.get(label);
    if (!own) counts.set(label, (own = new Map<string, { times: number; isReal: boolean }>()));
    const before = own.get(other) ?? { times: 0, isReal: false };
    own.set(other, { times: before.times + 1, isReal: before.isReal || isReal });
  };
  for (const { label, predicted, isReal } of rows) {
    const [given, read] = [namesOf(label), namesOf(predicted)];
    for (const missed of given.filter((name) => !read.includes(name)))
      for (const wrong of read.filter((name) => !given.includes(name))) {
        count(missed, wrong, isReal);
        count(wrong, missed, isReal);
      }
  }
  return new Map(
    [...counts].map(([label, others]): [string, string[]] => [
      label,
      [...others]
        .filter(([, { times, isReal }]) => isReal || times >= FEWEST_SAMPLES)
        .sort(([, one], [, other]) => other.times - one.times)
        .map(([name]) => name),
    ]),
  );
}

function namesOf(label: LabelValue): readonly string[] {
  return label === null ? [] : [label].flat();
}
