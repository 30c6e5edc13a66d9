import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { DatawrightError } from "../../base/errors.js";
import { composition, settingLines } from "../../graphs/recipes/recipe-table.js";
import { RECIPES } from "../../graphs/recipes/recipes.js";
import { allRecipes } from "../../graphs/recipes/recipes.js";
import type { TaskSpecInput } from "../../schema/task-file/task-spec.js";
import { taskToYaml } from "../../tools/task-file/task-to-yaml.js";
import type { CommonFlags } from "../flags.js";
import { texts } from "../language/texts.js";
import { padDisplay } from "../../base/text/display-width.js";
import { printPrompts } from "../print/print-prompts.js";
import { tableText } from "../print/print-table.js";
import { whileWorking } from "../while-working.js";

/**
 * `datawright recipes [NAME]`: the published methods, or one with its settings; with `--prompts`
 * every question of it, on a task or its example.
 */
export async function recipes(
  name: string | undefined,
  flags: CommonFlags & { readonly prompts?: string | boolean },
): Promise<number> {
  if (flags.prompts !== undefined) return recipePrompts(name, flags);
  const out = (line = ""): void => void process.stdout.write(`${line}\n`);
  const { labels, ...say } = texts().recipes;
  const line = (label: string, text: string): void => out(`${padDisplay(label, 9)} ${text}`);
  if (name === undefined) {
    const all = await allRecipes();
    if (flags.json) out(JSON.stringify(all));
    else
      process.stdout.write(
        tableText(
          [
            { title: say.columns.recipe },
            { title: say.columns.needs },
            { title: say.columns.makes },
          ],
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
  line(labels.paper, recipe.paper);
  line(labels.kinds, recipe.kinds.join(", "));
  line(labels.needs, recipe.needs.join(", ") || say.nothing);
  for (const part of composition(recipe)) line(labels.uses, part);
  for (const text of recipe.asPublished) line(labels.published, text);
  for (const text of recipe.differs) line(labels.differs, text);
  for (const text of settingLines(recipe.published ?? {}))
    line(labels.uses, say.onlyAsPublished(text));
  line(labels.try, `datawright run ${recipe.example} --recipe ${recipe.name}`);
  out(`\n${say.settings}`);
  process.stdout.write(taskToYaml(recipe.task as Partial<TaskSpecInput>));
  return 0;
}

async function recipePrompts(
  name: string | undefined,
  flags: CommonFlags & { readonly prompts?: string | boolean },
): Promise<number> {
  if (name === undefined)
    throw new DatawrightError({
      code: "USAGE",
      message: "--prompts shows the questions of one recipe, and none was named",
      hint: "For example: datawright recipes attrprompt --prompts",
    });
  const recipe = (await RECIPES.choose(name, [])).value;
  const task = typeof flags.prompts === "string" ? flags.prompts : exampleFile(recipe.example);
  const { readPrompts } = await import("../../graphs/prompts/read-prompts.js");
  return printPrompts(
    await whileWorking(texts().work.prompts(task), flags, () =>
      readPrompts(task, { recipe: name, workspace: flags.workspace }),
    ),
    flags,
  );
}

/** A task file that the package brings, from the sources and from what is built of them. */
function exampleFile(path: string): string {
  const [found = path] = ["../../", "../../../"]
    .map((up) => fileURLToPath(new URL(up + path, import.meta.url)))
    .filter((file) => existsSync(file));
  return found;
}
