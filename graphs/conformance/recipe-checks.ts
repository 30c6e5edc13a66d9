import assert from "node:assert/strict";
import { KINDS } from "../../schema/kind.js";
import type { ConformanceCheck } from "../../tools/models/providers/chat-model-checks.js";
import { RECIPE_NEEDS, type Recipe } from "../recipes/recipe.js";

/** What every Recipe must be, as checks; that its names are known is checked where it is used. */
export function recipeChecks(create: () => Recipe | Promise<Recipe>): ConformanceCheck[] {
  return [
    {
      name: "says what it makes, after which paper, for which kinds",
      run: async () => {
        const recipe = await create();
        for (const key of ["name", "title", "paper"] as const)
          assert.ok(
            typeof recipe[key] === "string" && recipe[key].trim() !== "",
            `it has no ${key}`,
          );
        assert.ok(recipe.kinds.length > 0, "it names no kind");
        for (const kind of recipe.kinds)
          assert.ok((KINDS as readonly string[]).includes(kind), `there is no kind "${kind}"`);
        for (const need of recipe.needs)
          assert.ok((RECIPE_NEEDS as readonly string[]).includes(need), `nobody brings "${need}"`);
      },
    },
    {
      name: "is data: settings of a task, and nothing that is the task's own",
      run: async () => {
        const { task, published = {} } = await create();
        for (const settings of [task, published]) {
          assert.equal(JSON.stringify(settings), JSON.stringify(structuredClone(settings)));
          for (const own of ["name", "kind", "labels", "target", "recipe", "plugins"])
            assert.ok(!(own in settings), `"${own}" belongs to the task that uses it`);
        }
      },
    },
  ];
}
