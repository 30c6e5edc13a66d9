// The public API of datawright, every name listed by hand.
export { configurable, type Configurable } from "./base/slots/configurable.js";
export type { SlotChoice } from "./base/slots/slot-choice.js";
export type { Chosen, Slot, SlotEntry } from "./base/slots/slot.js";
export { definePlugin, type Plugin } from "./graphs/plugins/plugin.js";
export { BUILT_IN_SLOTS as builtIn, type Slots } from "./graphs/plugins/launch-slots.js";
export { pluginSlots } from "./graphs/plugins/slots-of-run.js";
export type { PluginReference } from "./graphs/plugins/load-plugins.js";
export { launch } from "./graphs/run/launch.js";
export { compileRun, type CompiledRunResult } from "./graphs/run/compile-run.js";
export { resumeRun, extendRun } from "./graphs/run/resume-run.js";
export {
  startWorker,
  type WorkerHandle,
  type WorkerOptions,
} from "./graphs/workers/start-worker.js";
export type { WorkerEvent } from "./graphs/workers/worker-runs.js";
export { openRun, OpenRun } from "./graphs/commands/open-run.js";
export { pullRun, pushRun } from "./graphs/run/move-run.js";
export type { MovedRun, MoveOptions } from "./graphs/run/move-run.js";
export { openReview, type ReviewSession } from "./graphs/commands/review-run.js";
export { drawGraph } from "./graphs/commands/draw-graph.js";
export { tournament } from "./graphs/tournament/tournament.js";
export type { TournamentOptions } from "./graphs/tournament/tournament-options.js";
export type { MoneyUnit } from "./graphs/tournament/tournament-money.js";
export type { TournamentReport, TournamentRow } from "./graphs/tournament/tournament-report.js";
export type { Objective } from "./tools/tournament/objectives.js";
export type { Estimate } from "./tools/tournament/paired-scores.js";
export type { Leaving } from "./tools/tournament/successive-halving.js";
export {
  compareRuns,
  type ComparedSide,
  type CompareOptions,
  type FigureDifference,
  type RunComparison,
} from "./graphs/comparison/compare-runs.js";
export type { SettingDifference } from "./graphs/comparison/config-difference.js";
export { estimateRun, type RunEstimate } from "./graphs/commands/estimate-run.js";
export {
  readPrompts,
  type MethodPrompts,
  type MethodQuestion,
  type QuestionVariant,
} from "./graphs/prompts/read-prompts.js";
export { tryTask, type Trial, type TriedSample } from "./graphs/commands/try-task.js";
export type { RunHandle } from "./graphs/run/run-handle.js";
export type { RunResult } from "./graphs/run/run-session.js";
export type { RunEvent } from "./graphs/runtime/events.js";
export type { LaunchOptions, ModelLike, ResumeOptions } from "./graphs/runtime/run-options.js";

export { defineAgent } from "./agents/define-agent.js";
export { fromRunnable } from "./agents/from-runnable.js";
export {
  ROLES,
  type CurationDecision,
  type ReviewAnswer,
  type ReviewItem,
  type RoleInput,
  type RoleName,
  type RoleOutput,
  type RoleReturn,
} from "./agents/roles.js";
export type {
  Agent,
  AgentContext,
  AgentMethod,
  Knowledge,
  Passage,
  RunMemory,
} from "./agents/contract.js";
export type { Draft } from "./agents/draft.js";
export type { Criterion } from "./agents/critic/contract.js";
export { passes, refuses, type VerdictDetails } from "./agents/critic/verdicts.js";
export type { DemoSelector, GenerateStrategy } from "./agents/generator/contract.js";
export { drawOrders } from "./agents/planner/strategies/draw-orders.js";
export { planCells } from "./agents/planner/conditions/plan-cells.js";
export type {
  ConditionQuery,
  ConditionSource,
  FoundAttribute,
  FoundConditions,
  PlanStrategy,
  SourceQuery,
  SourceSelector,
} from "./agents/planner/contract.js";

