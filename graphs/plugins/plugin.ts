import type { Configurable } from "../../base/slots/configurable.js";
import type { Criterion } from "../../agents/critic/contract.js";
import type { DemoSelector, GenerateStrategy } from "../../agents/generator/contract.js";
import type {
  ConditionSource,
  Decomposition,
  PlanStrategy,
  SeedSelector,
  SourceSelector,
} from "../../agents/planner/contract.js";
import type { Allocator, Filter, Relabeler, Reweighter } from "../../tools/curation/contract.js";
import type { MakeSource } from "../../tools/knowledge/source-options.js";
import type { Classifier } from "../../tools/learning/contract.js";
import type { Metric } from "../../tools/metrics/contract.js";
import type { Exporter } from "../../tools/rows/contract.js";
import type { Recipe } from "../recipes/recipe.js";

/** Implementations by name; with `about`, one line that help and listings show. */
type Provided<T> = Readonly<Record<string, (T | Configurable<T>) & { readonly about?: string }>>;

/** What a plug-in brings: more names for any slot. Everything is optional. */
export interface Plugin {
  /** Default: its file or package. */
  readonly name?: string;
  readonly criteria?: Provided<Criterion>;
  readonly generateStrategies?: Provided<GenerateStrategy>;
  readonly demonstrationSelectors?: Provided<DemoSelector>;
  readonly planStrategies?: Provided<PlanStrategy>;
  readonly decompositions?: Provided<Decomposition>;
  readonly conditionSources?: Provided<ConditionSource>;
  readonly seedSelectors?: Provided<SeedSelector>;
  readonly sourceSelectors?: Provided<SourceSelector>;
  readonly filters?: Provided<Filter>;
  readonly relabelers?: Provided<Relabeler>;
  readonly reweighters?: Provided<Reweighter>;
  readonly allocators?: Provided<Allocator>;
  readonly classifiers?: Provided<Classifier>;
  readonly metrics?: Provided<Metric>;
  readonly knowledgeSources?: Provided<MakeSource>;
  readonly exporters?: Provided<Exporter>;
  readonly recipes?: Readonly<Record<string, Recipe>>;
}

/**
 * Describes a plug-in: more names for the slots of a task.
 *
 *     export default definePlugin({
 *       name: "calm",
 *       criteria: { calm },
 *       recipes: { "calm-tickets": calmTickets },
 *     });
 *
 * A task uses it by `plugins: [./calm.mjs]`, the command line by `--plugin ./calm.mjs`, code by
 * `launch(task, { plugins: [calmPlugin] })`; its names then stand beside the built-in ones.
 */
export function definePlugin(plugin: Plugin): Plugin {
  return plugin;
}
