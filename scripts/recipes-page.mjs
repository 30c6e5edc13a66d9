// Writes docs/recipes.md from the registry of recipes; needs a build.
import { writeFileSync } from "node:fs";
import { recipePage } from "../dist/graphs/recipes/recipe-table.js";
import { allRecipes } from "../dist/graphs/recipes/recipes.js";

writeFileSync(new URL("../docs/recipes.md", import.meta.url), recipePage(await allRecipes()));
