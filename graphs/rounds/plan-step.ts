import { chosenName } from "../../base/slots/slot-choice.js";
import { checkSubTasks } from "../../agents/planner/decompositions/sub-tasks.js";
import type { RoleOutput } from "../../agents/roles.js";
import { shortId } from "../../base/statistics/hash.js";
import type { CoverageMap } from "../../schema/coverage.js";
import type { Order, Plan } from "../../schema/plan.js";
import { invokeAgent } from "../runtime/invoke-agent.js";
import { runEntries } from "../runtime/run-entries.js";
import { plannedChanges, withPlanned } from "../runtime/planned-coverage.js";
import type { PlannedRound } from "../runtime/planned-coverage.js";
import type { PlanInForce } from "../runtime/round-log.js";
import { usedSources } from "../runtime/used-sources.js";
import type { RunRuntime } from "../runtime/runtime.js";
import { ordersWanted } from "../runtime/sealed-round.js";
import { gateTarget } from "./gate-target.js";
import type { RunStateValues } from "./state.js";
import type { WorkLoop } from "./work-loop.js";

/** Rounds that are planned before the first of them is sealed. */
const ROUNDS_AHEAD = 2;

/**
 * Makes the plan when there is none, or again when a sub-task failed. Returns the revision in
 * force.
 */
export async function ensurePlan(runtime: RunRuntime, state: RunStateValues): Promise<PlanInForce> {
  const stored = await runtime.rounds.plan();
  if (stored && state.failed.length === 0) return stored;
  const wanted = stored ? state.planRevision + 1 : 0;
  if (stored && stored.revision >= wanted) return stored; // made before a kill
  const output = await invokeAgent(
    runtime,
    "planner",
    "plan",
    { previous: stored?.plan ?? null, failed: state.failed },
    {
      orderId: `plan:${wanted}`,
      step: "plan",
      sampleIds: [],
      visible: await runtime.rounds.visible(state.sealed),
    },
  );
  // a plan that cannot run ends the run before anything is written
  checkSubTasks(output.plan.subTasks, runtime.task.kind.givenFields);
  if (stored) await runtime.rounds.replan(output.plan, wanted);
  else await runtime.rounds.begin(output.plan, output.coverage);
  runtime.events.emit({
    type: "plan-made",
    subTasks: output.plan.subTasks.map((subTask) => subTask.id),
    cells: output.coverage.cells.length,
    revision: wanted,
    notes: output.plan.notes,
  });
  return { plan: output.plan, revision: wanted };
}

/** Plans one round from what is sealed up to round-2, unless its orders are stored already. */
export async function planRound(
  runtime: RunRuntime,
  round: number,
  { plan, revision }: PlanInForce,
): Promise<{ orders: Order[]; planned: PlannedRound }> {
  const { rounds } = runtime;
  const stored = await rounds.plannedOrNull(round);
  if (stored) return { orders: await rounds.orders(round), planned: stored };
  const left = await openOrders(runtime, round);
  const whole = await basisOf(runtime, round, left.length);
  const open = left.slice(0, whole.size);
  const basis = withOpen(whole, open);
  const drawn =
    basis.size > 0
      ? await drawOrders(runtime, round, { plan, basis })
      : { orders: [], coverage: basis.coverage };
  const all = [
    ...open.map((order, ordinal): Order => ({ ...order, round, ordinal })),
    ...drawn.orders.map((order, index): Order => {
      const ordinal = open.length + index;
      return {
        ...order,
        id: orderId(runtime, { round, ordinal, cell: order.cell }),
        round,
        ordinal,
      };
    }),
  ];
  const orders = await withinTrial(runtime, round, all);
  const planned: PlannedRound = {
    planRevision: revision,
    size: orders.length,
    inputsUsed: basis.inputsUsed + drawn.orders.filter((order) => order.inputId !== null).length,
    ...plannedChanges(basis.coverage, drawn.coverage, round),
  };
  await rounds.order(round, orders, planned, open);
  announceGrowth(runtime, round, planned);
  return { orders, planned };
}

/** The first orders of a round, as far as a trial goes: they are those of a whole run. */
async function withinTrial(
  { mostOrders, rounds, store }: RunRuntime,
  round: number,
  orders: readonly Order[],
): Promise<Order[]> {
  if (mostOrders === null) return [...orders];
  if (round === 0) await store.set(runEntries.firstRound, orders.length);
  let before = 0;
  for (let earlier = 0; earlier < round; earlier++)
    before += (await rounds.plannedOrNull(earlier))?.size ?? 0;
  return orders.slice(0, Math.max(0, mostOrders - before));
}

/** What a round is planned from. */
interface RoundBasis {
  /** Orders that are wanted. */
  readonly size: number;
  readonly inputsUsed: number;
  /** Orders that are in flight, by cell. */
  readonly outstanding: Readonly<Record<string, number>>;
  readonly coverage: CoverageMap;
}

