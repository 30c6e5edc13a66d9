import { z } from "zod";
import type { TaskSpec } from "../schema/task-file/task-spec.js";
import { DatawrightError } from "../base/errors.js";
import { resolveTask } from "../schema/task.js";
import type { Agent } from "./contract.js";
import type { RoleName } from "./roles.js";
import type { Criterion } from "./critic/contract.js";
import type { DemoSelector, GenerateStrategy } from "./generator/contract.js";
import type {
  BoundSource,
  ConditionSource,
  Decomposition,
  PlanStrategy,
  SeedSelector,
  SourceSelector,
} from "./planner/contract.js";
import { decompositionName } from "./planner/decompositions/decomposition-name.js";

type Lazy<T> = Readonly<Record<string, () => Promise<T>>>;

/**
 * Every built-in strategy by name, each loaded when a launch asks for it. This file alone names
 * them all.
 */
export const PLAN_STRATEGIES = {
  deficit: async () => (await import("./planner/strategies/deficit-strategy.js")).deficitStrategy,
  explore: async () => (await import("./planner/strategies/explore-strategy.js")).exploreStrategy,
  refill: async () => (await import("./planner/strategies/uniform-strategy.js")).refillStrategy,
  uniform: async () => (await import("./planner/strategies/uniform-strategy.js")).uniformStrategy,
  "per-input": async () =>
    (await import("./planner/strategies/per-input-strategy.js")).perInputStrategy,
} satisfies Lazy<PlanStrategy>;
export const DECOMPOSITIONS = {
  single: async () =>
    (await import("./planner/decompositions/single-decomposition.js")).singleDecomposition,
  steps: async () =>
    (await import("./planner/decompositions/spec-decomposition.js")).specDecomposition,
  model: async () =>
    (await import("./planner/decompositions/model-decomposition.js")).modelDecomposition,
  "text-first": async () =>
    (await import("./planner/decompositions/text-first.js")).textFirstDecomposition,
  "input-first": async () =>
    (await import("./planner/decompositions/input-first.js")).inputFirstDecomposition,
  "output-first": async () =>
    (await import("./planner/decompositions/output-first.js")).outputFirstDecomposition,
  "structure-first": async () =>
    (await import("./planner/decompositions/structure-first.js")).structureFirstDecomposition,
  outline: async () => (await import("./planner/decompositions/outline.js")).outlineDecomposition,
  rationale: async () =>
    (await import("./planner/decompositions/rationale.js")).rationaleDecomposition,
  "backward-forward": async () =>
    (await import("./planner/decompositions/backward-forward.js")).backwardForwardDecomposition,
  "passage-question-answer": async () =>
    (await import("./planner/decompositions/passage-question-answer.js"))
      .passageQuestionAnswerDecomposition,
  "multi-hop": async () =>
    (await import("./planner/decompositions/multi-hop.js")).multiHopDecomposition,
  dialogue: async () =>
    (await import("./planner/decompositions/dialogue.js")).dialogueDecomposition,
  "tool-use": async () =>
    (await import("./planner/decompositions/tool-use.js")).toolUseDecomposition,
  preference: async () =>
    (await import("./planner/decompositions/preference.js")).preferenceDecomposition,
  targen: async () => (await import("./planner/decompositions/targen.js")).targenDecomposition,
  "explain-then-annotate": async () =>
    (await import("./planner/decompositions/explain-then-annotate.js"))
      .explainThenAnnotateDecomposition,
  textbook: async () =>
    (await import("./planner/decompositions/textbook.js")).textbookDecomposition,
  instance: async () =>
    (await import("./planner/decompositions/instance.js")).instanceDecomposition,
} satisfies Lazy<Decomposition>;
export const CONDITION_SOURCES = {
  spec: async () => (await import("./planner/conditions/sources/spec-source.js")).specSource,
  "model-values": async () =>
    (await import("./planner/conditions/sources/model-values-source.js")).modelValuesSource,
  "model-dimensions": async () =>
    (await import("./planner/conditions/sources/model-dimensions-source.js")).modelDimensionsSource,
  "knowledge-graph": async () =>
    (await import("./planner/conditions/sources/knowledge-graph-source.js")).knowledgeGraphSource,
  vocabulary: async () =>
    (await import("./planner/conditions/sources/vocabulary-source.js")).vocabularySource,
  documents: async () =>
    (await import("./planner/conditions/sources/document-phrases-source.js")).documentsSource,
  "support-statistics": async () =>
    (await import("./planner/conditions/sources/support-statistics-source.js"))
      .supportStatisticsSource,
} satisfies Lazy<ConditionSource>;
export const SEED_SELECTORS = {
  support: async () => (await import("./planner/seeds/dealt-seed-selectors.js")).supportSeeds,
  accepted: async () => (await import("./planner/seeds/dealt-seed-selectors.js")).acceptedSeeds,
  pool: async () => (await import("./planner/seeds/dealt-seed-selectors.js")).poolSeeds,
  inputs: async () => (await import("./planner/seeds/dealt-seed-selectors.js")).inputSeeds,
  mixed: async () => (await import("./planner/seeds/dealt-seed-selectors.js")).mixedSeeds,
  ambiguous: async () => (await import("./planner/seeds/ambiguous-seeds.js")).ambiguousSeeds,
  complex: async () => (await import("./planner/seeds/complex-seeds.js")).complexSeeds,
  "student-errors": async () =>
    (await import("./planner/seeds/student-errors-seeds.js")).studentErrorsSeeds,
  retrieved: async () => (await import("./planner/seeds/retrieved-seeds.js")).retrievedSeeds,
} satisfies Lazy<SeedSelector>;
export const SOURCE_SELECTORS = {
  turns: async () => (await import("./planner/passages/turn-passages.js")).turnPassages,
  search: async () => (await import("./planner/passages/found-passages.js")).foundPassages,
  subgraph: async () => (await import("./planner/passages/subgraph-passages.js")).subgraphPassages,
  chain: async () => (await import("./planner/passages/chain-passages.js")).chainPassages,
} satisfies Lazy<SourceSelector>;
export const GENERATE_STRATEGIES = {
  "label-first": async () =>
    (await import("./generator/strategies/label-first.js")).labelFirstStrategy,
  "label-free": async () =>
    (await import("./generator/strategies/label-free.js")).labelFreeStrategy,
  "majority-vote": async () =>
    (await import("./generator/strategies/majority-vote.js")).majorityVoteStrategy,
  "execute-vote": async () =>
    (await import("./generator/strategies/execute-vote.js")).executeVoteStrategy,
  verify: async () => (await import("./generator/strategies/verify.js")).verifyStrategy,
  "self-correct": async () =>
    (await import("./generator/strategies/self-correct.js")).selfCorrectStrategy,
  parts: async () => (await import("./generator/strategies/parts.js")).partsStrategy,
  passage: async () => (await import("./generator/strategies/passage.js")).passageStrategy,
  locate: async () => (await import("./generator/strategies/locate.js")).locateStrategy,
  instance: async () => (await import("./generator/strategies/instance.js")).instanceStrategy,
  "linked-facts": async () =>
    (await import("./generator/strategies/linked-facts.js")).linkedFactsStrategy,
  "composed-question": async () =>
    (await import("./generator/strategies/composed-question.js")).composedQuestionStrategy,
  "chain-end": async () => (await import("./generator/strategies/chain-end.js")).chainEndStrategy,
  "backward-chain": async () =>
    (await import("./generator/strategies/backward-chain.js")).backwardChainStrategy,
  "source-triples": async () =>
    (await import("./generator/strategies/source-triples.js")).sourceTriplesStrategy,
  "mentioned-text": async () =>
    (await import("./generator/strategies/mentioned-text.js")).mentionedTextStrategy,
  "explained-annotation": async () =>
    (await import("./generator/strategies/explained-annotation.js")).explainedAnnotationStrategy,
  "dialogue-turns": async () =>
    (await import("./generator/strategies/dialogue-turns.js")).dialogueTurnsStrategy,
  "tool-loop": async () => (await import("./generator/strategies/tool-loop.js")).toolLoopStrategy,
  "preference-pair": async () =>
    (await import("./generator/strategies/preference-pair.js")).preferencePairStrategy,
  evolve: async () => (await import("./generator/strategies/evolve.js")).evolveStrategy,
  rewrite: async () => (await import("./generator/strategies/rewrite.js")).rewriteStrategy,
  extrapolate: async () =>
    (await import("./generator/strategies/extrapolate.js")).extrapolateStrategy,
  "from-seed": async () => (await import("./generator/strategies/from-seed.js")).fromSeedStrategy,
  "query-for-passage": async () =>
    (await import("./generator/strategies/query-for-passage.js")).queryForPassageStrategy,
  transform: async () => (await import("./generator/strategies/transform.js")).transformStrategy,
  "continue-list": async () =>
    (await import("./generator/strategies/continue-list.js")).continueListStrategy,
  "soft-label": async () =>
    (await import("./generator/strategies/soft-label.js")).softLabelStrategy,
  retrieve: async () => (await import("./generator/strategies/retrieve.js")).retrieveStrategy,
  "bootstrap-question": async () =>
    (await import("./generator/strategies/bootstrap-question.js")).bootstrapQuestionStrategy,
  "explain-answer": async () =>
    (await import("./generator/strategies/explain-answer.js")).explainAnswerStrategy,
  "self-chat": async () => (await import("./generator/strategies/self-chat.js")).selfChatStrategy,
} satisfies Lazy<GenerateStrategy>;
export const DEMO_SELECTORS = {
  similarity: async () =>
    (await import("./generator/demonstrations/similarity-selector.js")).similaritySelector,
  random: async () =>
    (await import("./generator/demonstrations/random-selector.js")).randomSelector,
  "k-center": async () =>
    (await import("./generator/demonstrations/k-center-selector.js")).kCenterSelector,
  mmr: async () => (await import("./generator/demonstrations/mmr-selector.js")).mmrSelector,
  medoids: async () =>
    (await import("./generator/demonstrations/medoids-selector.js")).medoidsSelector,
  "ambiguous-neighbours": async () =>
    (await import("./generator/demonstrations/ambiguous-neighbours-selector.js"))
      .ambiguousNeighboursSelector,
  helpful: async () =>
    (await import("./generator/demonstrations/helpful-selector.js")).helpfulSelector,
  "human-machine": async () =>
    (await import("./generator/demonstrations/human-machine-selector.js")).humanMachineSelector,
  curriculum: async () =>
    (await import("./generator/demonstrations/curriculum-selector.js")).curriculumSelector,
} satisfies Lazy<DemoSelector>;
export const CRITERIA = {
  format: async () => (await import("./critic/criteria/format.js")).formatCriterion,
  "no-copy": async () => (await import("./critic/criteria/no-copy.js")).noCopyCriterion,
  novel: async () => (await import("./critic/criteria/novel.js")).novelCriterion,
  coherent: async () => (await import("./critic/criteria/coherent.js")).coherentCriterion,
  conditions: async () => (await import("./critic/criteria/conditions.js")).conditionsCriterion,
  "on-task": async () => (await import("./critic/criteria/on-task.js")).onTaskCriterion,
  grounded: async () => (await import("./critic/criteria/grounded.js")).groundedCriterion,
  "label-correct": async () =>
    (await import("./critic/criteria/label-correct.js")).labelCorrectCriterion,
  checker: async () => (await import("./critic/criteria/checker.js")).checkerCriterion,
  "instruction-heuristics": async () =>
    (await import("./critic/criteria/instruction-heuristics.js")).instructionHeuristicsCriterion,
  "no-echo": async () => (await import("./critic/criteria/no-echo.js")).noEchoCriterion,
  "meaning-kept": async () =>
    (await import("./critic/criteria/meaning-kept.js")).meaningKeptCriterion,
  faithful: async () => (await import("./critic/criteria/faithful.js")).faithfulCriterion,
  consistent: async () => (await import("./critic/criteria/consistent.js")).consistentCriterion,
} satisfies Lazy<Criterion>;
export const DEFAULT_CRITERIA = [
  "format",
  "coherent",
  "on-task",
  "label-correct",
  "grounded",
  "no-copy",
  "novel",
] as const;

