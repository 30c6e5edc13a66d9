import type { StopReason } from "../../schema/report.js";
import { curationKey, type CurationFigures } from "../finish/curate-step.js";
import { learnStep } from "../rounds/decide-training.js";
import type { SealedRound } from "../runtime/sealed-round.js";
import type { RunRuntime } from "../runtime/runtime.js";
import { ordersKey, sealedKey, sealedRound } from "../runtime/round-log.js";
import { INITIAL_STATE, type RunStateValues } from "../rounds/state.js";
import { stopRule } from "../rounds/stop-rule.js";

/** How a run ended; there once it came to its end. */
export interface FinishedRun {
  readonly stop: StopReason;
  readonly stopDetail: string;
  readonly sealed: number;
}
export const FINISHED_KEY = "finished";
/**
 * Last sealed round at which a finished run was opened for more work: what ended it then does not
 * end it again.
 */
const REOPENED_KEY = "reopened";

/** Opens a finished run for more work, towards a larger target or with a larger budget. */
export async function reopenFinished(runtime: RunRuntime): Promise<void> {
  if ((await runtime.store.get(FINISHED_KEY)) === null) return;
  await runtime.samples.applyUpdates([], {
    [FINISHED_KEY]: null,
    [REOPENED_KEY]: await lastSealed(runtime),
  });
}

/** Last round of the chain of sealed ones; -1 before the first. */
export async function lastSealed(runtime: RunRuntime): Promise<number> {
  let round = -1;
  while (await runtime.store.get<SealedRound>(sealedKey(round + 1))) round += 1;
  return round;
}

/**
 * Where a thread without checkpoints begins: at the start, or behind what the store says is sealed.
 * What the nodes decided is
 * decided again from the store, so that a run that lost its checkpoints comes to the same dataset.
 */
export async function startState(runtime: RunRuntime): Promise<RunStateValues> {
  const sealed = await lastSealed(runtime);
  if (sealed < 0) return INITIAL_STATE;
  const reopened = (await runtime.store.get<number>(REOPENED_KEY)) === sealed;
  const plan = await runtime.store.plan();
  const replans = Object.fromEntries(
    (plan?.plan.subTasks ?? [])
      .filter((subTask) => subTask.revision > 0)
      .map((subTask) => [subTask.id, subTask.revision]),
  );
  let passes = 0;
  while (await runtime.store.get(curationKey(passes))) passes += 1;
  const state: RunStateValues = {
    ...INITIAL_STATE,
    sealed,
    planned: sealed,
    accepted: (await sealedRound(runtime, sealed)).accepted,
    planRevision: plan?.revision ?? 0,
    replans,
    passes,
  };
  await learnStep(runtime, state);
  if (reopened) return state;
  const curated =
    passes === 0 ? null : await runtime.store.get<CurationFigures>(curationKey(passes - 1));
  state.topUps = curated?.topUps ?? 0;
  // That pass is done, but not what follows it: begin with it again, which changes nothing.
  if (curated?.last === sealed)
    return { ...state, passes: passes - 1, stop: curated.stop, stopDetail: curated.stopDetail };
  if (curated?.stop === "target") state.topUps += 1;
  let judged = sealed;
  while (judged > 0 && (await sealedRound(runtime, judged)).cancelled) judged -= 1;
  const verdict = await stopRule(runtime, await sealedRound(runtime, judged), state);
  if (!verdict.stop) return { ...state, ...verdict };
  let planned = sealed;
  while (await runtime.store.get(ordersKey(planned + 1))) planned += 1;
  return { ...state, ...verdict, planned };
}
