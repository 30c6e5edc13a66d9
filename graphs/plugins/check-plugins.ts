import type { Configurable } from "../../base/slots/configurable.js";
import type { TaskSpec } from "../../schema/task-file/task-spec.js";
import { resolveTask } from "../../schema/task.js";
import type { ConformanceCheck } from "../../tools/models/providers/chat-model-checks.js";
import type { ConformanceOptions } from "../conformance/conformance-check.js";
import { providedNames, type ProvidedName, type SlotKey } from "./launch-slots.js";
import { invalidPlugin, type NamedPlugin } from "./load-plugins.js";

type Suite = (
  create: () => Configurable<never>,
  options: ConformanceOptions,
) => readonly ConformanceCheck[];

const curation = () => import("../conformance/curation-checks.js");
const planner = () => import("../conformance/planner-checks.js");
const selectors = () => import("../conformance/selector-checks.js");

/** What everything of a slot must do; loaded where a plug-in brings something for it. */
const SUITES: Readonly<Record<SlotKey, () => Promise<unknown>>> = {
  criteria: async () => (await import("../conformance/criterion-checks.js")).criterionChecks,
  generateStrategies: async () =>
    (await import("../conformance/generate-strategy-checks.js")).generateStrategyChecks,
  demonstrationSelectors: async () => (await selectors()).demonstrationSelectorChecks,
  planStrategies: async () => (await planner()).planStrategyChecks,
  decompositions: async () => (await planner()).decompositionChecks,
  conditionSources: async () => (await planner()).conditionSourceChecks,
  seedSelectors: async () => (await selectors()).seedSelectorChecks,
  sourceSelectors: async () => (await selectors()).sourceSelectorChecks,
  filters: async () => (await curation()).filterChecks,
  relabelers: async () => (await curation()).relabelerChecks,
  reweighters: async () => (await curation()).reweighterChecks,
  allocators: async () => (await curation()).allocatorChecks,
  classifiers: async () => (await import("../conformance/classifier-checks.js")).classifierChecks,
  metrics: async () => (await import("../conformance/metric-checks.js")).metricChecks,
  benchmarks: async () => (await import("../conformance/benchmark-checks.js")).benchmarkChecks,
  exporters: async () => (await import("../conformance/exporter-checks.js")).exporterChecks,
  knowledgeSources: async () =>
    (await import("../conformance/knowledge-source-checks.js")).openedSourceChecks,
  tuners: async () => (await import("../conformance/tuner-checks.js")).tunerPlanChecks,
  recipes: async () => (await import("../conformance/recipe-checks.js")).recipeChecks,
};

/** How one check of one implementation went. */
export interface PluginCheck extends ProvidedName {
  readonly check: string;
  readonly error: Error | null;
}

/** Runs the suites of all that plug-ins bring, with a task's shape where there is one. */
export async function* runPluginChecks(
  plugins: readonly NamedPlugin[],
  spec: TaskSpec | null,
): AsyncGenerator<PluginCheck> {
  const options: ConformanceOptions = spec === null ? {} : { task: resolveTask(spec, []) };
  for (const provided of providedNames(plugins)) {
    const suite = (await SUITES[provided.slot]()) as Suite;
    for (const check of suite(() => provided.value as Configurable<never>, options)) {
      const error = await check.run().then(
        () => null,
        (thrown: unknown) => thrown as Error,
      );
      yield { ...provided, check: check.name, error };
    }
  }
}

/**
 * Checks everything that plug-ins bring before anything runs; asks no model.
 * @throws PLUGIN_INVALID naming plug-in, name, check and the first lines of the stack
 */
export async function checkPlugins(
  plugins: readonly NamedPlugin[],
  spec: TaskSpec | null,
): Promise<void> {
  for await (const { plugin, slot, name, check, error } of runPluginChecks(plugins, spec)) {
    if (error === null) continue;
    const [message = String(error)] = String(error.message ?? error).split("\n");
    const frames = String(error.stack ?? "")
      .split("\n")
      .filter((line) => /^\s+at /u.test(line) && !/node:internal|node:assert/u.test(line))
      .slice(0, 3);
    throw invalidPlugin(
      [`"${plugin}": ${slot}.${name}: ${check}: ${message}`, ...frames].join("\n"),
      "Run the suite of its contract from datawright/testing in a test of your own.",
      error,
    );
  }
}
