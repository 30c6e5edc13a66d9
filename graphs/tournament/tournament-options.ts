import { DatawrightError } from "../../base/errors.js";
import type { BudgetSpec } from "../../schema/task-file/run-limits.js";
import type { LaunchOptions } from "../runtime/run-options.js";

/** What a tournament is told beside the task. */
export interface TournamentOptions extends Omit<
  LaunchOptions,
  "recipe" | "runId" | "out" | "force" | "target" | "review" | "checkpointer" | "store"
> {
  /** Names of the recipes, `none` for the task without one. Default: all. */
  readonly recipes?: readonly string[];
  /** Most that all of it may spend together: what is named first counts, of usd, tokens, calls. */
  readonly budget?: BudgetSpec;
  /** Runs of each recipe on a rung, at least 2. Default: the task's `tournament.seeds`. */
  readonly seeds?: number;
  /** True to write the recipe to use into the task file, where the difference is real. */
  readonly write?: boolean;
  /** Stops the work; the same call goes on with it. */
  readonly signal?: AbortSignal;
  /** Told what is done now, and how far all of it is, from 0 to 1. */
  readonly onProgress?: (step: string, share: number) => void;
}

/** What a stop says, wherever it comes. */
export const STOPPED =
  "the tournament was stopped; what was measured is kept, and the same command goes on with it";

/** @throws USAGE for too few seeds or recipes */
export function checkTournamentOptions({ seeds, recipes }: TournamentOptions): void {
  if (seeds !== undefined && (!Number.isSafeInteger(seeds) || seeds < 2))
    throw new DatawrightError({
      code: "USAGE",
      message: `${seeds} seeds: one run of a recipe says nothing of another; at least 2 are needed`,
    });
  if (recipes !== undefined && recipes.length === 0)
    throw new DatawrightError({
      code: "USAGE",
      message: "a tournament was asked for, and no recipe was named",
      hint: "Name two or more, or leave them out for all that fit the task.",
    });
}

/** What runs are launched with: the budget is that of the tournament, and is divided. */
export function launchOptionsOf(options: TournamentOptions): LaunchOptions {
  const {
    recipes: _recipes,
    budget: _budget,
    seeds: _seeds,
    write: _write,
    signal: _signal,
    onProgress: _onProgress,
    ...launch
  } = options;
  return { logLevel: null, ...launch };
}
