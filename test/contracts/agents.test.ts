import { AGENT_SLOTS } from "../../agents/slots.js";
import { criterionChecks } from "../../graphs/conformance/criterion-checks.js";
import { generateStrategyChecks } from "../../graphs/conformance/generate-strategy-checks.js";
import {
  conditionSourceChecks,
  decompositionChecks,
  planStrategyChecks,
} from "../../graphs/conformance/planner-checks.js";
import {
  demonstrationSelectorChecks,
  seedSelectorChecks,
  sourceSelectorChecks,
} from "../../graphs/conformance/selector-checks.js";
import { everyName } from "./every-name.js";

everyName(AGENT_SLOTS.criteria, criterionChecks);
everyName(AGENT_SLOTS.generateStrategies, generateStrategyChecks);
everyName(AGENT_SLOTS.demonstrationSelectors, demonstrationSelectorChecks);
everyName(AGENT_SLOTS.planStrategies, planStrategyChecks);
everyName(AGENT_SLOTS.decompositions, decompositionChecks);
everyName(AGENT_SLOTS.conditionSources, conditionSourceChecks);
everyName(AGENT_SLOTS.seedSelectors, seedSelectorChecks);
everyName(AGENT_SLOTS.sourceSelectors, sourceSelectorChecks);
