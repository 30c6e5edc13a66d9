import { DatawrightError } from "../../base/errors.js";
import type { TaskSpec, TaskSpecInput } from "../../schema/task-file/task-spec.js";
import { didYouMean } from "../../base/text/nearest-name.js";
import {
  checkTaskWithRecipe,
  readTaskSpec,
  type ReadTask,
} from "../../tools/task-file/read-task.js";
import type { Recipe } from "./recipe.js";
import { checkRecipeNeeds } from "./recipe-needs.js";
import { RECIPES } from "./recipes.js";

/** Finds a recipe by its name. @throws SPEC_INVALID with the nearest name */
export async function findRecipe(name: string): Promise<Recipe> {
  const load = Object.hasOwn(RECIPES, name) ? RECIPES[name as keyof typeof RECIPES] : undefined;
  if (!load) {
    const names = Object.keys(RECIPES);
    throw new DatawrightError({
      code: "SPEC_INVALID",
      message: `recipe: there is no ${JSON.stringify(name)}${didYouMean(name, names)}`,
      hint: `Valid names: ${names.join(", ")}.`,
      details: { path: "recipe" },
    });
  }
  return load();
}

const defaultsOf = async (name: string): Promise<Readonly<Record<string, unknown>>> =>
  (await findRecipe(name)).task as Readonly<Record<string, unknown>>;

/**
 * Reads and checks a task file with overrides `PATH=VALUE`, and the settings of its recipe below
 * its own.
 *
 * @throws SPEC_NOT_FOUND, DATA_ENCODING, SPEC_INVALID, PROMPT_SLOT, PLAN_INVALID or USAGE, naming
 *         file, line and field
 */
export async function readTaskFile(
  path: string,
  overrides: readonly string[] = [],
): Promise<ReadTask> {
  const read = await readTaskSpec(path, overrides, defaultsOf);
  if (read.spec.recipe !== undefined)
    checkRecipeNeeds(read.spec, await findRecipe(read.spec.recipe));
  return read;
}

/**
 * Checks a task given as an object, with the settings of its recipe below its own.
 * @throws as readTaskFile
 */
export async function checkTask(task: TaskSpecInput): Promise<TaskSpec> {
  const spec = await checkTaskWithRecipe(task, defaultsOf);
  if (spec.recipe !== undefined) checkRecipeNeeds(spec, await findRecipe(spec.recipe));
  return spec;
}