export { readTaskFile as readTaskSpec } from "./graphs/run/read-task.js";
export { checkTaskSpec, parseTaskSpec } from "./tools/task-file/read-task.js";
export { RECIPES } from "./graphs/recipes/recipes.js";
export { defineRecipe } from "./graphs/recipes/recipe.js";
export type { Recipe, RecipeNeed, RecipeTask } from "./graphs/recipes/recipe.js";
export { taskSpecSchema, type TaskSpec, type TaskSpecInput } from "./schema/task-file/task-spec.js";
export { taskJsonSchema } from "./graphs/recipes/task-json-schema.js";
export { DatawrightError, isDatawrightError } from "./base/errors.js";
export { ERROR_CODES, type ErrorCode } from "./base/error-codes.js";
export { REASON_CODES, type ReasonCode } from "./schema/reasons.js";
export { KIND_TABLE, KINDS, type Kind, type KindName } from "./schema/kind.js";
export type { ToolSpec } from "./schema/task-file/tool-spec.js";
export type { Sample, Row, SampleStatus } from "./schema/sample.js";
export type { Verdict } from "./schema/verdict.js";
export type { ConceptNode, Order, Plan, SubTask } from "./schema/plan.js";
export type { Cell, CoverageMap, Growth } from "./schema/coverage.js";
export type { Span } from "./schema/span.js";
export type { Report, StopReason, Summary } from "./schema/report.js";
export type { LabelSpec, LabelValue } from "./schema/label.js";
export type { Prompt, PromptSection } from "./schema/prompt.js";

export type {
  ChatModel,
  ChatRequest,
  ChatResponse,
  EmbeddingModel,
  MeteredEmbeddings,
  ModelInfo,
  ModelMiddleware,
  RoleModel,
} from "./tools/models/contract.js";
export { ggufModel, type GgufModelOptions } from "./tools/models/gguf/gguf-model.js";
export { openaiModel } from "./tools/models/providers/openai-model.js";
export {
  fromLangChainEmbeddings,
  fromLangChainModel,
} from "./tools/models/providers/langchain/langchain-model.js";
export { embeddedModel } from "./tools/models/embedded/embedded-model.js";
export { embeddedEmbeddings } from "./tools/embeddings/embedded-embeddings.js";

