// Writes docs/recipes.md from the registry of recipes; needs a build.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { recipePage } from "../dist/graphs/recipes/recipe-table.js";
import { allRecipes } from "../dist/graphs/recipes/recipes.js";

writeFileSync(new URL("../docs/recipes.md", import.meta.url), recipePage(await allRecipes()));

const files = readdirSync(new URL("../graphs/recipes/", import.meta.url)).filter(
  (name) => !/^(?:recipe|recipes|recipe-needs|recipe-table|read-task-with-recipe)\.ts$/u.test(name),
);
const lengths = files
  .map(
    (name) =>
      readFileSync(new URL(`../graphs/recipes/${name}`, import.meta.url), "utf8")
        .split("\n")
        .filter((line) => line.trim() !== "" && !line.trim().startsWith("//")).length,
  )
  .sort((a, b) => a - b);
process.stdout.write(
  `${files.length} recipes; lines, comments apart: median ${lengths[Math.floor(lengths.length / 2)]}, longest ${lengths.at(-1)}\n`,
);
