import { FILTERS } from "../tools/curation/filters/filters.js";
import { RELABELERS } from "../tools/curation/relabel/relabelers.js";
import { REWEIGHTERS } from "../tools/curation/weights/reweighters.js";
import { CLASSIFIERS } from "../tools/learning/classifiers/classifiers.js";
import { METRICS } from "../tools/metrics/metrics.js";
import { CRITERIA } from "./critic/criteria/criteria.js";
import { DEMONSTRATION_SELECTORS } from "./generator/demonstrations/demonstration-selectors.js";
import { GENERATE_STRATEGIES } from "./generator/strategies/generate-strategies.js";
import { CONDITION_SOURCES } from "./planner/conditions/sources/condition-sources.js";
import { DECOMPOSITIONS } from "./planner/decompositions/decompositions.js";
import { SOURCE_SELECTORS } from "./planner/passages/source-selectors.js";
import { SEED_SELECTORS } from "./planner/seeds/seed-selectors.js";
import { PLAN_STRATEGIES } from "./planner/strategies/plan-strategies.js";

/** Everything that the built-in agents choose by name from the task. Loads no implementation. */
export const AGENT_SLOTS = {
  criteria: CRITERIA,
  generateStrategies: GENERATE_STRATEGIES,
  demonstrationSelectors: DEMONSTRATION_SELECTORS,
  planStrategies: PLAN_STRATEGIES,
  decompositions: DECOMPOSITIONS,
  conditionSources: CONDITION_SOURCES,
  seedSelectors: SEED_SELECTORS,
  sourceSelectors: SOURCE_SELECTORS,
  filters: FILTERS,
  relabelers: RELABELERS,
  reweighters: REWEIGHTERS,
  classifiers: CLASSIFIERS,
  metrics: METRICS,
} as const;
export type AgentSlots = typeof AGENT_SLOTS;