export { curateData } from "./graphs/commands/curate-data.js";
export type { CurateOptions, CurateReport } from "./graphs/commands/curating/curate-options.js";
export {
  applyAnswers,
  type AnswersReport,
  type ApplyAnswersOptions,
} from "./graphs/commands/apply-answers.js";
export { labelData, type LabelOptions } from "./graphs/commands/label-data.js";
export type { LabelReport } from "./graphs/commands/labelling/label-report.js";
export type { WrongShare } from "./graphs/commands/labelling/label-check.js";
export {
  augmentData,
  type AugmentOptions,
  type AugmentReport,
} from "./graphs/commands/augment-data.js";
export { BENCHMARKS } from "./tools/benchmarks/benchmarks.js";
export { loadBenchmark, type LoadedBenchmark } from "./tools/benchmarks/load-benchmark.js";
export type {
  Benchmark,
  BenchmarkData,
  BenchmarkPart,
  BenchmarkRow,
} from "./tools/benchmarks/contract.js";
export type { BenchmarkFigure, PairedDifference } from "./tools/benchmarks/figures.js";
export { runBenchmark, type RunBenchmarkOptions } from "./graphs/benchmarks/run-benchmark.js";
export {
  prepareTuning,
  stopTuning,
  tuneModel,
  type PreparedTuning,
  type TuneOptions,
  type TuneReport,
} from "./graphs/tuning/tune-model.js";
export type { TuningSources } from "./graphs/tuning/tuning-rows.js";
export type {
  GeneratorQuestion,
  Tuner,
  TuningContext,
  TuningEstimate,
  TuningFigure,
  TuningOutcome,
  TuningSet,
} from "./tools/tuning/contract.js";
export { TUNERS } from "./tools/tuning/tuners.js";
export type { BenchmarkReport, BenchmarkResult } from "./graphs/benchmarks/benchmark-report.js";
export { AUGMENT_METHODS, type AugmentMethod } from "./graphs/commands/augment-task.js";
export { curateRows } from "./tools/curation/curate-rows.js";
export { loadSteps, type StepsSpec } from "./tools/curation/load-steps.js";
export type {
  Allocator,
  AllocationOutcome,
  LabelSource,
} from "./tools/curation/allocation/contract.js";
export type {
  CuratedRow,
  CurationContext,
  CurationResult,
  CurationRow,
  CurationSteps,
  Filter,
  FilterOutcome,
  MendedLabel,
  Relabeler,
  RelabelOutcome,
  Reweighter,
  ReweightOutcome,
} from "./tools/curation/contract.js";
export type { LabelChange } from "./tools/curation/label-change.js";
export type { GainInterval, GateFigures, GateReason } from "./tools/curation/gate/gate-figures.js";
export { CURATION_SLOTS, type CurationSlots } from "./tools/curation/curation-slots.js";
export { makeCanaries } from "./tools/curation/privacy/canaries.js";
export type {
  Classifier,
  ClassifierContext,
  TrainedClassifier,
} from "./tools/learning/contract.js";
export type {
  MeasuredSample,
  Metric,
  MetricContext,
  MetricValue,
} from "./tools/metrics/contract.js";
export { selfBleu, type SelfBleuOptions } from "./tools/metrics/lexical/self-bleu.js";
export { distinctN } from "./tools/metrics/lexical/distinct-n.js";
export { vendiScore } from "./tools/metrics/vectors/vendi.js";
export { averagePairwiseSimilarity } from "./tools/metrics/vectors/average-pairwise-similarity.js";
export {
  evaluateData,
  type EvaluateOptions,
  type EvaluationReport,
  type SetSummary,
} from "./graphs/evaluation/evaluate-data.js";
export type { EvaluationVerdict, PartResult } from "./graphs/evaluation/evaluation-report.js";
export type { NamedColumns, RowsFrom } from "./graphs/evaluation/evaluation-sources.js";
export type { PartName } from "./graphs/evaluation/evaluation-parts.js";
export type { Figure, Finding } from "./tools/evaluation/contract.js";
export { allocate, type AllocateOptions } from "./tools/curation/allocation/allocate.js";
export { labelLoop } from "./tools/curation/label-loop/label-loop.js";
export { validateCodebook } from "./tools/curation/codebook/validate-codebook.js";
export { nearDuplicates } from "./tools/dedup/near-duplicates.js";
export { findLeakage } from "./tools/dedup/find-leakage.js";
export {
  coveringDraws,
  type Covering,
  type CoveringOptions,
} from "./tools/conditions/covering-draws.js";
export { drawConditions, type DrawOptions } from "./tools/conditions/draw-conditions.js";
export type { Dimension } from "./tools/conditions/dimension.js";
export type { Exclusion, Given } from "./schema/task-file/condition.js";
export {
  countKnowledge,
  loadKnowledge,
  type KnowledgeOptions,
  type LoadedKnowledge,
} from "./tools/knowledge/load-knowledge.js";
export {
  KnowledgeGraph,
  type NamedThing,
  type Neighbour,
} from "./tools/knowledge/graph/knowledge-graph.js";
export type {
  KnowledgePassage,
  KnowledgeTriple,
  SearchMethod,
} from "./tools/knowledge/contract.js";
export type { KnowledgeSpec, KnowledgeSpecInput } from "./schema/task-file/knowledge-spec.js";
export { recordSchema } from "./tools/fields/record-schema.js";
export { novelTexts } from "./tools/novelty/novel-texts.js";
export { NoveltyIndex } from "./tools/novelty/novelty-index.js";
export { runSandboxed } from "./tools/sandbox/run-sandboxed.js";
export {
  agreeOnExecution,
  type Agreement,
  type AgreementOptions,
  type CandidateProgram,
  type DroppedCandidate,
} from "./tools/sandbox/agree-on-execution.js";
export type {
  Sandbox,
  SandboxError,
  SandboxErrorKind,
  SandboxOptions,
  SandboxResult,
} from "./tools/sandbox/contract.js";
export type { CheckerSpec, SandboxLanguage } from "./schema/task-file/checker.js";
export { trainTextClassifier } from "./tools/learning/classifiers/train-text-classifier.js";
export { crossValidatedProbabilities } from "./tools/learning/cross-validated-probabilities.js";
export { findLabelIssues } from "./tools/learning/find-label-issues.js";
export {
  dawidSkene,
  type DawidSkeneOptions,
  type DawidSkeneResult,
} from "./tools/learning/annotators/dawid-skene.js";
export {
  crowdlab,
  type AnnotatorQuality,
  type CrowdlabOptions,
  type CrowdlabResult,
} from "./tools/learning/annotators/crowdlab.js";
export type { Votes } from "./tools/learning/annotators/encoded-votes.js";
export {
  knnShapley,
  type KnnShapleyOptions,
  type LabelledVectors,
} from "./tools/learning/scores/knn-shapley.js";
export {
  findSlices,
  type Slice,
  type SliceOptions,
  type Slices,
} from "./tools/learning/slices/find-slices.js";
export {
  estimateLabelShift,
  type LabelShift,
  type LabelShiftOptions,
} from "./tools/learning/label-shift/estimate-label-shift.js";
export { classifierFromJSON } from "./tools/learning/classifiers/classifier-from-json.js";
export {
  trainTextClassifierInWorker,
  crossValidatedProbabilitiesInWorker,
} from "./tools/learning/learning-in-worker.js";
export type {
  EmbeddedInput,
  PlainInput,
  Prediction,
  TextClassifier,
  TextInput,
  TrainOptions,
} from "./tools/learning/contract.js";
export { embeddedInputs } from "./tools/learning/features/embedded-inputs.js";
export type { LearningFeatures } from "./tools/learning/features/learning-features.js";
export { clopperPearson, type ProportionOptions } from "./base/statistics/clopper-pearson.js";
export { boxedAnswer, sameMathAnswer } from "./base/text/mathematics/same-math-answer.js";
export { areaUnderCurve } from "./tools/agreement/area-under-curve.js";
export {
  classificationAgreement,
  type ClassificationAgreement,
  type NameFigures,
} from "./tools/agreement/classification-agreement.js";
export { cohenKappa } from "./tools/agreement/cohen-kappa.js";
export { kendallTauB, pearson, spearman } from "./tools/agreement/correlation.js";
export { fleissKappa } from "./tools/agreement/fleiss-kappa.js";
export { krippendorffAlpha, type MeasurementLevel } from "./tools/agreement/krippendorff-alpha.js";
export type { Rated } from "./tools/agreement/rated.js";
export {
  reliability,
  type Reliability,
  type ReliabilityBin,
} from "./tools/agreement/reliability.js";
export {
  certifiedThreshold,
  type AuditedRow,
  type CertifiedThreshold,
  type ThresholdBound,
  type ThresholdOptions,
} from "./tools/certificate/certified-threshold.js";
export {
  auditBound,
  planAudits,
  type AuditPlan,
  type AuditPlanOptions,
} from "./tools/certificate/plan-audits.js";
export {
  predictionPoweredMean,
  type PredictionPoweredMean,
  type PredictionPoweredOptions,
} from "./tools/certificate/prediction-powered-mean.js";
export {
  importJudgments,
  type JudgmentFormat,
  type JudgmentImportOptions,
} from "./tools/judgments/import-judgments.js";
export {
  preferenceOf,
  type PairJudgment,
  type Preferred,
} from "./tools/judgments/pair-judgment.js";
export { bradleyTerry, type Strength } from "./tools/preferences/bradley-terry.js";
export type { Comparison } from "./tools/preferences/comparison.js";
export { eloRatings, type EloOptions, type EloRating } from "./tools/preferences/elo-ratings.js";
export {
  lengthControlledWinRate,
  type LengthControlledWinRate,
  type MeasuredPreference,
} from "./tools/preferences/length-controlled-win-rate.js";
export { winRate, type Preference, type WinRate } from "./tools/preferences/win-rate.js";
export { exportLabelStudio } from "./tools/annotation/export-label-studio.js";
export { importLabelStudio } from "./tools/annotation/import-label-studio.js";
export { exportArgilla } from "./tools/annotation/export-argilla.js";
export { blindItems, readBlindAnswers, type BlindItem } from "./tools/judging/blind-pairs.js";
export { calibrateJudge, type JudgeCalibration } from "./tools/judging/calibrate-judge.js";
export { compareJudgments, type JudgmentReport } from "./tools/judging/compare-judgments.js";
export { pandaLmRows, prometheusRows } from "./tools/judging/export-judge-data.js";
export { longerWins, positionBias, type PositionBias } from "./tools/judging/judge-bias.js";
export {
  judgePairs,
  scoreAnswers,
  type AnswerPair,
  type PairJudgeOptions,
} from "./tools/judging/judge-pairs.js";
export { lexicalSupport, type LexicalSupport } from "./tools/judging/lexical-support.js";
export { trainJudge, type TrainedJudge } from "./tools/judging/trained-judge.js";
export { readVerdicts, type VerdictRecord } from "./tools/judging/verdict-record.js";
export {
  calibrateVerdicts,
  type VerdictCalibration,
} from "./graphs/evaluation/calibrate-verdicts.js";
export type { Faithfulness, RowFaithfulness } from "./graphs/evaluation/faithfulness-figures.js";
export {
  measureFaithfulness,
  type FaithfulnessOptions,
  type JudgedRow,
} from "./graphs/evaluation/measure-faithfulness.js";
export type { Certificate } from "./schema/task-file/certify-settings.js";
export { importArgilla } from "./tools/annotation/import-argilla.js";
