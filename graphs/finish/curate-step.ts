import { setImmediate as nextTurn } from "node:timers/promises";
import type { CurationDecision } from "../../agents/roles.js";
import type { SampleUpdate } from "../../memory/contract.js";
import { entry } from "../../memory/entry-key.js";
import type { Sample } from "../../schema/sample.js";
import { topUpOrFinish, type RunStateValues } from "../rounds/state.js";
import type { WorkLoop } from "../rounds/work-loop.js";
import { decidedSample } from "../runtime/decided-sample.js";
import { invokeAgent } from "../runtime/invoke-agent.js";
import { RealisedCells } from "../runtime/realised-cell.js";
import { KeptSamples } from "./kept-samples.js";
import { quotasAfterCuration } from "./quotas-after-curation.js";
import type { StatusChange } from "../runtime/recount-coverage.js";
import { runEntries, type CurationFigures } from "../runtime/run-entries.js";
import type { RunRuntime } from "../runtime/runtime.js";
import { reportPage } from "./write-outputs.js";

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
  const base = await runtime.rounds.sealed(state.sealed);
  for (let round = state.sealed + 1; round <= state.planned; round++) {
    const drafts = await runtime.samples.samples({ round, status: "drafted" });
    const updates = drafts.map((sample): SampleUpdate => ({
      sample: decidedSample(
        sample,
        "gate",
        "rejected",
        sample.reasons[0] ?? "surplus",
        sample.reasons[0] === undefined ? "the run stopped before it" : undefined,
      ),
    }));
    await runtime.rounds.seal({ ...base, round, cancelled: true }, { updates });
  }
}

/** The sample with what the small model says of it, and its weight. */
function withOpinion(sample: Sample, { student, weight }: CurationDecision): Sample {
  return {
    ...sample,
    label: {
      ...sample.label,
      student: student
        ? {
            label: student.label,
            confidence: student.confidence,
            probabilityOfCurrent: student.probabilityOfGiven,
          }
        : sample.label.student,
    },
    weight: weight ?? sample.weight,
  };
}

