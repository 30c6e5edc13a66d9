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
/** Parts of the rows that are held out in turn. */
const FOLDS = { few: 5, many: 3 };
/** So many rows are few. */
const FEW_ROWS = 1500;
/** Rows that a split is made of at most; more would say the same for more time. */
const MOST_ROWS = 6000;
/**
 * Half the width of an interval in standard errors. Of few rows it holds the gain in 60 of 100 cases,
 * so that its lower end is below it in 80; of many in 90, as real gains show more clearly there.
 */
const HALF_WIDTH = { few: 0.8416, many: 1.6449 };
/** Splits that show a loss. */
const LEAST_SPLITS = { few: 2, many: 1 };
/** Standard errors at which one split of many rows is enough. */
const BEYOND_DOUBT = 3;

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
  const kind = labelled.indices.length <= FEW_ROWS ? "few" : "many";
  const strata = new Map(labelled.classes.map((name, index) => [name, index]));
  const folds = stratifiedFolds(
    labelled.texts,
    labelled.keys.map((key) => strata.get(key) ?? -1),
    FOLDS[kind],
    `${context.seed}/held-out`,
  );
  const splits = folds.reduce((most, fold) => Math.max(most, fold), 0) + 1;
  // Nadeau and Bengio's 1 + J tested / trained: how much more a mean over splits scatters.
  const scatter = (): Scatter => ({
    inflation: 1 + seen.length / (FOLDS[kind] - 1),
    halfWidth: HALF_WIDTH[kind],
  });
  const right: number[] = [];
  const error: number[] = [];
  const classOf: string[] = [];
  let touched = 0;
  let tried = 0;
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
    // A loss on two parts is enough to leave the rows alone, on one of many rows.
    if (seen.length >= LEAST_SPLITS[kind] && mean(error) < 0 && mean(right) <= 0) break;
    if (kind === "many" && (touched === 0 || isSure(error, scatter()) || isSure(right, scatter())))
      break;
  }
  return {
    gain: {
      error: gainOf(error, scatter()),
      right: gainOf(right, scatter()),
      overClasses: context.multiLabel
        ? null
        : gainOverClasses(right, classOf, {
            ...scatter(),
            // What keeps a step off need not be as sure as what lets it act.
            halfWidth: HALF_WIDTH.few,
          }),
      heldOut: right.length,
      triedOn: Math.round(tried / seen.length),
      splits: seen.length,
      touchedShare: touched / tried,
      withChosenCost: async () => {
        const again: number[] = [];
        for (const split of seen) {
          const cost = "chosen" as const;
          again.push(
            ...(await differences(split, { cost, classes: labelled.classes, context })).right,
          );
        }
        return gainOf(again, scatter());
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

/** How a mean of differences scatters. */
interface Scatter {
  /** How much more its variance is than that of independent rows. */
  readonly inflation: number;
  /** Standard errors from the mean to the ends of its interval. */
  readonly halfWidth: number;
}

/** True where one split leaves no doubt of a gain. */
function isSure(differences: readonly number[], scatter: Scatter): boolean {
  return gainOf(differences, { ...scatter, halfWidth: BEYOND_DOUBT }).lower > 0;
}

function gainOf(differences: readonly number[], scatter: Scatter): GainInterval {
  return interval(mean(differences), variance(differences) / differences.length, scatter);
}

/**
 * The mean over the classes of the mean over the rows that were given the class. Labels that are
 * wrong class by class shrink it and keep its sign (Menon et al. 2015), however rare a class is.
 */
function gainOverClasses(
  differences: readonly number[],
  classOf: readonly string[],
  scatter: Scatter,
): GainInterval {
  const of = grouped(differences, classOf);
  const classes = [...of.values()];
  const spread = classes.reduce((sum, values) => sum + variance(values) / values.length, 0);
  const expected = mean(classes.map((values) => mean(values)));
  return interval(expected, spread / classes.length ** 2, scatter);
}

function interval(
  expected: number,
  squaredError: number,
  { inflation, halfWidth }: Scatter,
): GainInterval {
  const half = halfWidth * Math.sqrt(inflation * squaredError);
  return { expected, lower: expected - half, upper: expected + half };
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
