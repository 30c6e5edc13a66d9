import { entry, type Entry } from "../../memory/entry-key.js";
import { learnStep } from "../rounds/learn-step.js";
import { INITIAL_STATE, type RunStateValues } from "../rounds/state.js";
import { stopRule } from "../rounds/stop-rule.js";
import { runEntries } from "../runtime/run-entries.js";
import type { RunRuntime } from "../runtime/runtime.js";

/** Opens a finished run for more work, with a larger budget. */
export async function reopenFinished(runtime: RunRuntime): Promise<void> {
  await runtime.samples.applyUpdates([], await reopening(runtime));
}

/**
 * Opens a run for the target of its configuration where its quotas still stand for a smaller one.
 * An extension is decided once the configuration is written; whoever opens the run next, after a
 * kill too, carries it out here, all at once.
 */
export async function settleTarget(runtime: RunRuntime): Promise<void> {
  const { target } = runtime.task.spec;
  const before = await runtime.store.get(runEntries.quotasFor);
  if (before === null || target <= before) return;
  // A larger target means larger quotas in the same proportions.
  await runtime.rounds.reopen(target / before, [
    entry(runEntries.quotasFor, target),
    ...(await reopening(runtime)),
  ]);
}

async function reopening({ store, rounds }: RunRuntime): Promise<readonly Entry[]> {
  const finished = await store.get(runEntries.finished);
  if (finished === null) return [];
  const sealed = await rounds.lastSealed();
  return [
    entry(runEntries.finished, null),
    // What was measured is not true of what comes now.
    entry(runEntries.evaluation, null),
    entry(runEntries.reopened, sealed),
    ...(finished.stop === "budget" ? [entry(runEntries.openOrders, sealed)] : []),
  ];
}

/**
 * Where a thread without checkpoints begins: at the start, or behind what the store says is sealed.
 * What the nodes decided is decided again from the store, so that a run that lost its checkpoints
 * comes to the same dataset.
 */
export async function startState(runtime: RunRuntime): Promise<RunStateValues> {
  const { rounds, store } = runtime;
  const sealed = await rounds.lastSealed();
  const ways = await store.get(runEntries.ways);
  if (sealed < 0) return { ...INITIAL_STATE, ways: ways ?? {} };
  const reopened = (await store.get(runEntries.reopened)) === sealed;
  const plan = await rounds.plan();
  const replans = Object.fromEntries(
    (plan?.plan.subTasks ?? [])
      .filter((subTask) => subTask.revision > 0)
      .map((subTask) => [subTask.id, subTask.revision]),
  );
  let passes = 0;
  while (await store.get(runEntries.curation(passes))) passes += 1;
  const state: RunStateValues = {
    ...INITIAL_STATE,
    sealed,
    planned: sealed,
    accepted: (await rounds.sealed(sealed)).accepted,
    planRevision: plan?.revision ?? 0,
    replans,
    passes,
    ways,
  };
  await learnStep(runtime, state);
  if (reopened) return state;
  const curated = passes === 0 ? null : await store.get(runEntries.curation(passes - 1));
  state.topUps = curated?.topUps ?? 0;
  // That pass is done, but not what follows it: begin with it again, which changes nothing.
  if (curated?.last === sealed)
    return { ...state, passes: passes - 1, stop: curated.stop, stopDetail: curated.stopDetail };
  if (curated?.stop === "target") state.topUps += 1;
  let judged = sealed;
  while (judged > 0 && (await rounds.sealed(judged)).cancelled) judged -= 1;
  const verdict = await stopRule(runtime, await rounds.sealed(judged), state);
  if (!verdict.stop) return { ...state, ...verdict };
  return { ...state, ...verdict, planned: await rounds.lastPlanned(sealed) };
}
