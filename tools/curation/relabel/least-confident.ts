import { countOf } from "../../../base/statistics/lowest-share.js";
import type { CurationContext, CurationRow, Relabeler } from "../contract.js";
import { RelabelReport } from "./relabel-report.js";
import {
  givenProbabilities,
  type CrossFitOptions,
} from "../filters/measures/given-probabilities.js";

const SMALL_MODEL = "small-model";

/** Rows in the order in which people should decide them. */
export interface LeastConfident {
  /**
   * Rows without a label or with one that the task does not know first, then by rising confidence;
   * rows without text or score not at all.
   */
  readonly order: readonly number[];
  /** Confidence per row, NaN where there is none. */
  readonly confidence: Float64Array;
  /** Rows of the order that have no usable label. */
  readonly unlabelled: number;
  readonly scoredBy: string;
  readonly note: string | null;
}

/**
 * Orders rows by how sure their label is: by a score that came with them, or else by the
 * out-of-sample probability of a small model.
 *
 * @param score name of a score of the rows (higher = surer); used where at least half of the
 *         labelled rows have it. Null = never
 */
export async function leastConfident(
  rows: readonly CurationRow[],
  context: CurationContext,
  options: CrossFitOptions & { readonly score: string | null },
): Promise<LeastConfident> {
  const known = context.labels.length > 0 ? new Set(context.labels) : null;
  const labelled = rows.map(
    (row) =>
      row.label !== null && (known === null || [row.label].flat().every((name) => known.has(name))),
  );
  const scored =
    options.score === null
      ? []
      : rows.filter((row, index) => labelled[index] && Number.isFinite(row.scores[options.score!]));
  const confidence = new Float64Array(rows.length).fill(NaN);
  let note: string | null = null;
  const byScore = scored.length > 0 && 2 * scored.length >= labelled.filter(Boolean).length;
  if (byScore)
    rows.forEach(
      (row, index) =>
        (confidence[index] = labelled[index] ? (row.scores[options.score!] ?? NaN) : NaN),
    );
  else {
    const { found, ...failed } = await givenProbabilities(rows, context, options);
    note = failed.note;
    if (found !== null)
      found.labelled.indices.forEach((index, at) => (confidence[index] = found.probabilities[at]!));
  }
  const open = rows.flatMap((row, index) =>
    !labelled[index] && row.text.trim() !== "" ? [index] : [],
  );
  const ranked = [...confidence.keys()]
    .filter((index) => labelled[index] && !Number.isNaN(confidence[index]!))
    .sort((a, b) => confidence[a]! - confidence[b]! || a - b);
  return {
    order: [...open, ...ranked],
    confidence,
    unlabelled: open.length,
    scoredBy: byScore ? options.score! : SMALL_MODEL,
    note,
  };
}

/**
 * Lets people relabel the rows whose label is least sure; without people the rows are marked for
 * them.
 *
 * @param share of all rows, or their number above 1
 */
export function leastConfidentRelabeler(
  name: string,
  options: CrossFitOptions & { readonly share: number; readonly score: string | null },
): Relabeler {
  const { share, score } = options;
  return {
    name,
    async relabel(rows, context) {
      const report = new RelabelReport(rows);
      const found = await leastConfident(rows, context, options);
      const { order, confidence, unlabelled, scoredBy, note } = found;
      // A score that is a log-probability or a logit is no probability, so it stands in the note
      // only.
      if (scoredBy === SMALL_MODEL)
        confidence.forEach((value, index) =>
          Number.isNaN(value) ? undefined : report.confidence(index, value),
        );
      const chosen = order.slice(0, countOf(share, rows.length));
      const what = score === null ? "probability" : scoredBy;
      await report.ask(chosen, context, "Which label is right?", (index) =>
        Number.isNaN(confidence[index]!)
          ? "no usable label"
          : `${what} of the label ${confidence[index]!.toFixed(3)}`,
      );
      return report.outcome(name, {
        share,
        asked: chosen.length,
        unlabelled,
        ...(score === null ? {} : { scoredBy }),
        ...(note === null ? {} : { notApplied: note }),
      });
    },
  };
}
