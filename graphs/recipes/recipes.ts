import type { Recipe } from "./recipe.js";

/** Every recipe by name, each loaded when it is asked for. */
export const RECIPES = {
  zerogen: async () => (await import("./zerogen.js")).zerogen,
} satisfies Readonly<Record<string, () => Promise<Recipe>>>;

/** All recipes, in the order of the registry. */
export async function allRecipes(): Promise<Recipe[]> {
  const recipes: Recipe[] = [];
  for (const load of Object.values(RECIPES)) recipes.push(await load());
  return recipes;
}
