import { composition } from "../../graphs/recipes/recipe-table.js";
import { RECIPES } from "../../graphs/recipes/recipes.js";
import { allRecipes } from "../../graphs/recipes/recipes.js";
import type { TaskSpecInput } from "../../schema/task-file/task-spec.js";
import { taskToYaml } from "../../tools/task-file/task-to-yaml.js";
import type { CommonFlags } from "../flags.js";
import { tableText } from "../print/print-table.js";

/** `datawright recipes [NAME]`: the published methods, or one with its settings. */
export async function recipes(name: string | undefined, flags: CommonFlags): Promise<number> {
  const out = (line = ""): void => void process.stdout.write(`${line}\n`);
  if (name === undefined) {
    const all = await allRecipes();
    if (flags.json) out(JSON.stringify(all));
    else
      process.stdout.write(
        tableText(
          [{ title: "recipe" }, { title: "needs" }, { title: "what it makes" }],
          all.map((recipe) => [recipe.name, recipe.needs.join(", "), recipe.title]),
        ),
      );
    return 0;
  }
  const recipe = (await RECIPES.choose(name, [])).value;
  if (flags.json) {
    out(JSON.stringify(recipe));
    return 0;
  }
  out(`${recipe.name}: ${recipe.title}`);
  out(`paper     ${recipe.paper}`);
  out(`kinds     ${recipe.kinds.join(", ")}`);
  out(`needs     ${recipe.needs.join(", ") || "nothing"}`);
  for (const part of composition(recipe)) out(`uses      ${part}`);
  for (const line of recipe.asPublished) out(`published ${line}`);
  for (const line of recipe.differs) out(`differs   ${line}`);
  out(`try       datawright run ${recipe.example} --recipe ${recipe.name}`);
  out("\nsettings, below the task's own:");
  process.stdout.write(taskToYaml(recipe.task as Partial<TaskSpecInput>));
  return 0;
}
