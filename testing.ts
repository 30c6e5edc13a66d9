/*
 * The public test kit, `datawright/testing`: a strict fake model, and what every implementation of
 * a contract must do.
 */
export { scriptedModel } from "./tools/models/providers/scripted-model.js";
export type {
  Script,
  ScriptedAnswer,
  ScriptedModel,
} from "./tools/models/providers/scripted-model.js";
export { chatModelChecks } from "./tools/models/providers/chat-model-checks.js";
export type {
  ChatModelCheckOptions,
  ConformanceCheck,
} from "./tools/models/providers/chat-model-checks.js";
export { embeddingModelChecks } from "./tools/models/providers/embedding-model-checks.js";
export {
  commonChecks,
  type ConformanceOptions,
  type ContractChecks,
  type Create,
} from "./graphs/conformance/conformance-check.js";
export { criterionChecks } from "./graphs/conformance/criterion-checks.js";
export { generateStrategyChecks } from "./graphs/conformance/generate-strategy-checks.js";
export {
  conditionSourceChecks,
  decompositionChecks,
  planStrategyChecks,
} from "./graphs/conformance/planner-checks.js";
export {
  demonstrationSelectorChecks,
  seedSelectorChecks,
  sourceSelectorChecks,
} from "./graphs/conformance/selector-checks.js";
export {
  allocatorChecks,
  filterChecks,
  relabelerChecks,
  reweighterChecks,
} from "./graphs/conformance/curation-checks.js";
export {
  benchmarkChecks,
  type BenchmarkCheckOptions,
} from "./graphs/conformance/benchmark-checks.js";
export { classifierChecks } from "./graphs/conformance/classifier-checks.js";
export { metricChecks } from "./graphs/conformance/metric-checks.js";
export { exporterChecks } from "./graphs/conformance/exporter-checks.js";
export { knowledgeSourceChecks } from "./graphs/conformance/knowledge-source-checks.js";
export { tunerChecks } from "./graphs/conformance/tuner-checks.js";
export { recipeChecks } from "./graphs/conformance/recipe-checks.js";
export { fillSchema } from "./graphs/conformance/fill-schema.js";
export { madeContext, madeRow, madeTask } from "./graphs/conformance/made-context.js";
export {
  recordRequests,
  type RecordedRequest,
  type RecordedRun,
  type RecordOptions,
} from "./graphs/prompts/record-requests.js";
export { checkPrompts } from "./graphs/prompts/check-prompts.js";
export {
  PROMPT_FINDINGS,
  type PromptCheckContext,
  type PromptFinding,
  type PromptFindingCode,
} from "./graphs/prompts/prompt-finding.js";
