import { Random } from "../../../base/statistics/random.js";
import { mean, variance } from "../../../base/statistics/mean.js";
import { heldOutScoresInWorker } from "../../learning/learning-in-worker.js";
import {
  labelledRows,
  untrainable,
  type LabelledRows,
} from "../../learning/scores/labelled-rows.js";
import type { TrainingArm } from "../../learning/scores/held-out-scores.js";
import { stratifiedFolds } from "../../learning/stratified-folds.js";
import type { CurationContext, CurationRow } from "../contract.js";
import type { GainInterval } from "./gate-figures.js";
import { isChanged } from "../step-effects.js";
import { withInputs } from "../learning-inputs.js";
import { append } from "../../../base/values/append.js";

/**
 * What a step leaves of rows that it may see: fewer rows, other labels, other weights. It says what
 * share of its work is done.
 */
export type Treatment = (
  rows: readonly CurationRow[],
  progress: (share: number) => void,
) => Promise<readonly CurationRow[]>;

/** What training on treated rows gains on rows that the treatment did not see. */
export interface HeldOutGain {
  /** By how much the squared error of the probabilities falls. */
  readonly error: GainInterval;
  /** In accuracy, or F1 where a row has several labels: 0.01 is a point. */
  readonly right: GainInterval;
  /** Gain in the mean over classes of what is right among their rows; null for sets of labels. */
  readonly overClasses: GainInterval | null;
  /** Rows that were held out in turn. */
  readonly heldOut: number;
  /** Rows that the step was tried on, in each split. */
  readonly triedOn: number;
  readonly splits: number;
  /** Share of them that it took out, or gave another label or weight. */
  readonly touchedShare: number;
  /** The gain in accuracy or F1 of a classifier that chooses its cost on the rows of each arm. */
  readonly withChosenCost: () => Promise<GainInterval>;
}

/** Share of the time of a split that the step takes; the rest is training on what it leaves. */
const STEP_SHARE = 0.8;
/** Parts of the rows that are held out in turn; where one split is enough, it is a third. */
const FOLDS = { all: 5, one: 3 };
/** Up to so many rows all are held out in turn; of more, one split says enough. */
const MOST_FOLDED = 1500;
/** Rows that a split is made of at most; more would say the same for more time. */
const MOST_ROWS = 6000;
/** The interval holds the gain in 60 of 100 cases, so its lower end is below it in 80. */
const NORMAL_QUANTILE = 0.8416;

/**
 * What a classifier gains from training on what a step leaves, on held-out rows with the labels that
 * they were given: nothing of those rows takes part in what the step decides. Wrong labels among
 * them that do not hang on the text shrink the gain and keep its sign.
 *
 * The interval is that of Nadeau and Bengio (2003): the variance of the mean difference of n
 * held-out rows in J splits is var(d) / n (1 + J tested / trained), because splits share their
 * training rows. A note where nothing can be trained.
 */
export async function heldOutGain(
  rows: readonly CurationRow[],
  treat: Treatment,
  context: CurationContext,
): Promise<
  | { readonly gain: HeldOutGain; readonly note: null }
  | { readonly gain: null; readonly note: string }
> {
  const used = await withInputs(sampled(rows, context), context);
  const labelled = labelledRows(used, context);
  const note = untrainable(labelled, context.multiLabel);
  if (note !== null) return { gain: null, note };
  const whole = labelled.indices.length <= MOST_FOLDED;
  const strata = new Map(labelled.classes.map((name, index) => [name, index]));
  const folds = stratifiedFolds(
    labelled.texts,
    labelled.keys.map((key) => strata.get(key) ?? -1),
    whole ? FOLDS.all : FOLDS.one,
    `${context.seed}/held-out`,
  );
  const splits = whole ? folds.reduce((most, fold) => Math.max(most, fold), 0) + 1 : 1;
  const right: number[] = [];
  const error: number[] = [];
  const classOf: string[] = [];
  let touched = 0;
  let tried = 0;
  let done = 0;
  const seen: Split[] = [];
  for (let fold = 0; fold < splits; fold++) {
    const progress = (share: number): void =>
      context.progress("does it help on held-out rows", (fold + share) / splits);
    progress(0);
    const out = labelled.indices.flatMap((_index, at) => (folds[at] === fold ? [at] : []));
    const known = labelled.indices.flatMap((index, at) =>
      folds[at] === fold ? [] : [used[index]!],
    );
    const treated = await treat(known, (share) => progress(STEP_SHARE * share));
    const changed = touchedRows(known, treated);
    tried += known.length;
    touched += changed;
    const split: Split = {
      arms: changed === 0 ? null : [armOf(known, context), armOf(treated, context)],
      heldOut: {
        texts: out.map((at) => labelled.texts[at]!),
        labels: out.map((at) => labelled.labels[at]!),
      },
    };
    seen.push(split);
    const scores = await differences(split, { cost: "fixed", classes: labelled.classes, context });
    right.push(...scores.right);
    error.push(...scores.error);
    classOf.push(...out.map((at) => labelled.keys[at]!));
    done += 1;
    // A loss on two parts is enough to leave the rows alone; to act, all parts must be seen.
    if (done > 1 && mean(error) < 0 && mean(right) <= 0) break;
  }
  // Nadeau and Bengio's 1 + J tested / trained: how much more a mean over splits scatters.
  const inflation = 1 + done / ((whole ? FOLDS.all : FOLDS.one) - 1);
  return {
    gain: {
      error: gainOf(error, inflation),
      right: gainOf(right, inflation),
      overClasses: context.multiLabel ? null : gainOverClasses(right, classOf, inflation),
      heldOut: right.length,
      triedOn: Math.round(tried / done),
      splits: done,
      touchedShare: touched / tried,
      withChosenCost: async () => {
        const again: number[] = [];
        for (const split of seen) {
          const cost = "chosen" as const;
          again.push(
            ...(await differences(split, { cost, classes: labelled.classes, context })).right,
          );
        }
        return gainOf(again, inflation);
      },
    },
    note: null,
  };
}

