import { tmpdir } from "node:os";
import { isDatawrightError } from "../../base/errors.js";
import { threadSlices } from "../../base/workers/time-slices.js";
import type { KeyedSpool } from "../../memory/spool/keyed-spool.js";
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
  readonly figures: readonly StepFigures[];
  /** What gates said, and steps that need all samples in memory, which did nothing. */
  readonly notes: readonly string[];
}

/** Whether the task names any step. */
export function hasSteps({ filters, relabelers, reweighter }: CurationSteps): boolean {
  return filters.length + relabelers.length > 0 || reweighter !== null;
}

/**
 * The steps that the task names, on what was decided to stay, part by part; what they decide goes in the
 * place of what was decided before. Of an earlier pass's samples none is filtered again, and none is taken
 * out for its label.
 */
export async function stepsInParts(
  samples: RowSpool<Sample>,
  decisions: KeyedSpool<CurationDecision>,
  { steps, since }: { readonly steps: CurationSteps; readonly since: number },
  context: AgentContext,
): Promise<StepsInParts> {
  const spool = new RowSpool<SpooledRow>(tmpdir(), context.task.spec.seed);
  try {
    /** By number 1 for a sample that an earlier pass kept. */
    const kept = new Uint8Array(samples.size);
    for (const [n, sample] of samples.all()) {
      if (threadSlices.over) await threadSlices.turn();
      spool.add({
        item: untouched(sample, decisions.get(sample.id), context),
        before: sample.label.current,
        beside: {},
      });
      if (since >= 0 && sample.round <= since) kept[n] = 1;
    }
    const figures: StepFigures[] = [];
    const notes: string[] = [];
    for (const { own, choice } of eachStep(steps, context.task.spec.curate)) {
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
    await decideAnew(samples, spool, { decisions, kept }, context);
    return { figures, notes };
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
function hide(spool: RowSpool<SpooledRow>, kept: Uint8Array): number[] {
  const hidden: number[] = [];
  for (const [n, earlier] of kept.entries())
    if (earlier === 1 && spool.get(n).item.status === "kept") hidden.push(n);
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

async function decideAnew(
  samples: RowSpool<Sample>,
  spool: RowSpool<SpooledRow>,
  {
    decisions,
    kept,
  }: { readonly decisions: KeyedSpool<CurationDecision>; readonly kept: Uint8Array },
  { task }: AgentContext,
): Promise<void> {
  const asksPeople = task.spec.review !== "none";
  for (const [n, { item }] of spool.all()) {
    if (threadSlices.over) await threadSlices.turn();
    if (item.status === "removed" && item.step === null) continue;
    const own = decisions.get(item.row.id);
    const sample = samples.get(n);
    const label = own?.action === "relabel" ? (own.label ?? null) : sample.label.current;
    const judged = { ...sample, label: { ...sample.label, current: label } };
    const [decision] = decisionOf(item, judged, asksPeople);
    if (decision === undefined) continue;
    if (kept[n] === 1 && (decision.action === "reject" || decision.action === "review")) continue;
    decisions.set(
      decision.id,
      // A weight alone does not take back a relabelling.
      own !== undefined && decision.action === "accept"
        ? { ...own, weight: decision.weight }
        : { ...(own?.student ? { student: own.student } : {}), ...decision },
    );
  }
}
