import type { Agent, AgentContext } from "../contract.js";
import { defineAgent } from "../define-agent.js";
import { askInstructions } from "./conditions/ask-instruction.js";
import { defaultConditions, findConditions } from "./conditions/find-conditions.js";
import { planCells } from "./conditions/plan-cells.js";
import { CONDITION_SOURCES } from "./conditions/sources/condition-sources.js";
import type {
  ConditionSource,
  Decomposition,
  OrderInput,
  OrderOutput,
  PlanStrategy,
  PlannedSpace,
  SeedSelector,
  SpaceOptions,
} from "./contract.js";
import { decompositionOf, DECOMPOSITIONS } from "./decompositions/decompositions.js";
import { planSubTasks, replanSubTasks } from "./decompositions/sub-tasks.js";
import { withWritten } from "./written-rows.js";
import { SOURCE_SELECTORS } from "./passages/source-selectors.js";
import { withSources, type ChosenPassages } from "./passages/with-sources.js";
import type { RoleInput, RoleReturn } from "../roles.js";
import { chosenName, type SlotChoice } from "../../base/slots/slot-choice.js";
import { coverageOf } from "../../schema/coverage.js";
import { roundSizeOf } from "../../schema/round-size.js";
import type { Task } from "../../schema/task.js";
import { emptyCoverage, type CellSeed } from "../../tools/coverage/empty-coverage.js";
import type { Exclusion } from "../../schema/task-file/condition.js";
import type { Attribute, Plan } from "../../schema/plan.js";
import { coveringDraws } from "../../tools/conditions/covering-draws.js";

type PlanInput = RoleInput<"planner", "plan">;
type PlanReturn = RoleReturn<"planner", "plan">;

export interface PlannerOptions {
  readonly strategy: PlanStrategy;
  /** Default: the steps of the spec, else one step. */
  readonly decomposition?: Decomposition;
  /** Chooses the rows that samples are made from; null where they are made from none. */
  readonly seeds?: ChosenSeeds | null;
  /** Chooses the passages that samples keep to. Default: one each that fits. */
  readonly sources?: ChosenPassages;
  /**
   * Where the dimensions come from. Default: the spec's attributes, else topics of the model; and
   * the lengths of the support rows.
   */
  readonly conditions?: readonly ConditionSource[];
  /** Folder of the task file. */
  readonly folder?: string;
}

/**
 * The built-in planner: decomposes the task, builds the condition space with quotas, and orders
 * each round by a strategy.
 *
 * @throws PLAN_INVALID if the steps cannot be run; errors of the provider and the budget, as they
 *         are
 */
export function createPlanner(options: PlannerOptions): Agent {
  const { strategy, seeds = null } = options;
  return defineAgent({
    name: "planner",
    role: "planner",
    methods: {
      plan: (input, context) =>
        input.previous ? planAgain(input.previous, input, context) : makePlan(options, context),
      order: async (input, context) => {
        const sources = options.sources ?? {
          selector: (await SOURCE_SELECTORS.choose("fitting", [])).value,
          count: 1,
        };
        const ordered = await strategy.order(input, context);
        const output = await withSources(ordered, input, sources, context);
        const seeded = seeds ? await withSeeds(output, input, seeds, context) : output;
        return withWritten(seeded, context.task.spec.generate.unlike, context);
      },
    },
  });
}

async function makePlan(
  { strategy, decomposition: named, conditions, folder = "." }: PlannerOptions,
  context: AgentContext,
): Promise<PlanReturn> {
  const { task } = context;
  const steps = task.spec.steps.length > 0 ? "steps" : "single";
  const decomposition = named ?? (await DECOMPOSITIONS.choose(steps, [])).value;
  // before any model call: a plan that cannot run costs nothing
  const subTasks = planSubTasks(task, await decomposition.steps(task, context));
  // What filters will take out has to be written too.
  const wanted = Math.ceil(task.spec.target * task.spec.curate.surplus);
  const target = Math.min(wanted, inputCount(task));
  const sources = conditions ?? (await madeSources(defaultConditions(task.spec)));
  const {
    cells,
    attributes,
    exclude = [],
    tree,
    growth,
    notes: found,
  } = await (strategy.plan ?? planSpace)(
    { target, conditions: () => findConditions(sources, folder, context) },
    context,
  );
  const pairwise =
    task.spec.plan.draw === "pairwise"
      ? await coverPairs({ cells, attributes, exclude, target }, context)
      : null;
  const coverage = { ...emptyCoverage(cells), growth: [...growth] };
  const notes = [...found, ...(pairwise?.notes ?? [])];
  if (decomposition.name === "model" && subTasks[0]?.id === "sample")
    notes.push("the model gave no plan that can be run: each sample is written in one step");
  if (target < wanted)
    notes.push(`the inputs have ${target} rows: no more samples than that are planned`);
  const without = cells.length - coverageOf(coverage).cells;
  if (without > 0)
    notes.push(
      `${without} of ${cells.length} cells have no quota: the target of ${target} is too ` +
        "small for all of them, or their weight is 0",
    );
  const drawn = attributes
    .filter((attribute) => !attribute.steered && attribute.source !== "support")
    .map((attribute) => attribute.name);
  if (drawn.length > 0)
    notes.push(`drawn for each sample, without quotas of their own: ${drawn.join(", ")}`);
  const rules = {
    exclude: exclude.length > 0 ? [...exclude] : undefined,
    covering: pairwise ? pairwise.covering : undefined,
  };
  return {
    plan: {
      subTasks,
      attributes: [...attributes],
      ...rules,
      tree,
      roundSize: roundSizeOf(task.spec),
      notes,
    },
    coverage,
  };
}

