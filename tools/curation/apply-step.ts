import { labelKey } from "../../schema/label.js";
import type {
  CuratedRow,
  CurationContext,
  CurationRow,
  Filter,
  FilterOutcome,
  RelabelOutcome,
  Relabeler,
  ReweightOutcome,
  Reweighter,
  StepFigures,
} from "./contract.js";

/** A row on its way through a curation; each step changes what it decides. */
export interface RowInWork {
  row: CurationRow;
  status: CuratedRow["status"];
  reason: string | null;
  note: string | null;
  step: string | null;
  mended: CuratedRow["mended"];
  weight: number;
  scores: Record<string, number>;
}

/** One step of a curation, of whatever kind. */
export type CurationStep =
  | { readonly kind: "filter"; readonly step: Filter }
  | { readonly kind: "relabel"; readonly step: Relabeler }
  | { readonly kind: "reweight"; readonly step: Reweighter };

/** Applies a step to rows, which it changes; what it did, for the report. */
export async function applyStep(
  { kind, step }: CurationStep,
  items: readonly RowInWork[],
  context: CurationContext,
): Promise<StepFigures> {
  const base: StepFigures = {
    step: step.name,
    kind,
    seen: items.length,
    removed: 0,
    changed: 0,
    toPeople: 0,
    notApplicable: 0,
    byReason: {},
    meaning: "",
    figures: {},
  };
  if (items.length === 0) return base;
  const rows = items.map((item) => item.row);
  switch (kind) {
    case "filter":
      return { ...base, ...filtered(step.name, items, await step.apply(rows, context)) };
    case "relabel":
      return { ...base, ...relabelled(step.name, items, await step.relabel(rows, context)) };
    case "reweight":
      return { ...base, ...reweighted(step.name, items, await step.weigh(rows, context)) };
  }
}

function filtered(
  step: string,
  items: readonly RowInWork[],
  outcome: FilterOutcome,
): Partial<StepFigures> {
  const byReason: Record<string, number> = {};
  let removed = 0;
  let changed = 0;
  let notApplicable = 0;
  for (const [index, item] of items.entries()) {
    const score = outcome.scores[index]!;
    if (Number.isNaN(score)) notApplicable += 1;
    else item.scores[step] = score;
    const mended = outcome.mended?.get(index);
    const fields = outcome.mendedFields?.get(index);
    if (fields !== undefined || (mended !== undefined && mended !== item.row.text)) {
      item.row = withText(item.row, mended ?? item.row.text, fields);
      changed += 1;
    }
    const reason = outcome.removed[index] ?? null;
    if (reason === null) continue;
    Object.assign(item, {
      status: "removed",
      reason,
      note: outcome.notes[index] ?? null,
      step,
    });
    byReason[reason] = (byReason[reason] ?? 0) + 1;
    removed += 1;
  }
  return {
    removed,
    changed,
    notApplicable,
    byReason,
    meaning: outcome.meaning,
    figures: outcome.figures,
  };
}

function relabelled(
  step: string,
  items: readonly RowInWork[],
  outcome: RelabelOutcome,
): Partial<StepFigures> {
  const byReason: Record<string, number> = {};
  let removed = 0;
  let changed = 0;
  let toPeople = 0;
  for (const [index, item] of items.entries()) {
    const mended = outcome.labels[index]!;
    if (mended.confidence !== null) item.scores[step] = mended.confidence;
    if (mended.decision === "kept") continue;
    byReason[mended.decision] = (byReason[mended.decision] ?? 0) + 1;
    if (mended.decision === "dropped") {
      Object.assign(item, {
        status: "removed",
        reason: "curation-label",
        note: mended.note,
        step,
        mended: "dropped",
      });
      removed += 1;
    } else if (mended.decision === "people") {
      Object.assign(item, {
        status: "people",
        reason: "review-uncertain",
        note: mended.note,
        step,
        mended: "people",
      });
      toPeople += 1;
    } else {
      if (labelKey(item.row.label) !== labelKey(mended.label)) changed += 1;
      item.row = { ...item.row, label: mended.label };
      Object.assign(item, {
        reason: "relabelled",
        note: mended.note,
        step,
        mended: mended.decision,
      });
    }
  }
  return {
    removed,
    changed,
    toPeople,
    byReason,
    meaning: "probability that the label is right",
    figures: outcome.figures,
  };
}

function reweighted(
  step: string,
  items: readonly RowInWork[],
  outcome: ReweightOutcome,
): Partial<StepFigures> {
  let changed = 0;
  for (const [index, item] of items.entries()) {
    const weight = outcome.weights[index]!;
    if (weight !== item.weight) changed += 1;
    item.weight = weight;
    item.scores[step] = weight;
  }
  return { changed, meaning: "weight of the row, mean 1", figures: outcome.figures };
}

/**
 * The row with its text replaced, in the field that held it too; fields and the texts of a pair
 * change where new ones are given.
 */
function withText(
  row: CurationRow,
  text: string,
  changed: Readonly<Record<string, unknown>> = {},
): CurationRow {
  const fields = {
    ...Object.fromEntries(
      Object.entries(row.fields).map(([name, value]) => [name, value === row.text ? text : value]),
    ),
    ...changed,
  };
  if (row.pair === undefined) return { ...row, text, fields };
  const renewed = (part: string): string => {
    const name = Object.keys(changed).find((key) => row.fields[key] === part);
    return name === undefined ? part : String(changed[name]);
  };
  return { ...row, text, pair: [renewed(row.pair[0]), renewed(row.pair[1])], fields };
}
