import type { CurationDecision, RoleOutput } from "../../agents/roles.js";
import type { SampleUpdate } from "../../memory/contract.js";
import type { StopReason } from "../../schema/report.js";
import type { Sample } from "../../schema/sample.js";
import { decided } from "../runtime/decided-sample.js";
import { CURATION_LEFT } from "../runtime/round-log.js";
import { invokeAgent } from "../runtime/invoke-agent.js";
import { RealisedCells } from "../runtime/realised-cell.js";
import { recountEntries, type StatusChange } from "../runtime/recount-coverage.js";
import type { SealedRound } from "../runtime/sealed-round.js";
import { sealedKey, sealedRound } from "../runtime/round-log.js";
import type { RunRuntime } from "../runtime/runtime.js";
import type { RunStateValues } from "../rounds/state.js";
import { topUpOrFinish } from "../rounds/state.js";
import { visibleAfter } from "../runtime/visible-state.js";
import type { WorkLoop } from "../rounds/work-loop.js";

export const curationKey = (pass: number): string => `curation:${pass}`;

/** What a curation pass did, and the run's state when it began. */
export interface CurationFigures {
  rejected: number;
  relabelled: number;
  inReview: number;
  readonly last: number;
  readonly stop: StopReason | null;
  readonly stopDetail: string;
  readonly topUps: number;
}

/**
 * Marks what was drafted for rounds that are not wanted any more, and seals those rounds as
 * cancelled, so that later rounds can follow.
 */
async function closeRounds(
  runtime: RunRuntime,
  loop: WorkLoop,
  state: RunStateValues,
): Promise<void> {
  await loop.idle();
  const base = await sealedRound(runtime, state.sealed);
  for (let round = state.sealed + 1; round <= state.planned; round++) {
    const drafts = await runtime.samples.samples({ round, status: "drafted" });
    const updates = drafts.map((sample): SampleUpdate => ({
      sample: decided(
        sample,
        "gate",
        "rejected",
        sample.reasons[0] ?? "surplus",
        sample.reasons[0] === undefined ? "the run stopped before it" : undefined,
      ),
    }));
    const cancelled: SealedRound = { ...base, round, cancelled: true };
    await runtime.samples.applyUpdates(updates, { [sealedKey(round)]: cancelled });
    runtime.sealed.set(round, cancelled);
  }
}

/** Turns a curator's decision into a changed sample, or null where nothing changes. */
function curated(sample: Sample, decision: CurationDecision, cells: RealisedCells): Sample | null {
  const student = decision.student
    ? {
        label: decision.student.label,
        confidence: decision.student.confidence,
        probabilityOfCurrent: decision.student.probabilityOfGiven,
      }
    : sample.label.student;
  const base: Sample = {
    ...sample,
    label: { ...sample.label, student },
    weight: decision.weight ?? sample.weight,
  };
  switch (decision.action) {
    case "accept":
      return decision.student || decision.weight !== undefined ? base : null;
    case "reject":
      return decided(base, "curation", "rejected", decision.reason, decision.note);
    case "review":
      return decided(base, "curation", "in-review", decision.reason, decision.note);
    case "relabel": {
      const label = decision.label ?? sample.label.current;
      return {
        ...base,
        cell: cells.of(sample.cell, label) ?? "",
        label: { ...base.label, current: label, source: "student" },
        history: [
          ...base.history,
          {
            step: "curation",
            from: sample.status,
            to: sample.status,
            reason: decision.reason,
            labelFrom: sample.label.current,
            labelTo: label,
            note: decision.note,
          },
        ],
      };
    }
  }
}

/**
 * With a surplus, what is left beyond the target is taken out, the latest first to go; without one
 * there is never more.
 */
function withinTarget(
  runtime: RunRuntime,
  kept: number,
  sample: Sample,
  decision: CurationDecision | undefined,
): CurationDecision | undefined {
  const { target, curate } = runtime.task.spec;
  if (
    curate.surplus === 1 ||
    kept < target ||
    decision?.action === "reject" ||
    decision?.action === "review"
  )
    return decision;
  return {
    student: decision?.student ? decision.student : undefined,
    id: sample.id,
    action: "reject",
    reason: "beyond-target",
  };
}

/**
 * The curate node: the curator looks at everything accepted; what it takes out is replaced by more
 * work while the target is the aim.
 */
export async function curateStep(
  runtime: RunRuntime,
  loop: WorkLoop,
  state: RunStateValues,
): Promise<Partial<RunStateValues>> {
  await closeRounds(runtime, loop, state);
  await runtime.learning.done();
  runtime.events.emit({ type: "step-started", step: "curate" });
  const pass = state.passes;
  const key = curationKey(pass);
  const last = Math.max(state.sealed, state.planned);
  let figures = await runtime.store.get<CurationFigures>(key);
  if (!figures) {
    await runtime.novelty.prepare(last + 2);
    const output = await invokeAgent<RoleOutput<"curator", "curate">>(
      runtime,
      {
        agent: runtime.registry.get("curator"),
        orderId: `curation:${pass}`,
        step: "curate",
        sampleIds: [],
        visible: await visibleAfter(runtime, last),
      },
      "curate",
      {
        pass,
        since:
          pass === 0
            ? -1
            : ((await runtime.store.get<CurationFigures>(curationKey(pass - 1)))?.last ?? -1),
      },
    );
    const updates: SampleUpdate[] = [];
    const changes: StatusChange[] = [];
    figures = {
      rejected: 0,
      relabelled: 0,
      inReview: 0,
      last,
      stop: state.stop,
      stopDetail: state.stopDetail,
      topUps: state.topUps,
    };
    const cells = new RealisedCells((await sealedRound(runtime, last)).coverage);
    const decisions = new Map(output.decisions.map((decision) => [decision.id, decision]));
    let kept = 0;
    for await (const sample of runtime.samples.stream({ status: "accepted", order: "accepted" })) {
      const decision = withinTarget(runtime, kept, sample, decisions.get(sample.id));
      if (decision?.action !== "reject" && decision?.action !== "review") kept += 1;
      const changed = decision ? curated(sample, decision, cells) : null;
      if (!decision || !changed) continue;
      if (decision.action === "reject") figures.rejected += 1;
      if (decision.action === "relabel") figures.relabelled += 1;
      if (decision.action === "review") figures.inReview += 1;
      updates.push({ sample: changed });
      changes.push({
        cell: sample.cell,
        toCell: changed.cell,
        from: sample.status,
        to: changed.status,
      });
    }
    await runtime.samples.applyUpdates(updates, {
      [key]: figures,
      "curation-figures": output.figures,
      [CURATION_LEFT]: kept,
      ...(await recountEntries(runtime, last, changes)),
    });
    runtime.sealed.clear();
    runtime.visible.clear();
  }
  runtime.events.emit({
    type: "curation-finished",
    pass,
    rejected: figures.rejected,
    relabelled: figures.relabelled,
    inReview: figures.inReview,
  });
  const accepted = await runtime.samples.count({ status: "accepted" });
  return {
    passes: pass + 1,
    planned: last,
    sealed: last,
    ...topUpOrFinish(state, { accepted, target: runtime.task.spec.target, after: "curation" }),
  };
}
