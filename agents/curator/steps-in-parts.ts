import { tmpdir } from "node:os";
import { isDatawrightError } from "../../base/errors.js";
import { RowSpool } from "../../memory/spool/row-spool.js";
import type { Sample } from "../../schema/sample.js";
import type { SlotChoice } from "../../base/slots/slot-choice.js";
import type { CuratedRow, CurationSteps, StepFigures } from "../../tools/curation/contract.js";
import { gateSentence } from "../../tools/curation/gate/gate-sentence.js";
import { curateSpooled } from "../../tools/curation/spooled/curate-spooled.js";
import type { SpooledRow } from "../../tools/curation/spooled/spooled-row.js";
import type { AgentContext } from "../contract.js";
import type { CurationDecision } from "../roles.js";
import { curationContext, decisionOf, rowOf } from "./apply-steps.js";

/** What the steps that the task names came to. */
export interface StepsInParts {
  /** Those that were there before, with what the steps decided in their place. */
  readonly decisions: CurationDecision[];
  readonly figures: readonly StepFigures[];
  /** What gates said, and steps that need all samples in memory, which did nothing. */
  readonly notes: readonly string[];
}

/**
 * The steps that the task names, on what was decided to stay, part by part. Of an earlier pass's samples none
 * is filtered again, and none is taken out for its label.
 */
export async function stepsInParts(
  samples: RowSpool<Sample>,
  decisions: CurationDecision[],
  { steps, since }: { readonly steps: CurationSteps; readonly since: number },
  context: AgentContext,
): Promise<StepsInParts> {
  const each = eachStep(steps, context.task.spec.curate);
  if (each.length === 0) return { decisions, figures: [], notes: [] };
  const spool = new RowSpool<SpooledRow>(tmpdir(), context.task.spec.seed);
  try {
    const before = new Map(decisions.map((decision) => [decision.id, decision]));
    for (const [, sample] of samples.all())
      spool.add({
        item: untouched(sample, before.get(sample.id), context),
        before: sample.label.current,
        beside: { round: sample.round },
      });
    const figures: StepFigures[] = [];
    const notes: string[] = [];
    const kept = new Set<number>();
    if (since >= 0)
      for (const [n, { beside }] of spool.all()) if (Number(beside["round"]) <= since) kept.add(n);
    for (const { own, choice } of each) {
      const isFilter = own.filters.length > 0;
      const hidden = isFilter ? hide(spool, kept) : [];
      try {
        const [found] = await curateSpooled(spool, own, [choice], {
          context: curationContext(context),
          rowsAtOnce: context.task.spec.curate.rowsAtOnce,
          folder: tmpdir(),
        });
        figures.push(found!);
        if (found!.gate) notes.push(gateSentence(found!.step, found!.gate));
      } catch (error) {
        // A run does not end for it: the samples are there.
        if (!isDatawrightError(error) || error.code !== "DATA_TOO_LARGE") throw error;
        notes.push(`not applied: ${error.message}`);
      }
      for (const n of hidden) show(spool, n);
    }
    return { decisions: decidedAnew(samples, spool, { before, kept }, context), figures, notes };
  } finally {
    spool.close();
  }
}

/** The steps one by one, each with the choice of the task that it was made from. */
function eachStep(
  { filters, relabelers, reweighter, force }: CurationSteps,
  chosen: {
    readonly filters: readonly SlotChoice[];
    readonly relabel: readonly SlotChoice[];
    readonly reweight: SlotChoice | null;
  },
): readonly { readonly own: CurationSteps; readonly choice: SlotChoice }[] {
  const none = { filters: [], relabelers: [], reweighter: null, force };
  return [
    ...filters.map((step, at) => ({
      own: { ...none, filters: [step] },
      choice: chosen.filters[at] ?? step.name,
    })),
    ...relabelers.map((step, at) => ({
      own: { ...none, relabelers: [step] },
      choice: chosen.relabel[at] ?? step.name,
    })),
    ...(reweighter === null
      ? []
      : [{ own: { ...none, reweighter }, choice: chosen.reweight ?? reweighter.name }]),
  ];
}

/** A sample as steps see it: out of the set where it was taken out or a person decided it. */
function untouched(
  sample: Sample,
  decision: CurationDecision | undefined,
  { task }: AgentContext,
): CuratedRow {
  const label = decision?.action === "relabel" ? (decision.label ?? null) : sample.label.current;
  const row = { ...rowOf(sample, task.textFields), label };
  const isOut =
    sample.label.source === "person" ||
    decision?.action === "reject" ||
    decision?.action === "review";
  return {
    row,
    status: isOut ? "removed" : "kept",
    reason: null,
    note: null,
    step: null,
    mended: "kept",
    scores: {},
    text: row.text,
    label,
    weight: row.weight,
  };
}

/** Takes samples of earlier passes out of the set for a filter. */
function hide(spool: RowSpool<SpooledRow>, kept: ReadonlySet<number>): number[] {
  const hidden = [...kept].filter((n) => spool.get(n).item.status === "kept");
  for (const n of hidden) setStatus(spool, n, "removed");
  return hidden;
}

function show(spool: RowSpool<SpooledRow>, n: number): void {
  setStatus(spool, n, "kept");
}

function setStatus(spool: RowSpool<SpooledRow>, n: number, status: CuratedRow["status"]): void {
  const value = spool.get(n);
  spool.set(n, { ...value, item: { ...value.item, status } });
}

function decidedAnew(
  samples: RowSpool<Sample>,
  spool: RowSpool<SpooledRow>,
  {
    before,
    kept,
  }: {
    readonly before: ReadonlyMap<string, CurationDecision>;
    readonly kept: ReadonlySet<number>;
  },
  { task }: AgentContext,
): CurationDecision[] {
  const asksPeople = task.spec.review !== "none";
  const anew = new Map(before);
  for (const [n, { item }] of spool.all()) {
    if (item.status === "removed" && item.step === null) continue;
    const own = before.get(item.row.id);
    const sample = samples.get(n);
    const label = own?.action === "relabel" ? (own.label ?? null) : sample.label.current;
    const judged = { ...sample, label: { ...sample.label, current: label } };
    const [decision] = decisionOf(item, judged, asksPeople);
    if (decision === undefined) continue;
    if (kept.has(n) && (decision.action === "reject" || decision.action === "review")) continue;
    // A weight alone does not take back a relabelling.
    anew.set(
      decision.id,
      own !== undefined && decision.action === "accept"
        ? { ...own, weight: decision.weight }
        : { ...(own?.student ? { student: own.student } : {}), ...decision },
    );
  }
  return [...anew.values()];
}
