import type { Estimate } from "../../tools/tournament/paired-scores.js";
import type { Objective } from "../../tools/tournament/objectives.js";
import type { Leaving } from "../../tools/tournament/successive-halving.js";
import type { MoneyUnit } from "./tournament-money.js";

/** How a recipe fared in a tournament. */
export interface TournamentRow {
  /** Its name; `none` for the task without a recipe. */
  readonly recipe: string;
  /** The last rung that it ran on, from 1. */
  readonly rung: number;
  /** Why it came no further; null for the last two. */
  readonly left: Leaving;
  /** Why it failed, in words. */
  readonly failed: string | null;
  /** Its score on that rung, 0 to 1, with the 95 % interval over seeds and held-out rows. */
  readonly score: Estimate | null;
  /** What the best of that rung is above it. */
  readonly behind: Estimate | null;
  /** The mean of each objective over its seeds; null where it was not measured. */
  readonly parts: Readonly<Partial<Record<Objective, number | null>>>;
  /** Accepted rows of a run there, the mean over its seeds. */
  readonly rows: number | null;
  /** What its runs have spent in all, in the unit. */
  readonly spent: number;
  /** The same for each accepted row; null where none was accepted. */
  readonly perRow: number | null;
  /** Model calls of its runs in all. */
  readonly calls: number;
  /** Ids of its runs. */
  readonly runs: readonly string[];
}

/** What came of a tournament. */
export interface TournamentReport {
  /** Id: the first part of the ids of its runs. */
  readonly id: string;
  /** Folder of its state. */
  readonly folder: string;
  /** Name of the task. */
  readonly task: string;
  /** The recipe to use; null where the difference of the last two is not real. */
  readonly recipe: string | null;
  /** The whole in words, a sentence each. */
  readonly verdict: readonly string[];
  /** The last two, compared on runs that neither was chosen by. */
  readonly final: {
    /** The better one. */
    readonly first: string;
    /** The other. */
    readonly second: string;
    /** What the first one's score is above the other's, with its 95 % interval. */
    readonly difference: Estimate;
    /** Seeds of either that nothing was chosen by. */
    readonly seeds: number;
    /** Held-out rows of the comparison. */
    readonly rows: number;
    /** True where these rows did not choose the last two. */
    readonly freshRows: boolean;
  } | null;
  /** Recipes that the winner was not shown to be better than; all of them where there is none. */
  readonly indistinguishable: readonly string[];
  /** Of the last two, where they do not differ, the one with the lower cost of a row. */
  readonly cheapest: string | null;
  /** All that took part, best first. */
  readonly rows: readonly TournamentRow[];
  /** Recipes that do not fit the task, and why. */
  readonly unfit: readonly { readonly recipe: string; readonly why: string }[];
  /** Objectives with their weights, which add up to 1, and how each is measured. */
  readonly objectives: readonly {
    /** Which figure. */
    readonly name: Objective;
    /** Its share of the score. */
    readonly weight: number;
    /** What is counted, in words. */
    readonly how: string;
  }[];
  /** Objectives that were not measured, and why. */
  readonly dropped: readonly { readonly name: Objective; readonly why: string }[];
  /** What every recipe gets equally much of. */
  readonly unit: MoneyUnit;
  /** Each rung: recipes, seeds, and what a run may have spent when it ends. */
  readonly rungs: readonly {
    /** Recipes on it. */
    readonly recipes: number;
    /** What one of their runs may have spent when it ends, in the unit. */
    readonly perRun: number;
    /** Runs of each recipe. */
    readonly seeds: number;
  }[];
  /** Most that could be spent, in the unit. */
  readonly budget: number;
  /** What was spent. */
  readonly spent: {
    /** By the runs. */
    readonly runs: number;
    /** By the judge. */
    readonly judge: number;
  };
  /**
   * What running every recipe to the end would have taken, by the runs that came there; null where
   * none did.
   */
  readonly allToTheEnd: number | null;
  /** Task file that the recipe was written into; null where it was not. */
  readonly written: string | null;
}