/** Turns a curator's decision into a changed sample, or null where nothing changes. */
function curated(sample: Sample, decision: CurationDecision, cells: RealisedCells): Sample | null {
  const base = withOpinion(sample, decision);
  switch (decision.action) {
    case "accept":
      return decision.student || decision.weight !== undefined ? base : null;
    case "reject":
      return decidedSample(base, "curation", "rejected", decision.reason, decision.note);
    case "review":
      return decidedSample(base, "curation", "in-review", decision.reason, decision.note);
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
 * With a surplus, what is left beyond the target or beyond its label's share is taken out, the
 * latest first to go; without one there is never more.
 */
function withinTarget(
  runtime: RunRuntime,
  kept: KeptSamples,
  sample: Sample,
  decision: CurationDecision | undefined,
): CurationDecision | undefined {
  const { curate } = runtime.task.spec;
  if (
    curate.surplus === 1 ||
    kept.hasRoom(decision?.label ?? sample.label.current) ||
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

/** What became of the accepted samples in a curation pass. */
interface Curated {
  /**
   * What another pass would decide alike after them: they may be written by and by, and their samples,
   * which may be all that there are, are not held until then.
   */
  readonly opinions: readonly CurationDecision[];
  readonly updates: readonly SampleUpdate[];
  readonly changes: readonly StatusChange[];
  readonly rejected: number;
  readonly relabelled: number;
  readonly inReview: number;
  readonly kept: number;
}

/** Applies the curator's decisions to the accepted samples, in the order of acceptance. */
async function applied(
  runtime: RunRuntime,
  output: readonly CurationDecision[],
  last: number,
): Promise<Curated> {
  const { coverage } = await runtime.rounds.sealed(last);
  const cells = new RealisedCells(coverage);
  const decisions = new Map(output.map((decision) => [decision.id, decision]));
  const opinions: CurationDecision[] = [];
  const updates: SampleUpdate[] = [];
  const changes: StatusChange[] = [];
  const count = { accept: 0, reject: 0, relabel: 0, review: 0 };
  const kept = new KeptSamples(runtime.task.spec, coverage);
  for await (const sample of runtime.samples.stream({ status: "accepted", order: "accepted" })) {
    const decision = withinTarget(runtime, kept, sample, decisions.get(sample.id));
    if (decision?.action !== "reject" && decision?.action !== "review")
      kept.add(decision?.label ?? sample.label.current);
    const changed = decision ? curated(sample, decision, cells) : null;
    if (!decision || !changed) continue;
    count[decision.action] += 1;
    if (decision.action === "accept" && changed.weight === sample.weight) {
      opinions.push(decision);
      continue;
    }
    updates.push({ sample: changed });
    changes.push({
      cell: sample.cell,
      toCell: changed.cell,
      from: sample.status,
      to: changed.status,
    });
  }
  return {
    opinions,
    updates,
    changes,
    rejected: count.reject,
    relabelled: count.relabel,
    inReview: count.review,
    kept: kept.count,
  };
}

/** Samples of one transaction. */
const SLICE = 200;

async function writeOpinions(
  { samples }: RunRuntime,
  opinions: readonly CurationDecision[],
): Promise<void> {
  const byId = new Map(opinions.map((decision) => [decision.id, decision]));
  const found = await samples.samples({ ids: [...byId.keys()] });
  await samples.applyUpdates(
    found.map((sample) => ({ sample: withOpinion(sample, byId.get(sample.id)!) })),
  );
}

/**
 * Resolves when the labeler has learned what it was to learn from the accepted samples as they are:
 * behind curation, stages and people they are others. Where nothing can change them any more it need not
 * learn yet: hardly ever is there another round.
 */
async function learnedBefore(
  runtime: RunRuntime,
  last: number,
  { updates }: Pick<Curated, "updates">,
): Promise<void> {
  await runtime.learning.done();
  const isSettled =
    updates.length === 0 &&
    runtime.task.spec.certify === undefined &&
    runtime.registry.stagesAfter("curator").length === 0 &&
    (await runtime.samples.count({ status: "in-review" })) === 0;
  if (!isSettled) await (await runtime.rounds.visible(last)).learned();
}

/**
 * One pass: asks the curator, and writes what it decided in one transaction; before it, in slices,
 * what the small model says of samples that stay as they are.
 */
async function curatePass(
  runtime: RunRuntime,
  state: RunStateValues,
  last: number,
): Promise<CurationFigures> {
  const pass = state.passes;
  const before = pass === 0 ? null : await runtime.store.get(runEntries.curation(pass - 1));
  const output = await invokeAgent(
    runtime,
    "curator",
    "curate",
    { pass, since: before?.last ?? -1 },
    {
      orderId: `curation:${pass}`,
      step: "curate",
      sampleIds: [],
      visible: await runtime.rounds.visible(last),
    },
  );
  const result = await applied(runtime, output.decisions, last);
  await learnedBefore(runtime, last, result);
  const { opinions, updates, changes, kept, ...counts } = result;
  for (let from = 0; from < opinions.length; from += SLICE) {
    await writeOpinions(runtime, opinions.slice(from, from + SLICE));
    await nextTurn();
  }
  const { stop, stopDetail, topUps } = state;
  const figures: CurationFigures = { ...counts, last, stop, stopDetail, topUps };
  const { target, curate } = runtime.task.spec;
  const planned = (await runtime.rounds.sealed(-1)).coverage;
  await runtime.rounds.recount(
    last,
    changes,
    {
      updates,
      entries: [
        entry(runEntries.curation(pass), figures),
        entry(runEntries.curationFigures, output.figures),
        entry(runEntries.curationLeft, kept),
      ],
    },
    (counted, before) =>
      curate.surplus > 1
        ? quotasAfterCuration(counted, { before, planned }, { target, surplus: curate.surplus })
        : counted,
  );
  return figures;
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
  runtime.events.emit({ type: "step-started", step: "curate" });
  void reportPage().catch(() => {});
  const pass = state.passes;
  const last = Math.max(state.sealed, state.planned);
  const { rejected, relabelled, inReview } =
    (await runtime.store.get(runEntries.curation(pass))) ??
    (await curatePass(runtime, state, last));
  runtime.events.emit({ type: "curation-finished", pass, rejected, relabelled, inReview });
  const accepted = await runtime.samples.count({ status: "accepted" });
  return {
    passes: pass + 1,
    planned: last,
    sealed: last,
    ...topUpOrFinish(state, { accepted, target: runtime.task.spec.target, after: "curation" }),
  };
}
