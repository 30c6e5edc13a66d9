import { setImmediate as nextTurn } from "node:timers/promises";
import type { SampleUpdate } from "../memory/contract.js";
import type { ReasonCode } from "../schema/reasons.js";
import type { Sample, SampleStatus } from "../schema/sample.js";
import { coverageOf } from "../schema/coverage.js";
import { recordOutcomes } from "../tools/coverage/record-outcomes.js";
import type { DraftOutcome } from "../tools/coverage/coverage-state.js";
import { applyMoves } from "./coverage-moves.js";
import type { SealedRound } from "./rounds.js";
import { ordersKey, sealedKey, sealedRound, type PlannedRound } from "./sealed-rounds.js";
import type { RunRuntime } from "./runtime.js";
import type { RunStateValues } from "./state.js";
import { stopRule } from "./stop-rule.js";
import type { WorkLoop } from "./work-loop.js";

/** A status change with its reason, kept in the sample's history. */
export function decided(sample: Sample, step: string, to: SampleStatus, reason: ReasonCode | string, note?: string): Sample {
  return {
    ...sample, status: to, reasons: to === "accepted" ? [...sample.reasons] : [...new Set([...sample.reasons, reason])],
    history: [...sample.history, { step, from: sample.status, to, reason, ...(note === undefined ? {} : { note }) }],
  };
}

/** The gate gives way to model calls after so long: their answers wait for the same thread. */
const SLICE_MILLISECONDS = 8;

interface Gate {
  readonly updates: SampleUpdate[];
  readonly outcomes: DraftOutcome[];
  accepted: number;
  rejected: number;
}

/**
 * The gate of a round: takes its drafts in ordinal order, decides novelty against everything accepted before, accepts until
 * the target, and refuses the rest with a reason. Everything it decides is written in one transaction.
 */
async function sealRound(runtime: RunRuntime, round: number, acceptedBefore: number): Promise<Gate> {
  const { spec } = runtime.task;
  const drafts = await runtime.samples.samples({ round, order: "ordinal" });
  const ids = drafts.map((draft) => draft.id);
  const vectors = await runtime.samples.vectors(ids);
  const refused = await firstRefusals(runtime, drafts);
  // The index of the round behind holds everything up to the one before this; after a budget stop no such round was planned.
  await runtime.novelty.prepare(round + 1);
  const gate: Gate = { updates: [], outcomes: [], accepted: 0, rejected: 0 };
  runtime.novelty.openGate();
  const reject = (sample: Sample, reason: string, note: string | undefined, outcome: DraftOutcome["outcome"], species: string): void => {
    gate.updates.push({ sample: decided(sample, "gate", "rejected", reason, note) });
    gate.rejected += 1;
    // Surplus says nothing about the cell or the model: nobody judged it.
    if (reason !== "surplus") gate.outcomes.push({ cell: sample.cell, outcome, species });
  };
  let sliceEnds = performance.now() + SLICE_MILLISECONDS;
  for (const sample of drafts) {
    if (performance.now() > sliceEnds) {
      await nextTurn();
      sliceEnds = performance.now() + SLICE_MILLISECONDS;
    }
    if (sample.status !== "drafted") continue;
    const failure = sample.reasons[0];
    const refusal = refused.get(sample.id);
    if (failure !== undefined) reject(sample, failure, undefined, "rejected", sample.text.trim() === "" ? "" : sample.id);
    else if (refusal) reject(sample, refusal.code, refusal.reason, refusal.code === "near-duplicate" || refusal.code === "copy-of-support" ? "duplicate" : "rejected", refusal.twin ?? sample.id);
    else if (acceptedBefore + gate.accepted >= spec.target) reject(sample, "surplus", "the target was reached before it", "rejected", sample.id);
    else {
      const vector = vectors.get(sample.id) ?? null;
      const match = runtime.task.kind.givenFields.length > 0 ? null : runtime.novelty.match(sample.text, vector, round);
      if (match) {
        const reason = match.round >= round - 1 ? "duplicate-in-round" : "near-duplicate";
        reject(sample, reason, `${match.measure === "rouge-l" ? "ROUGE-L" : "cosine distance"} ${match.value.toFixed(3)} to ${match.id}`, "duplicate", match.id);
        continue;
      }
      gate.updates.push({ sample: decided(sample, "gate", "accepted", "accepted"), acceptedOrdinal: acceptedBefore + gate.accepted });
      gate.outcomes.push({ cell: sample.cell, outcome: "accepted", species: sample.id });
      gate.accepted += 1;
      runtime.novelty.add({ id: sample.id, text: sample.text, vector, round });
    }
  }
  return gate;
}

