import { mergeDefaults } from "../../tools/task-file/merge-defaults.js";
import type { Recipe, RecipeTask } from "./recipe.js";

/** What no paper does: a run as published tells no prompt what was written before. */
const NOT_STEERED: RecipeTask = { generate: { unlike: 0 } };

/** The settings that a recipe puts below a task's own: its usual ones, or those as published. */
export function recipeSettings(
  { task, published = {} }: Recipe,
  { asPublished }: { readonly asPublished: boolean },
): Readonly<Record<string, unknown>> {
  return asPublished ? mergeDefaults(mergeDefaults(published, task), NOT_STEERED) : task;
}
