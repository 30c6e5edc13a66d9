import { mergeDefaults } from "../../tools/task-file/merge-defaults.js";
import type { Recipe } from "./recipe.js";

/** The settings that a recipe puts below a task's own: its usual ones, or those as published. */
export function recipeSettings(
  { task, published }: Recipe,
  { asPublished }: { readonly asPublished: boolean },
): Readonly<Record<string, unknown>> {
  return asPublished && published ? mergeDefaults(published, task) : task;
}
