import type { KindName } from "../../schema/kind.js";
import type { TaskSpecInput } from "../../schema/task-file/task-spec.js";

/**
 * Settings of a task that a recipe gives as defaults. Names are checked where the recipe is used,
 * as those of a task file are: plug-ins bring names of their own.
 */
export type RecipeTask = Readonly<
  Partial<
    Pick<
      TaskSpecInput,
      | "persona"
      | "purpose"
      | "audience"
      | "constraints"
      | "attributes"
      | "fields"
      | "prompts"
      | "label"
      | "evaluate"
      | "multiLabel"
      | "plan"
      | "generate"
      | "critique"
      | "curate"
      | "steps"
    >
  >
>;

/** What a task must bring for a recipe. */
export const RECIPE_NEEDS = [
  "labels",
  "support",
  "inputs",
  "knowledge",
  "graph",
  "attributes",
  "words",
] as const;
/** What a recipe may need of a task. */
export type RecipeNeed = (typeof RECIPE_NEEDS)[number];

/**
 * A published method as a composition of strategies by name, with its defaults. A task that names
 * it gets these settings below its own: whatever the task sets itself stands. Orders come from the
 * default planner, which fills every label and cell by what it lacks; what the paper does instead
 * stands in `published`.
 *
 *     export const terse = defineRecipe({
 *       name: "terse", title: "Short texts", paper: "none",
 *       kinds: ["classification"], needs: ["labels"], example: "examples/support-tickets/task.yaml",
 *       task: { constraints: { maxWords: 12 }, generate: { demonstrations: { name: "random", count: 4 } } },
 *       asPublished: ["the length"], differs: [],
 *     });
 */
export interface Recipe {
  /** Name that tasks choose it by. */
  readonly name: string;
  /** What it makes and how, in one line. */
  readonly title: string;
  /** Authors, year and where it appeared. */
  readonly paper: string;
  /** Kinds of sample that it makes. */
  readonly kinds: readonly KindName[];
  /** What a task must bring for it. */
  readonly needs: readonly RecipeNeed[];
  /** Settings that go below the task's own. */
  readonly task: RecipeTask;
  /**
   * Settings that go above those of `task` in a run as published (`asPublished`): sampling of the
   * paper that the default does better, such as orders that no measured deficit steers.
   */
  readonly published?: RecipeTask;
  /** What is done as the paper or its public code does it. */
  readonly asPublished: readonly string[];
  /** What is not, and why. */
  readonly differs: readonly string[];
  /** Task file of this repository that it runs on. */
  readonly example: string;
}

/** Describes a recipe, with its type checked. */
export function defineRecipe(recipe: Recipe): Recipe {
  return recipe;
}
