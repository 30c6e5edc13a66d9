import type { LabelValue } from "../../schema/label.js";
import { labelKey } from "../../schema/label.js";
import type {
  CurationContext,
  CurationRow,
  Filter,
  MendedLabel,
  Relabeler,
  Reweighter,
} from "./contract.js";

/**
 * What a curation is made of, in the order in which it is applied: filters, then label mending,
 * then weights.
 */
export interface CurationSteps {
  readonly filters: readonly Filter[];
  readonly relabelers: readonly Relabeler[];
  readonly reweighter: Reweighter | null;
}

/** What became of one row. */
export interface CuratedRow {
  readonly row: CurationRow;
  /** kept rows are the dataset; removed ones have a reason; people must decide the others. */
  readonly status: "kept" | "removed" | "people";
  readonly reason: string | null;
  readonly note: string | null;
  /** Which step decided; null for a row that nothing changed. */
  readonly step: string | null;
  readonly text: string;
  readonly label: LabelValue;
  readonly mended: MendedLabel["decision"];
  readonly weight: number;
  /** Score of every step that looked at the row, by the step's name. */
  readonly scores: Readonly<Record<string, number>>;
}

/** What one step did, for the report. */
export interface StepFigures {
  readonly step: string;
  readonly kind: "filter" | "relabel" | "reweight";
  readonly seen: number;
  readonly removed: number;
  readonly changed: number;
  readonly toPeople: number;
  /** Rows that the step did not apply to. */
  readonly notApplicable: number;
  readonly byReason: Readonly<Record<string, number>>;
  readonly meaning: string;
  readonly figures: Readonly<Record<string, unknown>>;
}

export interface CurationResult {
  readonly rows: readonly CuratedRow[];
  readonly steps: readonly StepFigures[];
  readonly kept: number;
  readonly removed: number;
  readonly toPeople: number;
  readonly relabelled: number;
}

interface Working {
  row: CurationRow;
  status: CuratedRow["status"];
  reason: string | null;
  note: string | null;
  step: string | null;
  mended: MendedLabel["decision"];
  weight: number;
  scores: Record<string, number>;
}

/**
 * Curates rows: each filter sees what the ones before it kept; then labels are mended; then the
 * rows that are left are weighed.
 * Every row is in the result once, with the score of every step, whatever became of it.
 */
export async function curateRows(
  rows: readonly CurationRow[],
  steps: CurationSteps,
  context: CurationContext,
): Promise<CurationResult> {
  const working = rows.map((row): Working => ({
    row,
    status: "kept",
    reason: null,
    note: null,
    step: null,
    mended: "kept",
    weight: row.weight,
    scores: {},
  }));
  const figures: StepFigures[] = [];
  const total = steps.filters.length + steps.relabelers.length + (steps.reweighter ? 1 : 0);
  let done = 0;
  const stepContext = (name: string): CurationContext => ({
    ...context,
    progress: (step, share) =>
      context.progress(step === "" ? name : `${name}: ${step}`, (done + share) / total),
  });
  for (const filter of steps.filters) {
    figures.push(
      await applyFilter(
        filter,
        working.filter((item) => item.status === "kept"),
        stepContext(filter.name),
      ),
    );
    context.progress(filter.name, ++done / total);
  }
  for (const relabeler of steps.relabelers) {
    figures.push(
      await applyRelabeler(
        relabeler,
        working.filter((item) => item.status === "kept"),
        stepContext(relabeler.name),
      ),
    );
    context.progress(relabeler.name, ++done / total);
  }
  if (steps.reweighter) {
    figures.push(
      await applyReweighter(
        steps.reweighter,
        working.filter((item) => item.status === "kept"),
        stepContext(steps.reweighter.name),
      ),
    );
    context.progress(steps.reweighter.name, ++done / total);
  }
  const result = working.map(({ row, ...rest }): CuratedRow => ({
    row,
    ...rest,
    text: row.text,
    label: row.label,
  }));
  const count = (status: CuratedRow["status"]): number =>
    result.filter((item) => item.status === status).length;
  return {
    rows: result,
    steps: figures,
    kept: count("kept"),
    removed: count("removed"),
    toPeople: count("people"),
    relabelled: result.filter((item) => item.status === "kept" && item.mended !== "kept").length,
  };
}

