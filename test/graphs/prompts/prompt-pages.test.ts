import { existsSync, readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promptIndex, promptPage } from "../../../graphs/prompts/prompt-page.js";
import { promptsOf, type MethodPrompts } from "../../../graphs/prompts/read-prompts.js";
import { recordRequests } from "../../../graphs/prompts/record-requests.js";
import type { Recipe } from "../../../graphs/recipes/recipe.js";
import { allRecipes, RECIPES } from "../../../graphs/recipes/recipes.js";

const root = new URL("../../../", import.meta.url);
const page = (name: string): string => {
  const file = new URL(`docs/prompts/${name}.md`, root);
  return existsSync(file) ? readFileSync(file, "utf8") : "";
};

describe("docs/prompts", () => {
  const pages: { recipe: Recipe; prompts: MethodPrompts }[] = [];

  it.each(RECIPES.names)("has the page of %s as `npm run prompt-pages` writes it", async (name) => {
    const { value: recipe } = await RECIPES.choose(name, []);
    const example = fileURLToPath(new URL(recipe.example, root));
    const run = await recordRequests(example, { recipe: name });
    const prompts = promptsOf(run);
    pages.push({ recipe, prompts });
    expect(page(name)).toBe(promptPage(recipe, prompts));
  });

  it("has an index of them, and no page of anything else", async () => {
    expect(page("README")).toBe(promptIndex(pages));
    expect(readdirSync(new URL("docs/prompts/", root)).sort()).toEqual(
      ["README.md", ...(await allRecipes()).map(({ name }) => `${name}.md`)].sort(),
    );
  });
});
