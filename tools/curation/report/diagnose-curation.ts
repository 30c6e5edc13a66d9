import type { Interval } from "../../../base/statistics/intervals.js";
import { mean, standardDeviation } from "../../../base/statistics/mean.js";
import { labelKey, type LabelValue } from "../../../schema/label.js";
import type { TextInput } from "../../learning/contract.js";
import { findLabelIssues } from "../../learning/find-label-issues.js";
import { trainTextClassifierInWorker } from "../../learning/learning-in-worker.js";
import { decidingOptions } from "../../learning/out-of-sample.js";
import {
  labelledRows,
  untrainable,
  type LearningRow,
} from "../../learning/scores/labelled-rows.js";
import { findSlices, type Slice } from "../../learning/slices/find-slices.js";
import type { CuratedRow, CurationContext, CurationRow } from "../contract.js";
import { givenProbabilities } from "../filters/measures/given-probabilities.js";
import { inputOf, withInputs } from "../learning-inputs.js";

/** What a small model that is trained on the rows says of them and of held-out rows. */
export interface CurationDiagnosis {
  /** Classes, in the order of the noise matrix. */
  readonly classes: readonly string[];
  /**
   * For each given label (row) the estimated share of its rows that are each class (column), before
   * the curation (Northcutt et al. 2021); null for rows of several labels.
   */
  readonly noise: readonly (readonly number[])[] | null;
  /** Share of the rows whose label is estimated to be wrong, before the curation. */
  readonly noiseRate: number | null;
  /** Slices of the kept rows on which a small model that did not see them contradicts the labels. */
  readonly slices: readonly Omit<Slice, "rows">[];
  /** Share of the kept rows on which it does. */
  readonly contradicted: number | null;
  /** Accuracy on held-out rows with labels, trained on the rows before and after; null without any. */
  readonly heldOut: {
    readonly rows: number;
    readonly before: number;
    readonly after: number;
    /** Of after - before, over the held-out rows in pairs, at 95 %. */
    readonly gain: Interval;
  } | null;
  /** What could not be said, and why. */
  readonly notes: readonly string[];
}

const CROSS_FIT = { folds: 5, algorithm: "logistic-regression" } as const;

/**
 * Looks at the rows before and after a curation with a small model: which labels are taken for which,
 * where its labels are contradicted, and what the curation is worth on held-out rows.
 *
 * @param heldOut rows with labels that took no part, of which nothing is learnt
 */
export async function diagnoseCuration(
  {
    before,
    after,
  }: { readonly before: readonly CurationRow[]; readonly after: readonly CuratedRow[] },
  context: CurationContext,
  heldOut: readonly CurationRow[] = [],
): Promise<CurationDiagnosis> {
  const kept = after
    .filter(({ status }) => status === "kept")
    .map(({ row, text, label, weight }): CurationRow => ({ ...row, text, label, weight }));
  const notes: string[] = [];
  const noise = await noiseOf(before, context);
  if (noise.note !== null) notes.push(`noise matrix: ${noise.note}`);
  const slices = await slicesOf(kept, context);
  if (slices.note !== null) notes.push(`slices: ${slices.note}`);
  const gain =
    heldOut.length === 0
      ? { found: null, note: null }
      : await gainOf({ before, kept, heldOut }, context);
  if (gain.note !== null) notes.push(`held-out rows: ${gain.note}`);
  return {
    classes: noise.classes,
    noise: noise.matrix,
    noiseRate: noise.rate,
    slices: slices.found,
    contradicted: slices.contradicted,
    heldOut: gain.found,
    notes,
  };
}

async function noiseOf(
  rows: readonly CurationRow[],
  context: CurationContext,
): Promise<{
  classes: readonly string[];
  matrix: number[][] | null;
  rate: number | null;
  note: string | null;
}> {
  const none = (note: string) => ({ classes: [], matrix: null, rate: null, note });
  if (context.multiLabel) return none("it is defined for one label per row; these are multi-label");
  const { found, ...failed } = await givenProbabilities(rows, context, CROSS_FIT);
  if (found === null) return none(failed.note!);
  const { classes, all, labelled } = found;
  const { joint, noiseRate } = findLabelIssues({
    probabilities: all,
    labels: labelled.keys.map((name) => classes.indexOf(name)),
  });
  return {
    classes,
    matrix: joint.map((row) => {
      const total = row.reduce((sum, mass) => sum + mass, 0);
      return Array.from(row, (mass) => (total > 0 ? mass / total : 0));
    }),
    rate: noiseRate,
    note: null,
  };
}

async function slicesOf(
  kept: readonly CurationRow[],
  context: CurationContext,
): Promise<{ found: Omit<Slice, "rows">[]; contradicted: number | null; note: string | null }> {
  const { found, ...failed } = await givenProbabilities(kept, context, CROSS_FIT);
  if (found === null) return { found: [], contradicted: null, note: failed.note! };
  const { labelled, all, classes } = found;
  const wrong = all.map((row, at) => {
    const given = [labelled.labels[at]!].flat();
    const named = context.multiLabel
      ? classes.filter((_name, c) => row[c]! >= 0.5)
      : [classes[row.indexOf(Math.max(...row))]!];
    return labelKey(named) !== labelKey(given);
  });
  const { slices, errorRate } = findSlices({ texts: labelled.texts, wrong });
  return {
    found: slices.map(({ rows: _rows, ...slice }) => slice),
    contradicted: errorRate,
    note: null,
  };
}

/** Accuracy on the held-out rows of a small model of the rows before, and of those after. */
async function gainOf(
  { before, kept, heldOut }: Record<"before" | "kept" | "heldOut", readonly CurationRow[]>,
  context: CurationContext,
): Promise<{ found: CurationDiagnosis["heldOut"]; note: string | null }> {
  const judged = heldOut.filter((row) => row.label !== null && row.text.trim() !== "");
  if (judged.length < 2)
    return { found: null, note: `${judged.length} rows with a text and a label are too few` };
  const right: Float64Array[] = [];
  for (const rows of [before, kept]) {
    const answers = await answersOf(rows, judged, context);
    if (typeof answers === "string") return { found: null, note: answers };
    right.push(
      Float64Array.from(answers, (label, at) =>
        Number(labelKey(label) === labelKey(judged[at]!.label)),
      ),
    );
  }
  const gains = right[1]!.map((value, at) => value - right[0]![at]!);
  const gain = mean(gains);
  const half = (1.96 * standardDeviation(gains)) / Math.sqrt(gains.length);
  return {
    found: {
      rows: judged.length,
      before: mean(right[0]!),
      after: mean(right[1]!),
      gain: { lower: gain - half, upper: gain + half },
    },
    note: null,
  };
}

async function answersOf(
  rows: readonly LearningRow[],
  asked: readonly CurationRow[],
  context: CurationContext,
): Promise<LabelValue[] | string> {
  const labelled = labelledRows(await withInputs(rows, context), context, 1);
  const note = untrainable(labelled, context.multiLabel);
  if (note !== null) return note;
  const { texts, labels, weights, classes } = labelled;
  const classifier = await trainTextClassifierInWorker(
    { ...decidingOptions(texts.length), texts, labels, weights, classes, seed: context.seed },
    context.signal ? { signal: context.signal } : {},
  );
  const questions: TextInput[] = (await withInputs(asked, context)).map(inputOf);
  return classifier
    .predict(questions)
    .map(({ label, labels: several }) => (context.multiLabel ? [...(several ?? [])] : label));
}