/**
 * Finds a strategy by its name in the spec.
 * @throws SPEC_INVALID naming the field and the valid names
 */
async function byName<T>(table: Lazy<T>, name: string, field: string): Promise<T> {
  const load = Object.hasOwn(table, name) ? table[name] : undefined;
  if (!load)
    throw new DatawrightError({
      code: "SPEC_INVALID",
      message: `${field}: there is no "${name}"`,
      hint: `Valid names: ${Object.keys(table).join(", ")}.`,
      details: { path: field },
    });
  return load();
}

/**
 * Loads each name once, and one after the other: module loaders of test runners mix up concurrent
 * imports.
 */
function loadedInTurn<T>(load: (name: string) => Promise<T>): (name: string) => Promise<T> {
  const loaded = new Map<string, Promise<T>>();
  let last: Promise<unknown> = Promise.resolve();
  return (name) => {
    let found = loaded.get(name);
    if (!found) {
      loaded.set(name, (found = last.then(() => load(name))));
      last = found.catch(() => undefined);
    }
    return found;
  };
}

/** Settings of criteria, before anything runs: a criterion reads its own in its question. */
async function checkCriteria(spec: TaskSpec, criteria: readonly Criterion[]): Promise<void> {
  for (const name of Object.keys(spec.critique.settings))
    await byName<Criterion>(CRITERIA, name, "critique.settings");
  const task = resolveTask(spec, []);
  for (const criterion of criteria) criterion.question?.(task);
}

