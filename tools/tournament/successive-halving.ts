import { OBJECTIVES, sharesOf, type RunFigures, type Weights } from "./objectives.js";
import { recipeScore, scoreDifference, type Estimate, type ScoreOptions } from "./paired-scores.js";
import type { Rung } from "./rungs.js";

/** What a tournament knows of the runs of a recipe on a rung: figures by seed, or why there are none. */
export type Measured<Run extends RunFigures> =
  { readonly runs: readonly Run[] } | { readonly failed: string };

/** How a tournament is held. */
export interface HalvingOptions<Run extends RunFigures> {
  readonly rungs: readonly Rung[];
  readonly weights: Weights;
  /** Held-out rows that recipes are chosen by, and those that the last two are compared on. */
  readonly rows: { readonly chosenBy: readonly number[]; readonly reported: readonly number[] };
  /** Runs a recipe on a rung, with the same seeds for every recipe; new ones on the last. */
  measure(recipe: string, rung: number): Promise<Measured<Run>>;
}

/** Why a recipe did not come further. */
export type Leaving =
  /** Its interval of the difference to the best lies below nothing. */
  | "worse"
  /** The next rung has no money for it; nothing is shown of the difference. */
  | "budget"
  /** It could not be run. */
  | "failed"
  /** It came to the last rung. */
  | null;

/** How a recipe fared. */
export interface Standing<Run extends RunFigures> {
  readonly recipe: string;
  /** The last rung that it ran on, from 0. */
  readonly rung: number;
  readonly left: Leaving;
  /** Why it failed, in words. */
  readonly failed: string | null;
  /** Its runs on that rung. */
  readonly runs: readonly Run[];
  /** Null where it failed. */
  readonly score: Estimate | null;
  /** What the best of that rung is above it; null for that one, and where it failed. */
  readonly behind: Estimate | null;
}

/** What came of a tournament: best first. */
export interface HalvingResult<Run extends RunFigures> {
  readonly standings: readonly Standing<Run>[];
  /** The last two, the better one first, and what it is above the other. Null where fewer were left. */
  readonly final: {
    readonly first: string;
    readonly second: string;
    readonly difference: Estimate;
  } | null;
}

const LAST_TWO = 2;
const ERROR = 0.05;

/**
 * Holds a tournament: on each rung all that are left are run, those that are surely worse than the
 * best leave, and then as many more as the next rung has no money for, the last ones first. The last
 * two always meet: what one is above the other is measured on runs that neither was chosen by.
 */
export async function successiveHalving<Run extends RunFigures>(
  recipes: readonly string[],
  options: HalvingOptions<Run>,
): Promise<HalvingResult<Run>> {
  const { rungs, measure, rows, weights } = options;
  const looks = Math.max(1, (recipes.length - 1) * Math.max(1, rungs.length - 1));
  const out: Standing<Run>[] = [];
  let left = [...recipes];
  let last: Standing<Run>[] = [];
  for (const [rung] of rungs.entries()) {
    const isLast = rung === rungs.length - 1;
    const measured: [string, Measured<Run>][] = [];
    for (const recipe of left) measured.push([recipe, await measure(recipe, rung)]);
    const scoring: ScoreOptions = {
      weights: commonWeights(weights, measured),
      rows: isLast ? rows.reported : rows.chosenBy,
      confidence: isLast ? 1 - ERROR : 1 - ERROR / looks,
    };
    const standings = measured.map(([recipe, of]) => standingOf(recipe, rung, of, scoring));
    out.unshift(...standings.filter(({ left: why }) => why === "failed"));
    last = ranked(
      standings.filter(({ left: why }) => why !== "failed"),
      scoring,
    );
    if (isLast) break;
    const keep = Math.max(LAST_TWO, rungs[rung + 1]!.recipes);
    last = last.map((standing, place) => ({
      ...standing,
      left:
        place < LAST_TWO
          ? null
          : surelyBehind(standing)
            ? ("worse" as const)
            : place >= keep
              ? ("budget" as const)
              : null,
    }));
    out.unshift(...last.filter(({ left: why }) => why !== null));
    left = last.filter(({ left: why }) => why === null).map(({ recipe }) => recipe);
    if (left.length === 0) break;
  }
  const [first, second] = last;
  return {
    standings: [...last.filter(({ left: why }) => why === null), ...out],
    final:
      first === undefined || second?.behind == null
        ? null
        : { first: first.recipe, second: second.recipe, difference: second.behind },
  };
}

/** What could not be measured of one run compares none: the others share its weight. */
function commonWeights<Run extends RunFigures>(
  weights: Weights,
  measured: readonly (readonly [string, Measured<Run>])[],
): Weights {
  const runs = measured.flatMap(([, of]) => ("runs" in of ? of.runs : []));
  const common = OBJECTIVES.filter(
    (name) => (weights[name] ?? 0) > 0 && runs.every(({ objectives }) => name in objectives),
  );
  return sharesOf(weights, common);
}

const surelyBehind = ({ behind }: Standing<RunFigures>): boolean =>
  behind !== null && behind.low > 0;

function standingOf<Run extends RunFigures>(
  recipe: string,
  rung: number,
  measured: Measured<Run>,
  scoring: ScoreOptions,
): Standing<Run> {
  if ("failed" in measured)
    return {
      recipe,
      rung,
      left: "failed",
      failed: measured.failed,
      runs: [],
      score: null,
      behind: null,
    };
  const { runs } = measured;
  const score = recipeScore(runs, { ...scoring, confidence: 1 - ERROR });
  return { recipe, rung, left: null, failed: null, runs, score, behind: null };
}

/** Best first, each with what the best is above it. */
function ranked<Run extends RunFigures>(
  standings: readonly Standing<Run>[],
  scoring: ScoreOptions,
): Standing<Run>[] {
  const order = [...standings].sort((a, b) => b.score!.value - a.score!.value);
  const best = order[0];
  return order.map((standing) =>
    standing === best
      ? standing
      : { ...standing, behind: scoreDifference(best!.runs, standing.runs, scoring) },
  );
}
