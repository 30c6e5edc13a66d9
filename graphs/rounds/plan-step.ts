import { checkSubTasks } from "../../agents/planner/decompositions/sub-tasks.js";
import type { RoleOutput } from "../../agents/roles.js";
import { shortId } from "../../base/statistics/hash.js";
import type { RunStateValues } from "./state.js";
import type { WorkLoop } from "./work-loop.js";
import { invokeAgent } from "../runtime/invoke-agent.js";
import { plannedChanges, withPlanned } from "../runtime/planned-coverage.js";
import {
  gateTarget,
  ordersKey,
  sealedKey,
  sealedRound,
  type PlannedRound,
} from "../runtime/round-log.js";
import { ordersWanted, type SealedRound } from "../runtime/sealed-round.js";
import type { VisibleState } from "../runtime/run-memory.js";
import type { RunRuntime } from "../runtime/runtime.js";
import { visibleAfter } from "../runtime/visible-state.js";
import type { CoverageMap } from "../../schema/coverage.js";
import type { Order, Plan } from "../../schema/plan.js";
import { startCoverage } from "../../tools/coverage/coverage-state.js";

interface Used {
  through: number;
  readonly ids: Set<string>;
}

const known = new WeakMap<object, Used>();

/**
 * Ids of the rows and passages that orders of the rounds before this one are made from; each round
 * is read once.
 */
export async function usedSeeds(
  runtime: Pick<RunRuntime, "task" | "store">,
  round: number,
): Promise<string[]> {
  if (runtime.task.spec.plan.seeds.strategy === "none") return [];
  let used = known.get(runtime.store);
  if (!used) known.set(runtime.store, (used = { through: -1, ids: new Set<string>() }));
  while (used.through < round - 1) {
    used.through += 1;
    for (const order of await runtime.store.orders(used.through))
      for (const id of order.seedIds) used.ids.add(id);
  }
  return [...used.ids];
}

/**
 * Makes the plan when there is none, or again when a sub-task failed. Returns the revision in
 * force.
 */
export async function ensurePlan(
  runtime: RunRuntime,
  state: RunStateValues,
): Promise<{ plan: Plan; revision: number }> {
  const stored = await runtime.store.plan();
  if (stored && state.failed.length === 0) return stored;
  const wanted = stored ? state.planRevision + 1 : 0;
  if (stored && stored.revision >= wanted) return stored; // made before a kill
  const visible = await visibleAfter(runtime, state.sealed);
  const output = await invokeAgent<RoleOutput<"planner", "plan">>(
    runtime,
    {
      agent: runtime.registry.get("planner"),
      orderId: `plan:${wanted}`,
      step: "plan",
      sampleIds: [],
      visible,
    },
    "plan",
    { previous: stored?.plan ?? null, failed: state.failed },
  );
  // a plan that cannot run ends the run before anything is written
  checkSubTasks(output.plan.subTasks, runtime.task.kind.givenFields);
  if (!stored) {
    const coverage = output.coverage;
    await runtime.store.set(sealedKey(-1), firstSealed(coverage));
  }
  await runtime.store.savePlan(output.plan, wanted);
  runtime.events.emit({
    type: "plan-made",
    subTasks: output.plan.subTasks.map((subTask) => subTask.id),
    cells: output.coverage.cells.length,
    revision: wanted,
    notes: output.plan.notes,
  });
  return { plan: output.plan, revision: wanted };
}

function firstSealed(coverage: CoverageMap): SealedRound {
  return {
    round: -1,
    accepted: 0,
    drafted: 0,
    coverage,
    coverageState: startCoverage(coverage),
    dryRounds: 0,
    dryDrafts: 0,
    planRevision: 0,
    inputsUsed: 0,
    learnedRound: -1,
    cancelled: false,
  };
}

