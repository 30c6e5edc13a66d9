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
import type { Benchmark } from "../../tools/benchmarks/contract.js";
import type { Allocator } from "../../tools/curation/allocation/contract.js";
import type { Filter, Relabeler, Reweighter } from "../../tools/curation/contract.js";
import type { MakeSource } from "../../tools/knowledge/source-options.js";
import type { Classifier } from "../../tools/learning/contract.js";
import type { Metric } from "../../tools/metrics/contract.js";
import type { Tuner } from "../../tools/tuning/contract.js";
import type { Exporter } from "../../tools/rows/contract.js";
import type { Recipe } from "../recipes/recipe.js";

/** Implementations by name; with `about`, one line that help and listings show. */
type Provided<T> = Readonly<Record<string, (T | Configurable<T>) & { readonly about?: string }>>;

/** What a plug-in brings: more names for any slot. Everything is optional. */
export interface Plugin {
  /** Default: its file or package. */
  readonly name?: string;
  /** What drafts are judged by, for `critique.criteria`. */
  readonly criteria?: Provided<Criterion>;
  /** How samples are written, for `generate.strategy`. */
  readonly generateStrategies?: Provided<GenerateStrategy>;
  /** Which rows a prompt shows, for `generate.demonstrations`. */
  readonly demonstrationSelectors?: Provided<DemoSelector>;
  /** How rounds are ordered, for `plan.strategy`. */
  readonly planStrategies?: Provided<PlanStrategy>;
  /** Steps of a sample, for `plan.decomposition`. */
  readonly decompositions?: Provided<Decomposition>;
  /** Where dimensions come from, for `plan.conditions`. */
  readonly conditionSources?: Provided<ConditionSource>;
  /** Rows that samples are made from, for `plan.seeds`. */
  readonly seedSelectors?: Provided<SeedSelector>;
  /** Which passages a sample gets, for `generate.sources`. */
  readonly sourceSelectors?: Provided<SourceSelector>;
  /** Filters, for `curate.filters`. */
  readonly filters?: Provided<Filter>;
  /** What mends labels, for `curate.relabel`. */
  readonly relabelers?: Provided<Relabeler>;
  /** What weighs samples, for `curate.reweight`. */
  readonly reweighters?: Provided<Reweighter>;
  /** Ways to share labelling between models and people. */
  readonly allocators?: Provided<Allocator>;
  /** Small models for `label.model`. */
  readonly classifiers?: Provided<Classifier>;
  /** Figures, for `evaluate.metrics`. */
  readonly metrics?: Provided<Metric>;
  /** Public benchmarks of `datawright benchmark` and `evaluate --benchmark`. */
  readonly benchmarks?: Provided<Benchmark>;
  /** Where facts come from, for `knowledge`. */
  readonly knowledgeSources?: Provided<MakeSource>;
  /** Formats of `datawright export`. */
  readonly exporters?: Provided<Exporter>;
  /** Ways to adapt a model to rows, for `datawright tune --tuner`. */
  readonly tuners?: Provided<Tuner>;
  /** Whole methods, for `recipe`. */
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
