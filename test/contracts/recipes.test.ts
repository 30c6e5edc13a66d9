import { recipeChecks } from "../../graphs/conformance/recipe-checks.js";
import { RECIPES } from "../../graphs/recipes/recipes.js";

describe.each(RECIPES.names)("recipe %s", (name) => {
  for (const check of recipeChecks(async () => (await RECIPES.choose(name, [])).value))
    it(check.name, () => check.run());
});
