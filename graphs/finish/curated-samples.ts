import type { CurationDecision } from "../../agents/roles.js";
import type { CoverageMap } from "../../schema/coverage.js";
import type { Sample } from "../../schema/sample.js";
import { decidedSample } from "../runtime/decided-sample.js";
import { RealisedCells } from "../runtime/realised-cell.js";
import type { StatusChange } from "../runtime/recount-coverage.js";
import type { RunRuntime } from "../runtime/runtime.js";
import type { CuratorDecisions } from "./curator-decisions.js";
import { KeptSamples } from "./kept-samples.js";

/** An accepted sample that a curation pass writes anew. */
export interface CuratedSample {
  readonly before: Sample;
  /** What is done with it: the curator's decision, or that there is no room for it. */
  readonly decision: CurationDecision;
  readonly after: Sample;
  /**
   * True where it stays as it is but for what the small model says of it: another pass would decide alike
   * behind it.
   */
  readonly isOpinion: boolean;
}

/** What a curation pass comes to. */
export interface CurationTally {
  readonly rejected: number;
  readonly relabelled: number;
  readonly inReview: number;
  /** Accepted samples that are left. */
  readonly kept: number;
  /** Samples that are written anew for more than an opinion. */
  readonly changed: number;
  readonly changes: readonly StatusChange[];
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
export function curatedSample(
  sample: Sample,
  decision: CurationDecision,
  cells: RealisedCells,
): Sample | null {
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

/** Samples of a page: those of one transaction. */
const PAGE = 200;

/**
 * The accepted samples that a pass writes anew, in the order of acceptance, one page of them in memory:
 * the same whenever they are read, until any but an opinion is written.
 */
export async function* curatedPages(
  runtime: RunRuntime,
  decisions: CuratorDecisions,
  {
    coverage,
    kept = new KeptSamples(runtime.task.spec, coverage),
  }: { readonly coverage: CoverageMap; readonly kept?: KeptSamples },
): AsyncGenerator<readonly CuratedSample[]> {
  const cells = new RealisedCells(coverage);
  let page: CuratedSample[] = [];
  for await (const before of runtime.samples.stream({ status: "accepted", order: "accepted" })) {
    const decision = withinTarget(runtime, kept, before, decisions.of(before.id));
    if (decision?.action !== "reject" && decision?.action !== "review")
      kept.add(decision?.label ?? before.label.current);
    const after = decision ? curatedSample(before, decision, cells) : null;
    if (!decision || !after) continue;
    const isOpinion = decision.action === "accept" && after.weight === before.weight;
    if (page.push({ before, decision, after, isOpinion }) < PAGE) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}

/** Counts what a pass comes to, and writes nothing. */
export async function tallyOf(
  runtime: RunRuntime,
  decisions: CuratorDecisions,
  coverage: CoverageMap,
): Promise<CurationTally> {
  const count = { accept: 0, reject: 0, relabel: 0, review: 0 };
  const changes = new Map<string, StatusChange & { readonly count: number }>();
  const kept = new KeptSamples(runtime.task.spec, coverage);
  let changed = 0;
  for await (const page of curatedPages(runtime, decisions, { coverage, kept }))
    for (const { before, after, decision, isOpinion } of page) {
      count[decision.action] += 1;
      if (isOpinion) continue;
      changed += 1;
      const [cell, toCell, from, to] = [before.cell, after.cell, before.status, after.status];
      const key = JSON.stringify([cell, toCell, from, to]);
      const already = changes.get(key)?.count ?? 0;
      changes.set(key, { cell, toCell, from, to, count: already + 1 });
    }
  return {
    rejected: count.reject,
    relabelled: count.relabel,
    inReview: count.review,
    kept: kept.count,
    changed,
    changes: [...changes.values()],
  };
}
