import { DatawrightError } from "../../../base/errors.js";
import { binomialBelow } from "../../../base/statistics/binomial.js";
import { wilsonInterval, type Interval } from "../../../base/statistics/intervals.js";
import { normalQuantile } from "../../../base/statistics/normal-quantile.js";
import type { TextInput } from "../contract.js";
import { TextVectorizer } from "../features/text-vectorizer.js";
import { clusterTree } from "./cluster-tree.js";
import { TermCounts } from "./term-counts.js";

/** Texts, and where a model is wrong on them. */
export interface SliceOptions {
  /** The texts, or pairs of texts. */
  readonly texts: readonly TextInput[];
  /** Aligned with `texts`: whether the model is wrong there. */
  readonly wrong: readonly boolean[];
  /** Rows that a slice has at least. Default: 10, or one row of a hundred where that is more. */
  readonly least?: number;
  /** Slices at most. Default: 10. */
  readonly most?: number;
  /** Probability that any slice is found where errors fall at random, at most. Default: 0.05. */
  readonly level?: number;
}

/** Rows that have something in common and on which the model is wrong more often than elsewhere. */
export interface Slice {
  /** Positions of its rows. */
  readonly rows: readonly number[];
  /** Words that set its texts apart, most telling first; one word where the slice is its rows. */
  readonly terms: readonly string[];
  /** Rows of it on which the model is wrong. */
  readonly errors: number;
  /** Their share. */
  readonly errorRate: number;
  /**
   * Of the error rate, at `1 - level` for all slices that were looked at together, so that choosing
   * the worst ones does not make it too narrow.
   */
  readonly interval: Interval;
  /** Probability of as many errors at the rate of all rows, times the slices that were looked at. */
  readonly probability: number;
}

/** What was found, and among how many. */
export interface Slices {
  /** The least probable first; no row counts for two. */
  readonly slices: readonly Slice[];
  /** Slices that were looked at. */
  readonly lookedAt: number;
  /** Share of all rows on which the model is wrong. */
  readonly errorRate: number;
}

/**
 * Finds slices of texts on which a model is wrong more often than on all together: the rows of each
 * frequent word, and clusters of texts of every size, halved again and again by spherical 2-means on
 * tf-idf.
 *
 * Slices are cut by the texts alone and not by the errors, so that their number bounds chance
 * findings (Bonferroni). Of slices that overlap the least probable one stays; a further one counts
 * only its rows outside.
 *
 * @throws SHAPE if counts differ or a number is out of range
 */
export function findSlices(options: SliceOptions): Slices {
  const { texts, wrong, most = 10, level = 0.05 } = options;
  const least = options.least ?? Math.max(10, Math.ceil(texts.length / 100));
  if (texts.length !== wrong.length)
    throw new DatawrightError({
      code: "SHAPE",
      message: `${texts.length} texts but ${wrong.length} marks of what is wrong`,
    });
  if (!(least >= 2) || !(most >= 0) || !(level > 0 && level < 1))
    throw new DatawrightError({
      code: "SHAPE",
      message: `least ${least} must be at least 2, most ${most} at least 0, level ${level} within 0 and 1`,
    });
  const errorsOf = (rows: readonly number[]): number => rows.filter((row) => wrong[row]).length;
  const errorRate = errorsOf([...wrong.keys()]) / Math.max(1, texts.length);
  const terms = new TermCounts(texts);
  const candidates = [
    ...terms.frequent(least, texts.length - least),
    ...clustersOf(texts, least).map((rows) => ({ rows, term: null })),
  ];
  const z = normalQuantile(1 - level / (2 * Math.max(1, candidates.length)));
  const chance = (rows: readonly number[]): number =>
    Math.min(
      1,
      candidates.length *
        (1 - binomialBelow(errorsOf(rows), { trials: rows.length, probability: errorRate })),
    );
  const ranked = candidates
    .map((candidate) => ({ ...candidate, probability: chance(candidate.rows) }))
    .filter(({ probability }) => probability <= level)
    .sort((a, b) => a.probability - b.probability || b.rows.length - a.rows.length);
  const taken = new Set<number>();
  const slices: Slice[] = [];
  for (const { rows: all, term } of ranked) {
    if (slices.length >= most) break;
    const rows = all.filter((row) => !taken.has(row));
    const probability = chance(rows);
    if (rows.length < least || probability > level) continue;
    for (const row of rows) taken.add(row);
    const errors = errorsOf(rows);
    slices.push({
      rows,
      terms: term === null ? terms.telling(rows) : [term],
      errors,
      errorRate: errors / rows.length,
      interval: wilsonInterval(errors, rows.length, z),
      probability,
    });
  }
  return { slices, lookedAt: candidates.length, errorRate };
}

function clustersOf(texts: readonly TextInput[], least: number): (readonly number[])[] {
  const { matrix } = TextVectorizer.fit(texts, {
    wordNgrams: [1, 1],
    characterNgrams: null,
    minDocumentFrequency: 2,
  });
  return clusterTree(matrix, least);
}
