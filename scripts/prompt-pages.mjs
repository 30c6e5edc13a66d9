// Writes docs/prompts/ from the registry of recipes; needs a build.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promptIndex, promptPage } from "../dist/graphs/prompts/prompt-page.js";
import { readPrompts } from "../dist/graphs/prompts/read-prompts.js";
import { allRecipes } from "../dist/graphs/recipes/recipes.js";

const folder = new URL("../docs/prompts/", import.meta.url);
mkdirSync(folder, { recursive: true });
for (const name of readdirSync(folder)) rmSync(new URL(name, folder));
const pages = [];
for (const recipe of await allRecipes()) {
  const example = fileURLToPath(new URL(`../${recipe.example}`, import.meta.url));
  const prompts = await readPrompts(example, { recipe: recipe.name });
  pages.push({ recipe, prompts });
  writeFileSync(new URL(`${recipe.name}.md`, folder), promptPage(recipe, prompts));
}
writeFileSync(new URL("README.md", folder), promptIndex(pages));
process.stdout.write(`${pages.length} pages\n`);