/**
 * Strategies of steps and all settings, before anything runs. A setting of `generate.settings` may
 * belong to any strategy: steps use several.
 */
async function checkStrategies(
  { steps, generate }: TaskSpec,
  own: GenerateStrategy,
): Promise<void> {
  const { parseSettings } = await import("./generator/request/strategy-settings.js");
  const none = z.object({});
  for (const [index, step] of steps.entries()) {
    const strategy =
      step.strategy === undefined
        ? own
        : await byName<GenerateStrategy>(
            GENERATE_STRATEGIES,
            step.strategy,
            `steps[${index}].strategy`,
          );
    parseSettings(strategy.settings ?? none, step.settings, `steps[${index}].settings`);
  }
  if (Object.keys(generate.settings).length === 0) return;
  let all = none;
  for (const load of [
    ...Object.values(GENERATE_STRATEGIES),
    () => Promise.resolve(own),
  ] as (() => Promise<GenerateStrategy>)[])
    all = all.extend((await load()).settings?.shape ?? {});
  parseSettings(all.partial(), generate.settings, "generate.settings");
}

/**
 * The sources of conditions that the spec names, with their settings checked.
 * @throws SPEC_INVALID naming the entry
 */
async function conditionSources(
  conditions: NonNullable<TaskSpec["plan"]["conditions"]>,
): Promise<BoundSource[]> {
  const { parseSettings } = await import("./generator/request/strategy-settings.js");
  const bound: BoundSource[] = [];
  for (const [index, entry] of conditions.entries()) {
    const { source: name, ...settings } = typeof entry === "string" ? { source: entry } : entry;
    const source = await byName<ConditionSource>(
      CONDITION_SOURCES,
      name,
      `plan.conditions[${index}]`,
    );
    bound.push({
      source,
      settings: parseSettings(
        source.settings ?? z.object({}),
        settings,
        `plan.conditions[${index}]`,
      ),
    });
  }
  return bound;
}

