import type { TaskSpecInput } from "../../schema/task-file/task-spec.js";
import type { Recipe } from "./recipe.js";

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
    "",
    `Composed of ${composition(recipe)
      .map((part) => `\`${part}\``)
      .join(", ")}. Example: [${recipe.example}](../${recipe.example}).`,
  ];
}

/** The strategies that a recipe puts together, as \`field: name\`. */
export function composition({ task }: Recipe): string[] {
  const { plan, generate, critique, curate, steps } = task as TaskSpecInput;
  const name = (step: unknown): string =>
    typeof step === "string"
      ? step
      : String(
          (step as { name?: unknown; source?: unknown }).name ??
            (step as { source?: unknown }).source,
        );
  const parts: [string, readonly (string | undefined)[]][] = [
    ["plan", [plan?.strategy]],
    ["conditions", (plan?.conditions ?? []).map(name)],
    ["decomposition", [plan?.decomposition]],
    ["seeds", [plan?.seeds?.strategy]],
    [
      "steps",
      (steps ?? []).map((step) =>
        step.strategy === undefined ? step.id : `${step.id} (${step.strategy})`,
      ),
    ],
    ["generate", [generate?.strategy]],
    ["demonstrations", [generate?.demonstrations?.strategy]],
    ["sources", [generate?.sources?.strategy]],
    ["critique", critique?.criteria ?? []],
    ["filters", (curate?.filters ?? []).map(name)],
    ["relabel", (curate?.relabel ?? []).map(name)],
    ["reweight", curate?.reweight ? [name(curate.reweight)] : []],
  ];
  const named = parts.map(([field, names]): [string, string[]] => [
    field,
    names.filter((one) => one !== undefined),
  ]);
  return named
    .filter(([, names]) => names.length > 0)
    .map(([field, names]) => `${field}: ${names.join(", ")}`);
}