/** Sources that nobody named, loaded where they are needed. */
async function madeSources(choices: readonly SlotChoice[]): Promise<ConditionSource[]> {
  const sources: ConditionSource[] = [];
  for (const choice of choices) sources.push((await CONDITION_SOURCES.choose(choice, [])).value);
  return sources;
}

/** Labels and attributes, with quotas as far as there is room for cells. */
async function planSpace(
  { target, conditions }: SpaceOptions,
  context: AgentContext,
): Promise<PlannedSpace> {
  const { attributes, exclude = [], notes } = await conditions();
  const planned = planCells(context.task, attributes, { target, random: context.random, exclude });
  return { ...planned, exclude, growth: [], notes: [...notes, ...planned.notes] };
}

/**
 * A plan that the model made is mended by the model, any other by rule: the reasons go into the
 * step's instruction.
 */
async function planAgain(
  previous: NonNullable<PlanInput["previous"]>,
  input: PlanInput,
  context: AgentContext,
): Promise<PlanReturn> {
  const byModel = chosenName(decompositionOf(context.task.spec)) === "model";
  const instructions = byModel
    ? await askInstructions(previous, input.failed, context)
    : new Map<string, string>();
  return {
    plan: replanSubTasks(previous, input.failed, instructions),
    coverage: context.memory.coverage,
  };
}

/**
 * Rows of the inputs pool as far as the spec itself has them; a file's rows are counted when the
 * rounds use them up.
 */
function inputCount(task: Task): number {
  return task.kind.givenFields.length > 0 ? (task.spec.inputs?.rows?.length ?? Infinity) : Infinity;
}

/** How the rows that a run's samples are made from are chosen. */
interface ChosenSeeds {
  readonly selector: SeedSelector;
  /** Rows for each sample. */
  readonly count: number;
  /** Share of the samples that are made from rows. */
  readonly share: number;
}

/**
 * Puts the rows that each order is made from on the orders of a round, or on the share of them that
 * is wanted.
 */
async function withSeeds(
  output: OrderOutput,
  input: OrderInput,
  { selector, count, share }: ChosenSeeds,
  context: AgentContext,
): Promise<OrderOutput> {
  const { orders } = output;
  if (orders.length === 0) return output;
  const before = Object.values(input.outstanding).reduce(
    (sum, count) => sum + count,
    input.coverage.cells.reduce((sum, cell) => sum + cell.ordered, 0),
  );
  const seeded = orders.filter(
    (_, index) => share === 1 || context.random.derive("seeds", "share", index).next() < share,
  );
  const query = {
    orders: seeded.map(({ cell, label, inputId = null }) => ({ cell, label, inputId })),
    count,
    round: input.round,
    before,
    used: new Set(input.usedSeeds),
  };
  const seeds = new Map(
    (await selector.select(query, context)).map((ids, index) => [seeded[index], ids]),
  );
  return {
    ...output,
    orders: orders.map((order) => ({ ...order, seedIds: [...(seeds.get(order) ?? [])] })),
  };
}

/**
 * Rows are worked out for so many times the target at most: some of their drafts will be refused.
 */
const BEYOND_TARGET = 2;

/** The draws that hold every pair of values, and what there is to say about them. */
async function coverPairs(
  {
    cells,
    attributes,
    exclude,
    target,
  }: {
    readonly cells: readonly CellSeed[];
    readonly attributes: readonly Attribute[];
    readonly exclude: readonly Exclusion[];
    readonly target: number;
  },
  context: AgentContext,
): Promise<{ covering: NonNullable<Plan["covering"]>; notes: string[] }> {
  const labels = [
    ...new Map(
      cells.filter((cell) => cell.quota > 0).map(({ label }) => [JSON.stringify(label), label]),
    ).values(),
  ];
  const drawn = attributes.filter((attribute) => !attribute.steered);
  const { dimensions, rows, pairs, covered, impossible, leftOut } = await coveringDraws({
    dimensions: drawn,
    exclude,
    labels: labels.length > 0 ? labels : [null],
    seed: context.task.spec.seed,
    most: BEYOND_TARGET * target,
  });
  const notes = [
    `pairwise: ${rows.length} draws hold ` +
      `${covered === pairs ? `all ${pairs}` : `${covered} of ${pairs}`} pairs of ` +
      `values${impossible > 0 ? `; ${impossible} pairs cannot occur` : ""}${rows.length > target ? `; the target of ${target} is too small for all of them` : ""}`,
    ...leftOut.map(
      ({ name, values }) =>
        `pairwise: ${name} has ${values} values, too many to cover their pairs: drawn by weight`,
    ),
  ];
  return {
    covering: {
      dimensions: [...dimensions],
      rows: rows.map((row) => [...row]),
      pairs,
      covered,
      impossible,
    },
    notes,
  };
}