/**
 * Makes the built-in agent of a role with the strategies that the spec names.
 * @param folder where relative paths of the spec start
 */
export async function builtinAgent(role: RoleName, spec: TaskSpec, folder = "."): Promise<Agent> {
  switch (role) {
    case "planner": {
      const { createPlanner } = await import("./planner/planner.js");
      const seeds = spec.plan.seeds.strategy;
      return createPlanner({
        strategy: await byName(PLAN_STRATEGIES, spec.plan.strategy, "plan.strategy"),
        decomposition: await byName(DECOMPOSITIONS, decompositionName(spec), "plan.decomposition"),
        sources: await byName<SourceSelector>(
          SOURCE_SELECTORS,
          spec.generate.sources.strategy,
          "generate.sources.strategy",
        ),
        seeds: seeds === "none" ? null : await byName(SEED_SELECTORS, seeds, "plan.seeds.strategy"),
        folder,
        conditions: spec.plan.conditions ? await conditionSources(spec.plan.conditions) : undefined,
      });
    }
    case "generator": {
      const { createGenerator } = await import("./generator/generator.js");
      const strategy = await byName<GenerateStrategy>(
        GENERATE_STRATEGIES,
        spec.generate.strategy,
        "generate.strategy",
      );
      await checkStrategies(spec, strategy);
      return createGenerator({
        strategy,
        selector: await byName(
          DEMO_SELECTORS,
          spec.generate.demonstrations.strategy,
          "generate.demonstrations.strategy",
        ),
        strategyOf: loadedInTurn((name) =>
          byName<GenerateStrategy>(GENERATE_STRATEGIES, name, "strategy of a step"),
        ),
      });
    }
    case "critic": {
      const { createCritic } = await import("./critic/critic.js");
      const { checker } = spec.critique;
      const names = spec.critique.criteria ?? [
        ...DEFAULT_CRITERIA,
        ...(checker ? ["checker"] : []),
      ];
      if (checker) await (await import("./critic/criteria/checker.js")).checkCheckerParses(checker);
      const criteria: Criterion[] = [];
      // One after the other: module loaders of test runners mix up concurrent imports of files with
      // a shared dependency.
      for (const [index, name] of names.entries())
        criteria.push(await byName(CRITERIA, name, `critique.criteria[${index}]`));
      await checkCriteria(spec, criteria);
      return createCritic({ criteria });
    }
    case "labeler":
      return (await import("./labeler/labeler.js")).labelerOf(spec.label.model);
    case "curator": {
      const { createCurator } = await import("./curator/curator.js");
      const { filters, relabel, reweight } = spec.curate;
      if (filters.length + relabel.length === 0 && reweight === null) return createCurator();
      const { loadSteps } = await import("../tools/curation/load-steps.js");
      const steps = await loadSteps({ filters, relabel, reweight }, undefined, ["curate"]);
      return createCurator({ steps });
    }
    case "evaluator":
      return (await import("./evaluator/evaluator.js")).evaluatorOf(spec.evaluate.metrics);
    case "reviewer":
      return (await import("./reviewer/reviewer.js")).createReviewer();
    case "stage":
      throw new DatawrightError({ code: "AGENT_NOT_FOUND", message: "there is no built-in stage" });
  }
}