/** A split: the rows that a classifier is trained on, before and after the step, and those held out. */
interface Split {
  /** Null where the step changed nothing. */
  readonly arms: readonly [TrainingArm, TrainingArm] | null;
  readonly heldOut: Pick<TrainingArm, "texts" | "labels">;
}

/** By how much the second arm is better than the first, a number for each held-out row. */
async function differences(
  { arms, heldOut }: Split,
  options: {
    readonly cost: "fixed" | "chosen";
    readonly classes: readonly string[];
    readonly context: CurationContext;
  },
): Promise<{ readonly right: readonly number[]; readonly error: readonly number[] }> {
  const none = heldOut.texts.map(() => 0);
  if (arms === null) return { right: none, error: none };
  const { cost, classes, context } = options;
  const [before, after] = await heldOutScoresInWorker(
    { arms, heldOut, classes, seed: context.seed, cost },
    context.signal ? { signal: context.signal } : {},
  );
  return {
    right: none.map((_zero, at) => after!.right[at]! - before!.right[at]!),
    error: none.map((_zero, at) => before!.errors[at]! - after!.errors[at]!),
  };
}

function gainOf(differences: readonly number[], inflation: number): GainInterval {
  return interval(mean(differences), (inflation * variance(differences)) / differences.length);
}

/**
 * The mean over the classes of the mean over the rows that were given the class. Labels that are
 * wrong class by class shrink it and keep its sign (Menon et al. 2015), however rare a class is.
 */
function gainOverClasses(
  differences: readonly number[],
  classOf: readonly string[],
  inflation: number,
): GainInterval {
  const of = grouped(differences, classOf);
  const classes = [...of.values()];
  const spread = classes.reduce((sum, values) => sum + variance(values) / values.length, 0);
  const expected = mean(classes.map((values) => mean(values)));
  return interval(expected, (inflation * spread) / classes.length ** 2);
}

function interval(expected: number, squaredError: number): GainInterval {
  const deviation = Math.sqrt(squaredError);
  return {
    expected,
    lower: expected - NORMAL_QUANTILE * deviation,
    upper: expected + NORMAL_QUANTILE * deviation,
  };
}

/** All rows, or a seeded sample of so many as a split needs, in their order. */
function sampled(
  rows: readonly CurationRow[],
  { seed }: Pick<CurationContext, "seed">,
): readonly CurationRow[] {
  if (rows.length <= MOST_ROWS) return rows;
  return new Random(seed)
    .derive("held-out")
    .sample([...rows.keys()], MOST_ROWS)
    .sort((a, b) => a - b)
    .map((index) => rows[index]!);
}

function armOf(
  rows: readonly CurationRow[],
  context: Pick<CurationContext, "labels" | "multiLabel">,
): TrainingArm {
  const { texts, labels, weights }: LabelledRows = labelledRows(rows, context, 1);
  return { texts, labels, weights };
}

function touchedRows(before: readonly CurationRow[], after: readonly CurationRow[]): number {
  const left = new Map(after.map((row) => [row.id, row]));
  return before.filter((row) => {
    const now = left.get(row.id);
    return now === undefined || isChanged(row, now);
  }).length;
}

function grouped(
  differences: readonly number[],
  classOf: readonly string[],
): ReadonlyMap<string, readonly number[]> {
  const of = new Map<string, number[]>();
  differences.forEach((value, at) => {
    append(of, classOf[at]!, value);
  });
  return of;
}
