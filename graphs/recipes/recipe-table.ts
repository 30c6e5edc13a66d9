import type { Recipe } from "./recipe.js";
import { isRecord } from "../../base/values/is-record.js";

const BEGIN = "# Recipes";

/**
 * The page of all recipes as Markdown: what each makes, needs and composes, what is as published
 * and what is not.
 */
export function recipePage(recipes: readonly Recipe[]): string {
  const index = recipes.map(
    (recipe) =>
      `| [\`${recipe.name}\`](#${recipe.name}) | ${recipe.title} | ` +
      `${recipe.kinds.join(", ")} | ${recipe.needs.join(", ") || "nothing"} |`,
  );
  return [
    BEGIN,
    "",
    "A recipe is a published method as a composition of strategies by name. `datawright run " +
      "TASK --recipe NAME`, `recipe: NAME` in the task file, or",
    "`launch(task, { recipe: NAME })` puts its settings below the task's own: what the task " +
      "sets itself stands. `datawright recipes NAME` prints one.",
    "This page is made from the registry.",
    "",
    "By default a recipe's orders come from the planner of every other run: each label and cell " +
      "gets its share of the target, whatever is refused (`plan: deficit`), and prompts list what was " +
      "written for the same cell (`generate.unlike`).",
    "With `--as-published`, `asPublished: true` in the task file or `launch(task, { recipe: NAME, " +
      "asPublished: true })`, it samples as its paper does: without that list, and with what is said below.",
    "",
    "What every run does stays in force below a recipe, whether its paper does it or not: " +
      "the curator takes out near copies (`curate.nearDuplicate`), and",
    "refuses a label, or sends it to people, where a small model that did not see the " +
      "sample is sure of another (`curate.rejectBelow`, `reviewBelow`); the",
    "criterion `novel` refuses what is near by ROUGE-L or by embedding (`critique.rougeL`, " +
      "`vectorDistance`). Each can be set in the task.",
    "",
    "| recipe | what it makes | kinds | needs |",
    "|---|---|---|---|",
    ...index,
    ...recipes.flatMap((recipe) => ["", `## ${recipe.name}`, "", ...recipeLines(recipe)]),
    "",
  ].join("\n");
}

function recipeLines(recipe: Recipe): string[] {
  return [
    `${recipe.title}. ${recipe.paper}.`,
    "",
    ...recipe.asPublished.map((line) => `- As published: ${line}.`),
    ...recipe.differs.map((line) => `- Not as published: ${line}.`),
    ...publishedLines(recipe),
    "",
    `Composed of ${composition(recipe)
      .map((part) => `\`${part}\``)
      .join(", ")}. Example: [${recipe.example}](../${recipe.example}).`,
  ];
}

/** What `--as-published` changes, setting by setting. */
function publishedLines({ published }: Recipe): string[] {
  const settings = settingLines(published ?? {});
  return settings.length === 0
    ? []
    : [`- Only with \`--as-published\`: ${settings.map((line) => `\`${line}\``).join(", ")}.`];
}

/** Settings as `path: value`, the innermost maps apart that are a choice with its name. */
export function settingLines(settings: Readonly<Record<string, unknown>>, above = ""): string[] {
  return Object.entries(settings).flatMap(([name, value]): string[] => {
    const path = above === "" ? name : `${above}.${name}`;
    return isRecord(value) && !("name" in value)
      ? settingLines(value as Readonly<Record<string, unknown>>, path)
      : [`${path}: ${typeof value === "string" ? value : JSON.stringify(value)}`];
  });
}

/** The strategies that a recipe puts together, as \`field: name\`. */
export function composition({ task }: Recipe): string[] {
  const { plan, generate, critique, curate, steps } = task;
  const name = (choice: string | { readonly name?: string }): string | undefined =>
    typeof choice === "string" ? choice : choice.name;
  const names = (
    ...choices: readonly (string | { readonly name?: string } | null | undefined)[]
  ): (string | undefined)[] => choices.map((choice) => (choice ? name(choice) : undefined));
  const parts: [string, readonly (string | undefined)[]][] = [
    ["plan", names(plan?.strategy)],
    ["conditions", names(...(plan?.conditions ?? []))],
    ["decomposition", names(plan?.decomposition)],
    ["seeds", names(plan?.seeds)],
    [
      "steps",
      (steps ?? []).map(({ id, strategy }) =>
        strategy === undefined ? id : `${id} (${name(strategy)})`,
      ),
    ],
    ["generate", names(generate?.strategy)],
    ["demonstrations", names(generate?.demonstrations)],
    ["sources", names(generate?.sources)],
    ["critique", names(...(critique?.criteria ?? []))],
    ["filters", names(...(curate?.filters ?? []))],
    ["relabel", names(...(curate?.relabel ?? []))],
    ["reweight", names(curate?.reweight)],
  ];
  const named = parts.map(([field, names]): [string, string[]] => [
    field,
    names.filter((one) => one !== undefined),
  ]);
  return named
    .filter(([, names]) => names.length > 0)
    .map(([field, names]) => `${field}: ${names.join(", ")}`);
}
