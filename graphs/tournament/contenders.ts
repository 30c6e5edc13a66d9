import { DatawrightError, isDatawrightError } from "../../base/errors.js";
import { didYouMean } from "../../base/text/nearest-name.js";
import type { TaskSpecInput } from "../../schema/task-file/task-spec.js";
import { readSpec, type ReadSpec } from "../run/read-spec.js";
import type { LaunchOptions } from "../runtime/run-options.js";

/** The task as it is, among the recipes of a tournament. */
export const NO_RECIPE = "none";

/** A recipe that takes part, with the task as it reads with it. */
export interface Contender {
  readonly recipe: string;
  readonly read: ReadSpec;
}

/** Those that can be compared on a task, and why others cannot. */
export interface Contenders {
  readonly fit: readonly Contender[];
  readonly unfit: readonly {
    /** Name of the recipe. */
    readonly recipe: string;
    /** Why it does not fit the task, in words. */
    readonly why: string;
  }[];
}

/**
 * Reads the task with each recipe: those that it fits, and why it does not fit the others.
 *
 * @param wanted names of recipes, `none` for the task without one; null for all
 * @throws SPEC_INVALID for a name that there is not, with the nearest one; USAGE where fewer than two
 *         fit
 */
export async function contendersOf(
  task: string | TaskSpecInput,
  options: LaunchOptions,
  { base, wanted }: { readonly base: ReadSpec; readonly wanted: readonly string[] | null },
): Promise<Contenders> {
  const known = [NO_RECIPE, ...base.slots.recipes.names];
  for (const name of wanted ?? [])
    if (!known.includes(name))
      throw new DatawrightError({
        code: "SPEC_INVALID",
        message: `recipes: there is no recipe ${JSON.stringify(name)}${didYouMean(name, known)}`,
        hint: `Valid names: ${known.join(", ")}.`,
        details: { path: "recipes", name },
      });
  const fit: Contender[] = [];
  const unfit: { recipe: string; why: string }[] = [];
  for (const recipe of new Set(wanted ?? known)) {
    try {
      fit.push({ recipe, read: await readWith(task, recipe, options) });
    } catch (error) {
      // What is wrong with the task itself was found when it was read without a choice.
      if (!isDatawrightError(error) || error.exitCode !== 2) throw error;
      unfit.push({ recipe, why: firstLine(error.message) });
    }
  }
  return { fit, unfit };
}

/** @throws USAGE where fewer than two are left */
export function requireTwo({ fit, unfit }: Contenders): void {
  if (fit.length >= 2) return;
  const reasons = unfit.slice(0, 8).map(({ recipe, why }) => `${recipe}: ${why}`);
  throw new DatawrightError({
    code: "USAGE",
    message: [
      `a tournament needs two recipes that fit the task, and ${fit.length === 0 ? "none does" : `only ${fit[0]!.recipe} does`}`,
      ...reasons,
      ...(unfit.length > reasons.length ? [`and ${unfit.length - reasons.length} more`] : []),
    ].join("\n"),
    hint: "Name others, or give the task what they need; `datawright recipes` says what that is.",
    details: { fit: fit.map(({ recipe }) => recipe), unfit },
  });
}

function readWith(
  task: string | TaskSpecInput,
  recipe: string,
  options: LaunchOptions,
): Promise<ReadSpec> {
  if (recipe !== NO_RECIPE) return readSpec(task, { ...options, recipe });
  const { recipe: _none, asPublished: _plain, ...others } = options;
  return typeof task === "string"
    ? readSpec(task, { ...others, set: [...(options.set ?? []), "recipe=null"] })
    : readSpec({ ...task, recipe: undefined }, others);
}

const firstLine = (message: string): string => message.split("\n")[0]!;
