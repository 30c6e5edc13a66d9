import type { CuratedRow, CurationContext, CurationRow, StepFigures } from "./contract.js";
import type { GateFigures } from "./gate/gate-figures.js";
import {
  emptiedClasses,
  forcedGate,
  gateOf,
  leftOf,
  tooFewRows,
  touchedShareOf,
  treatmentBy,
} from "./gate/step-gate.js";
import { effectsOf, isChanged, type CurationStep, type StepEffects } from "./step-effects.js";
import { emptyFigures } from "./step-figures.js";

/** A row on its way through a curation; each step changes what it decides. */
export interface RowInWork {
  row: CurationRow;
  status: CuratedRow["status"];
  reason: string | null;
  note: string | null;
  step: string | null;
  mended: CuratedRow["mended"];
  scores: Record<string, number>;
}

/**
 * Of more rows the gate is asked first, with a sample: a step that may not act need not look at all
 * of them.
 */
const MANY_ROWS = 10_000;

interface StepRun {
  readonly context: CurationContext;
  /** Steps act without having to show that they help. */
  readonly force: boolean;
}

/**
 * Applies a step to rows, which it changes; what it did, for the report. A step that rests on a
 * small model's opinion has to pass the gate, unless it is forced.
 */
export async function applyStep(
  chosen: CurationStep,
  items: readonly RowInWork[],
  { context, force }: StepRun,
): Promise<StepFigures> {
  const { step } = chosen;
  const rows = items.map((item) => item.row);
  const base = emptyFigures(chosen, rows.length);
  if (rows.length === 0) return base;
  const gated = step.gated === true;
  const parts = gated && !force ? 2 : 1;
  const early =
    parts === 2 && rows.length > MANY_ROWS
      ? await gateOf(
          rows,
          { treat: treatmentBy(chosen, context) },
          partOf(context, { part: 0, parts }),
        )
      : null;
  if (early?.applied === false) return { ...base, notApplicable: rows.length, gate: early };
  const effects = await effectsOf(
    chosen,
    rows,
    partOf(context, { part: early === null ? 0 : 1, parts }),
  );
  const gate = gated
    ? await verdict(
        { chosen, rows, effects, early },
        { context: partOf(context, { part: 1, parts }), force },
      )
    : null;
  const counts = take(items, effects, { step: step.name, acts: gate?.applied !== false });
  const { meaning, figures, notApplicable } = effects;
  return { ...base, ...counts, meaning, figures, notApplicable, gate };
}

/** The context of one of the two things that a step with a gate does: to judge, and to be judged. */
function partOf(
  context: CurationContext,
  { part, parts }: { readonly part: number; readonly parts: number },
): CurationContext {
  return {
    ...context,
    progress: (step, share) => context.progress(step, (part + share) / parts),
  };
}

async function verdict(
  asked: {
    readonly chosen: CurationStep;
    readonly rows: readonly CurationRow[];
    readonly effects: StepEffects;
    readonly early: GateFigures | null;
  },
  { context, force }: StepRun,
): Promise<GateFigures | null> {
  const { chosen, rows, effects, early } = asked;
  const touchedShare = touchedShareOf(rows, effects);
  // Of few rows that nothing touched is no sign that their labels are right, and is said.
  if (touchedShare === 0) return force || hasSaidWhy(effects) ? null : tooFewRows(rows, context);
  const emptied = emptiedClasses(rows, leftOf(effects));
  const note = emptied.length === 0 ? null : emptied.join(", ");
  if (force) return { ...forcedGate(touchedShare, context), note };
  const gate =
    early ?? (await gateOf(rows, { treat: treatmentBy(chosen, context), touchedShare }, context));
  return emptied.length > 0 && gate.applied
    ? { ...gate, applied: false, reason: "empties-class", note }
    : { ...gate, touchedShare };
}

/** True where the step itself says what kept it from judging. */
function hasSaidWhy({ figures }: StepEffects): boolean {
  return figures["notApplied"] !== undefined || figures["note"] !== undefined;
}

type Counts = Pick<StepFigures, "removed" | "changed" | "toPeople" | "byReason">;

/** True where the text, the fields, the label or the weight of a row is another. */
function isOther(before: CurationRow, after: CurationRow): boolean {
  return before.text !== after.text || before.fields !== after.fields || isChanged(before, after);
}

/** Takes over what a step decided; of one that may not act only its scores and what is no opinion. */
function take(
  items: readonly RowInWork[],
  effects: StepEffects,
  { step, acts }: { readonly step: string; readonly acts: boolean },
): Counts {
  const byReason: Record<string, number> = {};
  const count = { removed: 0, changed: 0, toPeople: 0 };
  for (const [index, item] of items.entries()) {
    const effect = effects.rows[index]!;
    if (effect.score !== null) item.scores[step] = effect.score;
    if (effect.votes !== undefined) item.row = { ...item.row, votes: effect.votes };
    if (effect.isOpinion && !acts) continue;
    if (isOther(item.row, effect.row)) count.changed += 1;
    item.row = effect.votes === undefined ? effect.row : { ...effect.row, votes: effect.votes };
    const { decision } = effect;
    if (decision === null) continue;
    Object.assign(item, decision, { step });
    if (decision.status === "removed") count.removed += 1;
    if (decision.status === "people") count.toPeople += 1;
    const reason = decision.mended === "kept" ? decision.reason! : decision.mended;
    byReason[reason] = (byReason[reason] ?? 0) + 1;
  }
  return { ...count, byReason };
}