/** The first failed criterion of each draft's last version, with the text that it repeats where it is a duplicate. */
async function firstRefusals(runtime: RunRuntime, drafts: readonly Sample[]): Promise<Map<string, { code: string; reason: string; twin: string | null }>> {
  const found = new Map<string, { code: string; reason: string; twin: string | null }>();
  for (const draft of drafts) {
    const failed = (await runtime.samples.verdicts(draft.id)).find((verdict) => verdict.revision === draft.revisions && !verdict.pass);
    if (failed) found.set(draft.id, { code: failed.code, reason: failed.reason, twin: failed.evidence.find((item) => item.source !== undefined)?.source ?? null });
  }
  return found;
}

/** The assess node: seals the next round and decides whether to go on. After a budget stop every planned round is sealed: its drafts are paid for. */
export async function assessStep(runtime: RunRuntime, loop: WorkLoop, state: RunStateValues): Promise<Partial<RunStateValues>> {
  if (state.stop !== null) {
    let last = await sealNext(runtime, loop, state.sealed + 1);
    while (last.round < state.planned && last.accepted < runtime.task.spec.target) last = await sealNext(runtime, loop, last.round + 1);
    return { sealed: last.round, accepted: last.accepted };
  }
  const round = state.sealed + 1;
  const sealed = await sealNext(runtime, loop, round);
  const verdict = await stopRule(runtime, sealed, state);
  if (verdict.stop) {
    loop.cancel(round + 1);
    runtime.events.emit({ type: "work-stopped", reason: verdict.stop, detail: verdict.stopDetail ?? "" });
  }
  return { sealed: round, accepted: sealed.accepted, ...verdict };
}

/** Seals one round, or reads what a process before this one sealed. */
async function sealNext(runtime: RunRuntime, loop: WorkLoop, round: number): Promise<SealedRound> {
  const before = await sealedRound(runtime, round - 1);
  const planned = (await runtime.store.get<PlannedRound>(ordersKey(round))) as PlannedRound;
  let sealed = await runtime.store.get<SealedRound>(sealedKey(round));
  if (!sealed) {
    const everAccepted = await runtime.samples.count({ everAccepted: true });
    const gate = await sealRound(runtime, round, before.accepted);
    // Positions in the dataset go on where the last ever given one ended, demoted samples included.
    const shift = everAccepted - before.accepted;
    const updates = shift === 0 ? gate.updates : gate.updates.map((update) => (update.acceptedOrdinal === undefined ? update : { ...update, acceptedOrdinal: update.acceptedOrdinal + shift }));
    const orders = await runtime.store.orders(round);
    const orderedIn = new Map<string, number>();
    for (const order of orders) orderedIn.set(order.cell, (orderedIn.get(order.cell) ?? 0) + 1);
    const moved = applyMoves(before.coverage, planned.moves);
    const counted = { ...moved, cells: moved.cells.map((cell) => (orderedIn.has(cell.id) ? { ...cell, ordered: cell.ordered + orderedIn.get(cell.id)! } : cell)) };
    const coverageState = recordOutcomes({ ...before.coverageState, map: counted }, gate.outcomes, runtime.task.spec.plan.saturation);
    sealed = {
      round, accepted: before.accepted + gate.accepted, drafted: before.drafted + gate.outcomes.length, coverage: coverageState.map,
      coverageState: { ...coverageState, map: { cells: [], moves: [], sealedRounds: 0 } },
      dryRounds: gate.outcomes.length === 0 ? before.dryRounds : gate.accepted > 0 ? 0 : before.dryRounds + 1,
      planRevision: planned.planRevision, inputsUsed: planned.inputsUsed, learnedRound: before.learnedRound, cancelled: false,
    };
    await runtime.samples.applyUpdates(updates, { [sealedKey(round)]: sealed, "seconds-before": runtime.clock.seconds });
    announce(runtime, updates, sealed, gate);
  }
  runtime.sealed.set(round, sealed);
  loop.forget(round);
  return sealed;
}

function announce(runtime: RunRuntime, updates: readonly SampleUpdate[], sealed: SealedRound, gate: Gate): void {
  let accepted = sealed.accepted - gate.accepted;
  for (const { sample } of updates) {
    if (sample.status === "accepted") runtime.events.emit({ type: "sample-accepted", sampleId: sample.id, accepted: ++accepted, target: runtime.task.spec.target });
    else runtime.events.emit({ type: "sample-rejected", sampleId: sample.id, reason: sample.history.at(-1)?.reason ?? "" });
  }
  runtime.events.emit({ type: "round-sealed", round: sealed.round, accepted: gate.accepted, rejected: gate.rejected, total: sealed.accepted, target: runtime.task.spec.target, coverage: coverageOf(sealed.coverage) });
}
