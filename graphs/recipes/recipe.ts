import type {
  CONDITION_SOURCES,
  CRITERIA,
  DECOMPOSITIONS,
  DEMO_SELECTORS,
  GENERATE_STRATEGIES,
  PLAN_STRATEGIES,
  SEED_SELECTORS,
  SOURCE_SELECTORS,
} from "../../agents/builtin.js";
import type { KindName } from "../../schema/kind.js";
import type { TaskSpecInput } from "../../schema/task-file/task-spec.js";
import type { FilterName } from "../../tools/curation/filters/filters.js";
import type { RelabelerName } from "../../tools/curation/relabel/relabelers.js";
import type { ReweighterName } from "../../tools/curation/weights/reweighters.js";

type Section<Name extends keyof TaskSpecInput> = NonNullable<TaskSpecInput[Name]>;
type Part<Name extends keyof TaskSpecInput, Key extends keyof Section<Name>> = NonNullable<
  Section<Name>[Key]
>;
type Named<T, Names extends string, Key extends string = "strategy"> = Omit<T, Key> & {
  readonly [K in Key]?: Names;
};
type Step<Names extends string> =
  Names | { readonly name: Names; readonly [setting: string]: unknown };

type PlanNames = Named<Section<"plan">, keyof typeof PLAN_STRATEGIES>;
type SpecStep = Part<"steps", number>;

/**
 * Settings of a task that a recipe gives as defaults: those of a task file, every name typed by the
 * registries.
 */
export interface RecipeTask extends Partial<
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
  >
> {
  readonly plan?: Omit<PlanNames, "decomposition" | "seeds" | "conditions"> & {
    readonly decomposition?: keyof typeof DECOMPOSITIONS | "auto";
    readonly seeds?: Named<Part<"plan", "seeds">, keyof typeof SEED_SELECTORS | "none">;
    readonly conditions?: readonly (
      | keyof typeof CONDITION_SOURCES
      | { readonly source: keyof typeof CONDITION_SOURCES; readonly [setting: string]: unknown }
    )[];
  };
  readonly generate?: Omit<
    Named<Section<"generate">, keyof typeof GENERATE_STRATEGIES>,
    "demonstrations" | "sources"
  > & {
    readonly demonstrations?: Named<
      Part<"generate", "demonstrations">,
      keyof typeof DEMO_SELECTORS
    >;
    readonly sources?: Named<Part<"generate", "sources">, keyof typeof SOURCE_SELECTORS>;
  };
  readonly critique?: Omit<Section<"critique">, "criteria"> & {
    readonly criteria?: readonly (keyof typeof CRITERIA)[];
  };
  readonly curate?: Omit<Section<"curate">, "filters" | "relabel" | "reweight"> & {
    readonly filters?: readonly Step<FilterName>[];
    readonly relabel?: readonly Step<RelabelerName>[];
    readonly reweight?: Step<ReweighterName> | null;
  };
  readonly steps?: readonly (Omit<SpecStep, "strategy"> & {
    readonly strategy?: keyof typeof GENERATE_STRATEGIES;
  })[];
}

/** What a task must bring for a recipe. */
export const RECIPE_NEEDS = ["labels", "support", "inputs", "knowledge", "graph"] as const;
export type RecipeNeed = (typeof RECIPE_NEEDS)[number];

/**
 * A published method as a composition of strategies by name, with its defaults. A task that names
 * it gets these settings below its
 * own: whatever the task sets itself stands.
 *
 *     export const terse = defineRecipe({
 *       name: "terse", title: "Short texts", paper: "none",
 *       kinds: ["classification"], needs: ["labels"], example: "examples/support-tickets/task.yaml",
 *       task: { constraints: { maxWords: 12 }, generate: { demonstrations: { strategy: "random", count: 4 } } },
 *       asPublished: ["the length"], differs: [],
 *     });
 */
export interface Recipe {
  readonly name: string;
  /** What it makes and how, in one line. */
  readonly title: string;
  /** Authors, year and where it appeared. */
  readonly paper: string;
  readonly kinds: readonly KindName[];
  readonly needs: readonly RecipeNeed[];
  readonly task: RecipeTask;
  /** What is done as the paper or its public code does it. */
  readonly asPublished: readonly string[];
  /** What is not, and why. */
  readonly differs: readonly string[];
  /** Task file of this repository that it runs on. */
  readonly example: string;
}

export function defineRecipe(recipe: Recipe): Recipe {
  return recipe;
}
