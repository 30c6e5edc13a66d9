import { DatawrightError } from "../../base/errors.js";
import { shown } from "../../base/settings/check-options.js";
import { labelKey } from "../../schema/label.js";
import type {
  CuratedRow,
  CurationContext,
  CurationResult,
  CurationRow,
  CurationSteps,
  StepFigures,
} from "./contract.js";
import { curateRows } from "./curate-rows.js";

/** How far a curation depends on the seed of its folds and draws. */
export interface Stability {
  /** Runs with a seed each. */
  readonly repeats: number;
  /**
   * Rows that two runs both touch over rows that either touches, in the mean of all pairs; 1 where
   * none touches any.
   */
  readonly agreement: number;
  /** Rows that not all runs decided alike. */
  readonly unsteady: number;
  /** Rows that a run touched and most runs did not, so that they stay as they came. */
  readonly leftAlone: number;
}

export interface SteadyResult extends CurationResult {
  /** Null for a single run. */
  readonly stability: Stability | null;
}

/** With more rows seeds matter less and repeats cost more. */
const FEW_ROWS = 2000;
const REPEATS = 3;

/**
 * How often a curation is repeated where nobody says: thrice on few rows, once on many and where a
 * language model or people are asked, who would be asked again.
 */
export function usualRepeats(
  rows: readonly CurationRow[],
  context: Pick<CurationContext, "model" | "askModel" | "askPeople">,
): number {
  const asks = (context.model ?? context.askModel ?? context.askPeople) !== undefined;
  return asks || rows.length > FEW_ROWS ? 1 : REPEATS;
}

/**
 * Curates rows several times over, with a seed each, and does to a row what more than half of the
 * runs do: a row that only some folds condemn stays. Each row's score `stability` is the share of the
 * runs that decided as it was decided. A weight is the mean over the runs that decided so.
 *
 * The figures of the steps are those of the run that agrees most with what was decided, their counts
 * those of what was decided.
 *
 * @throws SHAPE if `repeats` is no whole number of at least 1
 */
export async function steadyCuration(
  rows: readonly CurationRow[],
  steps: CurationSteps,
  { context, repeats }: { readonly context: CurationContext; readonly repeats: number },
): Promise<SteadyResult> {
  if (!Number.isInteger(repeats) || repeats < 1)
    throw new DatawrightError({
      code: "SHAPE",
      message: `repeats is ${shown(repeats)}; it must be a whole number of at least 1`,
    });
  const runs: CurationResult[] = [];
  for (let run = 0; run < repeats; run++)
    runs.push(
      await curateRows(rows, steps, {
        ...context,
        seed: context.seed + run,
        random: run === 0 ? context.random : context.random.derive("repeat", run),
        progress: (step, share) => context.progress(step, (run + share) / repeats),
      }),
    );
  if (runs.length === 1) return { ...runs[0]!, stability: null };
  const decided = rows.map((_row, index) => majority(runs.map((run) => run.rows[index]!)));
  const final = steps.reweighter === null ? decided : withMeanOne(decided);
  const nearest = runs
    .map((run) => ({
      run,
      same: run.rows.filter((item, at) => fateOf(item) === fateOf(final[at]!)).length,
    }))
    .reduce((best, each) => (each.same > best.same ? each : best)).run;
  const count = (status: CuratedRow["status"]): number =>
    final.filter((item) => item.status === status).length;
  return {
    rows: final,
    steps: countedAgain(nearest.steps, final),
    kept: count("kept"),
    removed: count("removed"),
    toPeople: count("people"),
    relabelled: final.filter((item) => item.status === "kept" && item.mended !== "kept").length,
    stability: stabilityOf(runs, final),
  };
}

/** What became of a row, in a word: two runs with one fate did the same to it. */
function fateOf({ status, label, text }: CuratedRow): string {
  return status === "kept" ? `kept ${labelKey(label)}\n${text}` : status;
}

/** True where a run took a row out, left it to people, or changed its label. */
function isTouched({ status, mended }: CuratedRow): boolean {
  return status !== "kept" || mended !== "kept";
}

/** The row as more than half of the runs left it; as it came where no fate has as many. */
function majority(items: readonly CuratedRow[]): CuratedRow {
  const groups = new Map<string, CuratedRow[]>();
  for (const item of items) groups.set(fateOf(item), [...(groups.get(fateOf(item)) ?? []), item]);
  const most = [...groups.values()].reduce((best, each) =>
    each.length > best.length ? each : best,
  );
  const untouched = items.filter((item) => !isTouched(item));
  const chosen = 2 * most.length > items.length || untouched.length === 0 ? most : untouched;
  const stability = chosen.length / items.length;
  const item = chosen[0]!;
  return {
    ...item,
    weight: chosen.reduce((sum, each) => sum + each.weight, 0) / chosen.length,
    note:
      item.note === null || stability === 1
        ? item.note
        : `${item.note} (${chosen.length} of ${items.length} repeats)`,
    scores: { ...item.scores, stability },
  };
}

function withMeanOne(items: readonly CuratedRow[]): CuratedRow[] {
  const kept = items.filter(({ status }) => status === "kept");
  const mean = kept.reduce((sum, { weight }) => sum + weight, 0) / kept.length;
  return items.map((item) => (mean > 0 ? { ...item, weight: item.weight / mean } : item));
}

/** The figures with the counts of what was decided; of steps with one name the first has them. */
function countedAgain(steps: readonly StepFigures[], rows: readonly CuratedRow[]): StepFigures[] {
  return steps.map((figures, at) => {
    if (figures.kind === "reweight") return figures;
    const isFirst = steps.findIndex(({ step }) => step === figures.step) === at;
    const mine = isFirst ? rows.filter(({ step }) => step === figures.step) : [];
    const byReason: Record<string, number> = {};
    for (const { reason, mended } of mine) {
      const name = mended === "kept" ? (reason ?? "") : mended;
      byReason[name] = (byReason[name] ?? 0) + 1;
    }
    const { gate } = figures;
    return {
      ...figures,
      // What the gate let through in a run is not what most runs do.
      gate:
        isFirst && gate?.applied === true
          ? { ...gate, touchedShare: mine.length / Math.max(1, figures.seen) }
          : gate,
      removed: mine.filter(({ status }) => status === "removed").length,
      toPeople: mine.filter(({ status }) => status === "people").length,
      changed:
        figures.kind === "filter"
          ? figures.changed
          : mine.filter(({ status }) => status === "kept").length,
      byReason,
    };
  });
}

function stabilityOf(runs: readonly CurationResult[], final: readonly CuratedRow[]): Stability {
  const touched = runs.map(
    ({ rows }) => new Set(rows.flatMap((item, at) => (isTouched(item) ? [at] : []))),
  );
  const shares = touched.flatMap((one, i) =>
    touched.slice(i + 1).map((other) => {
      const both = [...one].filter((row) => other.has(row)).length;
      const either = one.size + other.size - both;
      return either === 0 ? 1 : both / either;
    }),
  );
  const any = new Set(touched.flatMap((rows) => [...rows]));
  return {
    repeats: runs.length,
    agreement: shares.reduce((sum, share) => sum + share, 0) / shares.length,
    unsteady: final.filter(({ scores }) => scores["stability"]! < 1).length,
    leftAlone: [...any].filter((row) => !isTouched(final[row]!)).length,
  };
}