/** Reads what is sealed up to round-2, and of the round in flight only what was planned for it. */
async function basisOf(runtime: RunRuntime, round: number, open: number): Promise<RoundBasis> {
  const { rounds, task } = runtime;
  const base = await rounds.sealed(round - 2);
  const previous = await rounds.plannedOrNull(round - 1);
  // A sealed round before this one: nothing was in flight when the run went back to work, and what
  // is visible was counted anew.
  const nothingInFlight = round > 0 && (await rounds.sealedOrNull(round - 1)) !== null;
  const pending = nothingInFlight ? null : previous;
  const inputsUsed = Math.max(previous?.inputsUsed ?? 0, base.inputsUsed);
  const wanted = ordersWanted({
    target: await gateTarget(runtime),
    roundSize: runtime.roundSize,
    accepted: base.accepted,
    drafted: base.drafted,
    outstanding: pending?.size ?? 0,
  });
  const outstanding: Record<string, number> = {};
  if (pending)
    for (const order of await rounds.orders(round - 1))
      outstanding[order.cell] = (outstanding[order.cell] ?? 0) + 1;
  return {
    size:
      task.kind.givenFields.length > 0
        ? Math.min(wanted, open + Math.max(0, runtime.inputs.length - inputsUsed))
        : wanted,
    inputsUsed,
    outstanding,
    // What was planned for the round in flight is in no sealed coverage yet; without it the same
    // quota would move twice.
    coverage: pending ? withPlanned(base.coverage, pending) : base.coverage,
  };
}

/**
 * Orders that a used-up budget left without a draft: the first round behind it takes them over, with
 * their ids, so that what was answered for them is in the cache.
 */
async function openOrders({ rounds, samples, store }: RunRuntime, round: number): Promise<Order[]> {
  if ((await store.get(runEntries.openOrders)) !== round - 1) return [];
  const open: Order[] = [];
  for (let before = Math.max(0, round - ROUNDS_AHEAD); before < round; before++) {
    const orders = await rounds.orders(before);
    const drafted = await samples.drafted(orders.map(({ id }) => id));
    open.push(...orders.filter(({ id }) => !drafted.has(id)));
  }
  return open;
}

function withOpen(basis: RoundBasis, open: readonly Order[]): RoundBasis {
  if (open.length === 0) return basis;
  const outstanding = { ...basis.outstanding };
  for (const { cell } of open) outstanding[cell] = (outstanding[cell] ?? 0) + 1;
  return { ...basis, size: basis.size - open.length, outstanding };
}

/** Asks the planner for the orders of a round. */
async function drawOrders(
  runtime: RunRuntime,
  round: number,
  { plan, basis }: { readonly plan: Plan; readonly basis: RoundBasis },
): Promise<RoleOutput<"planner", "order">> {
  const { size, inputsUsed, outstanding, coverage } = basis;
  const makesFromRows = chosenName(runtime.task.spec.plan.seeds) !== "none";
  return invokeAgent(
    runtime,
    "planner",
    "order",
    {
      round,
      size,
      plan,
      coverage,
      outstanding,
      firstInput: inputsUsed,
      inputs: runtime.inputs.slice(inputsUsed, inputsUsed + size).map((row) => row.id),
      usedSeeds: makesFromRows ? await runtime.rounds.usedSeeds(round) : [],
      usedSources:
        runtime.knowledge.passages.length > 0 ? await usedSources(runtime.rounds, round) : {},
    },
    {
      orderId: `round:${round}`,
      step: "order",
      sampleIds: [],
      visible: await runtime.rounds.visible(round - 2),
    },
  );
}

/** The same for the same seed, so that a step that runs twice writes the same rows. */
function orderId(
  { task: { spec } }: RunRuntime,
  { round, ordinal, cell }: Pick<Order, "round" | "ordinal" | "cell">,
): string {
  return shortId("order", spec.seed, spec.name, round, ordinal, cell);
}

function announceGrowth(
  { events }: RunRuntime,
  round: number,
  { growth = [] }: PlannedRound,
): void {
  for (const { node, step, added, leftOut, why } of growth)
    events.emit({
      type: "tree-grown",
      round,
      node,
      step,
      added: added.map(({ name }) => name),
      leftOut,
      why,
    });
}

/**
 * The plan node: keeps two rounds planned ahead of the last sealed one and hands them to the pull
 * loop.
 */
export async function planStep(
  runtime: RunRuntime,
  loop: WorkLoop,
  state: RunStateValues,
): Promise<Partial<RunStateValues>> {
  const inForce = await ensurePlan(runtime, state);
  let planned = state.planned;
  while (planned < state.sealed + ROUNDS_AHEAD) {
    planned += 1;
    await startRound(runtime, loop, { round: planned, inForce });
  }
  return { planned, planRevision: inForce.revision, failed: [] };
}

/**
 * Puts a planned round on the loop: its orders, the plan that was in force, and what its drafts may
 * see.
 */
export async function startRound(
  runtime: RunRuntime,
  loop: WorkLoop,
  { round, inForce }: { readonly round: number; readonly inForce: PlanInForce },
): Promise<void> {
  if (loop.has(round)) return;
  const { orders, planned } = await planRound(runtime, round, inForce);
  const plan = await planOf(runtime, planned, inForce);
  const visible = await runtime.rounds.visible(round - 2);
  if (orders.length > 0)
    runtime.events.emit({ type: "round-started", round, orders: orders.length });
  // The gate of a round without drafts asks for it too where it measures the labeler on real rows.
  if (orders.length > 0 || runtime.validation.length > 0) visible.learned().catch(() => {});
  await loop.add(round, orders, plan, visible);
}

/** The plan that a round was planned by; a newer one may be in force by now. */
async function planOf(
  { rounds }: RunRuntime,
  { planRevision }: PlannedRound,
  inForce: PlanInForce,
): Promise<Plan> {
  if (planRevision === inForce.revision) return inForce.plan;
  const older = (await rounds.plans()).find(({ revision }) => revision === planRevision);
  return older?.plan ?? inForce.plan;
}
