import type { SampleUpdate } from "../../memory/contract.js";
import { coverageOf } from "../../schema/coverage.js";
import { labelKey } from "../../schema/label.js";
import { emptyCoverage } from "../../tools/coverage/empty-coverage.js";
import { recordOutcomes, type Errors } from "../../tools/coverage/record-outcomes.js";
import { withPlanned } from "../runtime/planned-coverage.js";
import { gateTarget } from "../runtime/round-log.js";
import { decideRound, type GateDecisions } from "./gate.js";
import type { SealedRound } from "../runtime/sealed-round.js";
import { ordersKey, sealedKey, sealedRound, type PlannedRound } from "../runtime/round-log.js";
import type { RunRuntime } from "../runtime/runtime.js";
import type { RunStateValues } from "./state.js";
import { stopRule } from "./stop-rule.js";
import type { WorkLoop } from "./work-loop.js";

/**
 * The assess node: seals the next round and decides whether to go on. After a budget stop every
 * planned round is sealed: its drafts are paid for.
 */
export async function assessStep(
  runtime: RunRuntime,
  loop: WorkLoop,
  state: RunStateValues,
): Promise<Partial<RunStateValues>> {
  if (state.stop !== null) {
    let last = await sealNext(runtime, loop, state.sealed + 1);
    const aim = await gateTarget(runtime);
    while (last.round < state.planned && last.accepted < aim)
      last = await sealNext(runtime, loop, last.round + 1);
    return { sealed: last.round, accepted: last.accepted };
  }
  const round = state.sealed + 1;
  const sealed = await sealNext(runtime, loop, round);
  const verdict = await stopRule(runtime, sealed, state);
  if (verdict.stop) {
    loop.cancel(round + 1);
    runtime.events.emit({
      type: "work-stopped",
      reason: verdict.stop,
      detail: verdict.stopDetail ?? "",
    });
  }
  return { sealed: round, accepted: sealed.accepted, ...verdict };
}

/**
 * What the labeler that the round's drafts were labelled by gets wrong of the validation part, by
 * label.
 */
async function validationErrors(
  { validation, mistakes }: RunRuntime,
  { learnedRound }: SealedRound,
): Promise<ReadonlyMap<string, Errors>> {
  const errors = new Map<string, { wrong: number; of: number }>();
  if (validation.length === 0 || learnedRound < 0) return errors;
  for (const { label } of validation) {
    const key = labelKey(label);
    errors.set(key, { wrong: 0, of: (errors.get(key)?.of ?? 0) + 1 });
  }
  for (const { row } of await mistakes.after(learnedRound))
    errors.get(labelKey(row.label))!.wrong += 1;
  return errors;
}

/** Seals one round, or reads what a process before this one sealed. */
async function sealNext(runtime: RunRuntime, loop: WorkLoop, round: number): Promise<SealedRound> {
  const before = await sealedRound(runtime, round - 1);
  const planned = (await runtime.store.get<PlannedRound>(ordersKey(round))) as PlannedRound;
  let sealed = await runtime.store.get<SealedRound>(sealedKey(round));
  if (!sealed) {
    const everAccepted = await runtime.samples.count({ everAccepted: true });
    const moved = withPlanned(before.coverage, planned);
    const gate = await decideRound(runtime, round, {
      acceptedBefore: before.accepted,
      coverage: moved,
    });
    // Positions in the dataset go on where the last ever given one ended, demoted samples included.
    const shift = everAccepted - before.accepted;
    const updates =
      shift === 0
        ? gate.updates
        : gate.updates.map((update) =>
            update.acceptedOrdinal === undefined
              ? update
              : { ...update, acceptedOrdinal: update.acceptedOrdinal + shift },
          );
    const orders = await runtime.store.orders(round);
    const orderedIn = new Map<string, number>();
    for (const order of orders) orderedIn.set(order.cell, (orderedIn.get(order.cell) ?? 0) + 1);
    const counted = {
      ...moved,
      cells: moved.cells.map((cell) =>
        orderedIn.has(cell.id)
          ? { ...cell, ordered: cell.ordered + orderedIn.get(cell.id)! }
          : cell,
      ),
    };
    const coverageState = recordOutcomes(
      { ...before.coverageState, map: counted },
      gate.outcomes,
      runtime.task.spec.plan.saturation,
      await validationErrors(runtime, await sealedRound(runtime, round - 2)),
    );
    sealed = {
      round,
      accepted: before.accepted + gate.accepted,
      drafted: before.drafted + gate.outcomes.length,
      coverage: coverageState.map,
      coverageState: { ...coverageState, map: emptyCoverage([]) },
      dryRounds:
        gate.outcomes.length === 0
          ? before.dryRounds
          : gate.accepted > 0
            ? 0
            : before.dryRounds + 1,
      dryDrafts: gate.accepted > 0 ? 0 : before.dryDrafts + gate.outcomes.length,
      planRevision: planned.planRevision,
      inputsUsed: planned.inputsUsed,
      learnedRound: before.learnedRound,
      cancelled: false,
    };
    await runtime.samples.applyUpdates(updates, {
      [sealedKey(round)]: sealed,
      "seconds-before": runtime.clock.seconds,
    });
    announce(runtime, updates, sealed, gate);
  }
  runtime.sealed.set(round, sealed);
  loop.forget(round);
  return sealed;
}

function announce(
  runtime: RunRuntime,
  updates: readonly SampleUpdate[],
  sealed: SealedRound,
  gate: GateDecisions,
): void {
  let accepted = sealed.accepted - gate.accepted;
  for (const { sample } of updates) {
    if (sample.status === "accepted")
      runtime.events.emit({
        type: "sample-accepted",
        sampleId: sample.id,
        accepted: ++accepted,
        target: runtime.task.spec.target,
      });
    else
      runtime.events.emit({
        type: "sample-rejected",
        sampleId: sample.id,
        reason: sample.history.at(-1)?.reason ?? "",
      });
  }
  runtime.events.emit({
    type: "round-sealed",
    round: sealed.round,
    accepted: gate.accepted,
    rejected: gate.rejected,
    total: sealed.accepted,
    target: runtime.task.spec.target,
    coverage: coverageOf(sealed.coverage),
  });
}