async function applyFilter(
  filter: Filter,
  items: readonly Working[],
  context: CurationContext,
): Promise<StepFigures> {
  const base = emptyFigures(filter.name, "filter", items.length);
  if (items.length === 0) return base;
  const outcome = await filter.apply(
    items.map((item) => item.row),
    context,
  );
  const byReason: Record<string, number> = {};
  let removed = 0;
  let changed = 0;
  let notApplicable = 0;
  for (const [index, item] of items.entries()) {
    const score = outcome.scores[index]!;
    if (Number.isNaN(score)) notApplicable += 1;
    else item.scores[filter.name] = score;
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
      step: filter.name,
    });
    byReason[reason] = (byReason[reason] ?? 0) + 1;
    removed += 1;
  }
  return {
    ...base,
    removed,
    changed,
    notApplicable,
    byReason,
    meaning: outcome.meaning,
    figures: outcome.figures,
  };
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

async function applyRelabeler(
  relabeler: Relabeler,
  items: readonly Working[],
  context: CurationContext,
): Promise<StepFigures> {
  const base = emptyFigures(relabeler.name, "relabel", items.length);
  if (items.length === 0) return base;
  const outcome = await relabeler.relabel(
    items.map((item) => item.row),
    context,
  );
  const byReason: Record<string, number> = {};
  let removed = 0;
  let changed = 0;
  let toPeople = 0;
  for (const [index, item] of items.entries()) {
    const mended = outcome.labels[index]!;
    if (mended.confidence !== null) item.scores[relabeler.name] = mended.confidence;
    if (mended.decision === "kept") continue;
    byReason[mended.decision] = (byReason[mended.decision] ?? 0) + 1;
    if (mended.decision === "dropped") {
      Object.assign(item, {
        status: "removed",
        reason: "curation-label",
        note: mended.note,
        step: relabeler.name,
        mended: "dropped",
      });
      removed += 1;
    } else if (mended.decision === "people") {
      Object.assign(item, {
        status: "people",
        reason: "review-uncertain",
        note: mended.note,
        step: relabeler.name,
        mended: "people",
      });
      toPeople += 1;
    } else {
      if (labelKey(item.row.label) !== labelKey(mended.label)) changed += 1;
      item.row = { ...item.row, label: mended.label };
      Object.assign(item, {
        reason: "relabelled",
        note: mended.note,
        step: relabeler.name,
        mended: mended.decision,
      });
    }
  }
  return {
    ...base,
    removed,
    changed,
    toPeople,
    byReason,
    meaning: "probability that the label is right",
    figures: outcome.figures,
  };
}

async function applyReweighter(
  reweighter: Reweighter,
  items: readonly Working[],
  context: CurationContext,
): Promise<StepFigures> {
  const base = emptyFigures(reweighter.name, "reweight", items.length);
  if (items.length === 0) return base;
  const outcome = await reweighter.weigh(
    items.map((item) => item.row),
    context,
  );
  let changed = 0;
  for (const [index, item] of items.entries()) {
    const weight = outcome.weights[index]!;
    if (weight !== item.weight) changed += 1;
    item.weight = weight;
    item.scores[reweighter.name] = weight;
  }
  return { ...base, changed, meaning: "weight of the row, mean 1", figures: outcome.figures };
}

function emptyFigures(step: string, kind: StepFigures["kind"], seen: number): StepFigures {
  return {
    step,
    kind,
    seen,
    removed: 0,
    changed: 0,
    toPeople: 0,
    notApplicable: 0,
    byReason: {},
    meaning: "",
    figures: {},
  };
}