/** Plans one round from what is sealed up to round-2, unless its orders are stored already. */
export async function planRound(
  runtime: RunRuntime,
  round: number,
  plan: Plan,
  planRevision: number,
): Promise<{ orders: Order[]; planned: PlannedRound }> {
  const stored = await runtime.store.get<PlannedRound>(ordersKey(round));
  if (stored) return { orders: await runtime.store.orders(round), planned: stored };
  const base = await sealedRound(runtime, round - 2);
  const previous = round > 0 ? await runtime.store.get<PlannedRound>(ordersKey(round - 1)) : null;
  const previousSealed =
    round - 1 >= 0 ? await runtime.store.get<SealedRound>(sealedKey(round - 1)) : null;
  // A sealed round before this one: nothing was in flight when the run went back to work, and what
  // is visible was counted anew.
  const pending = previousSealed ? null : previous;
  const inFlight = pending?.size ?? 0;
  const inputsUsed = Math.max(previous?.inputsUsed ?? 0, base.inputsUsed);
  let size = ordersWanted({
    target: await gateTarget(runtime),
    roundSize: runtime.roundSize,
    accepted: base.accepted,
    drafted: base.drafted,
    outstanding: inFlight,
  });
  if (runtime.task.kind.givenFields.length > 0)
    size = Math.min(size, Math.max(0, runtime.inputs.length - inputsUsed));
  const outstanding: Record<string, number> = {};
  if (inFlight > 0)
    for (const order of await runtime.store.orders(round - 1))
      outstanding[order.cell] = (outstanding[order.cell] ?? 0) + 1;
  const visible = await visibleAfter(runtime, round - 2);
  // What was planned for the round in flight is in no sealed coverage yet; without it the same
  // quota would move twice.
  const coverage = pending ? withPlanned(base.coverage, pending) : base.coverage;
  let drawn: RoleOutput<"planner", "order"> = { orders: [], coverage };
  if (size > 0) {
    drawn = await invokeAgent<RoleOutput<"planner", "order">>(
      runtime,
      {
        agent: runtime.registry.get("planner"),
        orderId: `round:${round}`,
        step: "order",
        sampleIds: [],
        visible,
      },
      "order",
      {
        round,
        size,
        plan,
        coverage,
        outstanding,
        firstInput: inputsUsed,
        inputs: runtime.inputs.slice(inputsUsed, inputsUsed + size).map((row) => row.id),
        usedSeeds: await usedSeeds(runtime, round),
      },
    );
  }
  const orders = drawn.orders.map((order, ordinal): Order => ({
    ...order,
    id: shortId(
      "order",
      runtime.task.spec.seed,
      runtime.task.spec.name,
      round,
      ordinal,
      order.cell,
    ),
    round,
    ordinal,
  }));
  const planned: PlannedRound = {
    planRevision,
    size: orders.length,
    inputsUsed: inputsUsed + orders.filter((order) => order.inputId !== null).length,
    ...plannedChanges(coverage, drawn.coverage, round),
  };
  await runtime.store.saveOrders(round, orders, { [ordersKey(round)]: planned });
  for (const { node, step, added, leftOut, why } of planned.growth ?? [])
    runtime.events.emit({
      type: "tree-grown",
      round,
      node,
      step,
      added: added.map(({ name }) => name),
      leftOut,
      why,
    });
  return { orders, planned };
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
  const { plan, revision } = await ensurePlan(runtime, state);
  let planned = state.planned;
  while (planned < state.sealed + 2) {
    planned += 1;
    await startRound(runtime, loop, planned, plan, revision);
  }
  return { planned, planRevision: revision, failed: [] };
}

/**
 * Puts a planned round on the loop: its orders, the plan that was in force, and what its drafts may
 * see.
 */
export async function startRound(
  runtime: RunRuntime,
  loop: WorkLoop,
  round: number,
  plan: Plan,
  revision: number,
): Promise<void> {
  if (loop.has(round)) return;
  const { orders, planned } = await planRound(runtime, round, plan, revision);
  const inForce =
    planned.planRevision === revision
      ? plan
      : ((await runtime.store.plans()).find(
          (candidate) => candidate.revision === planned.planRevision,
        )?.plan ?? plan);
  await runtime.novelty.prepare(round);
  const visible: VisibleState = await visibleAfter(runtime, round - 2);
  if (orders.length > 0)
    runtime.events.emit({ type: "round-started", round, orders: orders.length });
  await loop.add(round, orders, inForce, visible);
}
