import type { SampleUpdate } from "../../memory/contract.js";
import { entry } from "../../memory/entry-key.js";
import { coverageOf, type CoverageMap } from "../../schema/coverage.js";
import { labelKey } from "../../schema/label.js";
import type { Order } from "../../schema/plan.js";
import { emptyCoverage } from "../../tools/coverage/empty-coverage.js";
import { recordOutcomes, type Errors } from "../../tools/coverage/record-outcomes.js";
import { withPlanned } from "../runtime/planned-coverage.js";
import { runEntries } from "../runtime/run-entries.js";
import type { RunRuntime } from "../runtime/runtime.js";
import type { SealedRound } from "../runtime/sealed-round.js";
import { decideRound, type GateDecisions } from "./gate.js";
import { inGateSpan } from "./gate-span.js";
import { gateTarget } from "./gate-target.js";
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
      spent: runtime.ledger.spent(),
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
  const sealed =
    (await runtime.rounds.sealedOrNull(round)) ??
    (await inGateSpan(runtime, round, () => decideAndSeal(runtime, round)));
  loop.forget(round);
  return sealed;
}

async function decideAndSeal(runtime: RunRuntime, round: number): Promise<SealedRound> {
  const { rounds } = runtime;
  const before = await rounds.sealed(round - 1);
  const planned = await rounds.planned(round);
  const coverage = withPlanned(before.coverage, planned);
  const gate = await decideRound(runtime, round, { acceptedBefore: before.accepted, coverage });
  const coverageState = recordOutcomes(
    { ...before.coverageState, map: withOrdered(coverage, await rounds.orders(round)) },
    gate.outcomes,
    runtime.task.spec.plan.saturation,
    await validationErrors(runtime, await rounds.sealed(round - 2)),
  );
  const sealed: SealedRound = {
    round,
    accepted: before.accepted + gate.accepted,
    drafted: before.drafted + gate.outcomes.length,
    coverage: coverageState.map,
    coverageState: { ...coverageState, map: emptyCoverage([]) },
    ...dryAfter(before, gate),
    planRevision: planned.planRevision,
    inputsUsed: planned.inputsUsed,
    learnedRound: before.learnedRound,
    cancelled: false,
  };
  // Positions in the dataset go on where the last ever given one ended, demoted samples included.
  const everAccepted = await runtime.samples.count({ everAccepted: true });
  const updates = shifted(gate.updates, everAccepted - before.accepted);
  const entries = [entry(runEntries.secondsBefore, runtime.clock.seconds)];
  await rounds.seal(sealed, { updates, entries });
  announce(runtime, updates, sealed, gate);
  return sealed;
}

function shifted(updates: readonly SampleUpdate[], by: number): readonly SampleUpdate[] {
  if (by === 0) return updates;
  return updates.map((update) =>
    update.acceptedOrdinal === undefined
      ? update
      : { ...update, acceptedOrdinal: update.acceptedOrdinal + by },
  );
}

function withOrdered(map: CoverageMap, orders: readonly Order[]): CoverageMap {
  const ordered = new Map<string, number>();
  for (const { cell } of orders) ordered.set(cell, (ordered.get(cell) ?? 0) + 1);
  return {
    ...map,
    cells: map.cells.map((cell) =>
      ordered.has(cell.id) ? { ...cell, ordered: cell.ordered + ordered.get(cell.id)! } : cell,
    ),
  };
}

/** A round in which nothing was drafted neither adds to the dry ones nor ends them. */
function dryAfter(
  before: SealedRound,
  { accepted, outcomes }: GateDecisions,
): Pick<SealedRound, "dryRounds" | "dryDrafts"> {
  if (accepted > 0) return { dryRounds: 0, dryDrafts: 0 };
  return {
    dryRounds: before.dryRounds + (outcomes.length > 0 ? 1 : 0),
    dryDrafts: before.dryDrafts + outcomes.length,
  };
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
        text: sample.text,
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
    spent: runtime.ledger.spent(),
  });
}
