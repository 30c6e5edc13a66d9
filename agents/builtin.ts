import { chosenName, type SlotChoice } from "../base/slots/slot-choice.js";
import { DatawrightError } from "../base/errors.js";
import type { TaskSpec } from "../schema/task-file/task-spec.js";
import type { Agent } from "./contract.js";
import type { Criterion } from "./critic/contract.js";
import { DEFAULT_CRITERIA } from "./critic/criteria/criteria.js";
import { decompositionOf } from "./planner/decompositions/decompositions.js";
import type { ConditionSource } from "./planner/contract.js";
import type { RoleName } from "./roles.js";
import { AGENT_SLOTS, type AgentSlots } from "./slots.js";

export interface BuiltinOptions {
  /** Where relative paths of the spec start. Default: the current folder. */
  readonly folder?: string;
  /** What names of the spec stand for. Default: what is built in. */
  readonly slots?: AgentSlots;
}

/**
 * Makes the built-in agent of a role with what the spec chooses by name.
 * @throws SPEC_INVALID for a name that there is not and for a wrong setting, with the path
 */
export async function builtinAgent(
  role: RoleName,
  spec: TaskSpec,
  { folder = ".", slots = AGENT_SLOTS }: BuiltinOptions = {},
): Promise<Agent> {
  switch (role) {
    case "planner":
      return planner(spec, folder, slots);
    case "generator":
      return generator(spec, slots);
    case "critic":
      return critic(spec, slots);
    case "labeler":
      return (await import("./labeler/labeler.js")).labelerOf(spec.label.model, slots.classifiers);
    case "curator": {
      const { createCurator } = await import("./curator/curator.js");
      const { filters, relabel, reweight, force } = spec.curate;
      if (filters.length + relabel.length === 0 && reweight === null) return createCurator();
      const { loadSteps } = await import("../tools/curation/load-steps.js");
      const steps = await loadSteps({ filters, relabel, reweight, force }, slots, ["curate"]);
      return createCurator({ steps });
    }
    case "evaluator":
      return (await import("./evaluator/evaluator.js")).evaluatorOf(
        spec.evaluate.metrics,
        slots.metrics,
      );
    case "reviewer":
      return (await import("./reviewer/reviewer.js")).createReviewer();
    case "stage":
      throw new DatawrightError({ code: "AGENT_NOT_FOUND", message: "there is no built-in stage" });
  }
}

async function planner(spec: TaskSpec, folder: string, slots: AgentSlots): Promise<Agent> {
  const { createPlanner } = await import("./planner/planner.js");
  const { plan, generate } = spec;
  const strategy = await slots.planStrategies.choose(plan.strategy, ["plan", "strategy"]);
  const decomposition = await slots.decompositions.choose(decompositionOf(spec), [
    "plan",
    "decomposition",
  ]);
  const sources = await slots.sourceSelectors.choose(generate.sources, ["generate", "sources"]);
  const seeds =
    chosenName(plan.seeds) === "none"
      ? null
      : await slots.seedSelectors.choose(plan.seeds, ["plan", "seeds"]);
  const conditions: ConditionSource[] = [];
  for (const [index, choice] of (plan.conditions ?? []).entries())
    conditions.push(
      (await slots.conditionSources.choose(choice, ["plan", "conditions", index])).value,
    );
  return createPlanner({
    strategy: strategy.value,
    decomposition: decomposition.value,
    sources: { selector: sources.value, ...sources.shared },
    seeds: seeds && { selector: seeds.value, ...seeds.shared },
    folder,
    conditions: plan.conditions ? conditions : undefined,
  });
}

async function generator(spec: TaskSpec, slots: AgentSlots): Promise<Agent> {
  const { createGenerator } = await import("./generator/generator.js");
  const { subTaskStrategies } = await import("./generator/strategies/sub-task-strategies.js");
  const strategyOf = await subTaskStrategies(spec, slots.generateStrategies);
  const { value: selector, shared: demonstrations } = await slots.demonstrationSelectors.choose(
    spec.generate.demonstrations,
    ["generate", "demonstrations"],
  );
  return createGenerator({ strategyOf, selector, demonstrations });
}

async function critic({ critique }: TaskSpec, slots: AgentSlots): Promise<Agent> {
  const { createCritic } = await import("./critic/critic.js");
  const { checker } = critique;
  const choices: readonly SlotChoice[] = critique.criteria ?? [
    ...DEFAULT_CRITERIA,
    ...(checker ? ["checker"] : []),
  ];
  if (checker) await (await import("./critic/criteria/checker.js")).checkCheckerParses(checker);
  const criteria: Criterion[] = [];
  for (const [index, choice] of choices.entries())
    criteria.push((await slots.criteria.choose(choice, ["critique", "criteria", index])).value);
  return createCritic({ criteria });
}
