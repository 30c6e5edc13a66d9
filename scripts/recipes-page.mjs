// Writes docs/recipes.md from the registry of recipes; needs a build.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { recipePage } from "../dist/graphs/recipes/recipe-table.js";
import { allRecipes } from "../dist/graphs/recipes/recipes.js";

writeFileSync(new URL("../docs/recipes.md", import.meta.url), recipePage(await allRecipes()));

const folder = new URL("../graphs/recipes/published/", import.meta.url);
const files = readdirSync(folder);
const lengths = files
  .map(
    (name) =>
      readFileSync(new URL(name, folder), "utf8")
        .split("\n")
        .filter((line) => line.trim() !== "" && !line.trim().startsWith("//")).length,
  )
  .sort((a, b) => a - b);
process.stdout.write(
  `${files.length} recipes; lines, comments apart: median ${lengths[Math.floor(lengths.length / 2)]}, longest ${lengths.at(-1)}\n`,
);
