import { labelKey } from "../../schema/label.js";
import { isByPerson, withLabel } from "./label-history.js";
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

/** One step of a curation, of whatever kind. */
export type CurationStep =
  | { readonly kind: "filter"; readonly step: Filter }
  | { readonly kind: "relabel"; readonly step: Relabeler }
  | { readonly kind: "reweight"; readonly step: Reweighter };

/** What a step says of one row. */
export interface RowEffect {
  /** The row as it leaves the step. */
  readonly row: CurationRow;
  /** Its score; null where the step has none for it. */
  readonly score: number | null;
  /** What is decided about it; null for a row that stays as it was, its text apart. */
  readonly decision: {
    readonly status: CuratedRow["status"];
    readonly reason: string | null;
    readonly note: string | null;
    readonly mended: CuratedRow["mended"];
  } | null;
  /** Votes that the step asked for. */
  readonly votes?: readonly string[] | undefined;
  /** True where a small model alone stands behind the decision. */
  readonly isOpinion: boolean;
}

/** What a step says of all rows: one effect each. */
export interface StepEffects extends Pick<StepFigures, "meaning" | "figures" | "notApplicable"> {
  readonly rows: readonly RowEffect[];
}

/** Asks a step about rows; nothing is changed. */
export async function effectsOf(
  { kind, step }: CurationStep,
  rows: readonly CurationRow[],
  context: CurationContext,
): Promise<StepEffects> {
  switch (kind) {
    case "filter":
      return filtered(rows, await step.apply(rows, context));
    case "relabel":
      return relabelled(step.name, rows, await step.relabel(rows, context));
    case "reweight":
      return reweighted(rows, await step.weigh(rows, context));
  }
}

function filtered(rows: readonly CurationRow[], outcome: FilterOutcome): StepEffects {
  return {
    rows: rows.map((row, index): RowEffect => {
      const mended = outcome.mended?.get(index);
      const fields = outcome.mendedFields?.get(index);
      const reason = outcome.removed[index] ?? null;
      const score = outcome.scores[index]!;
      return {
        row:
          fields !== undefined || (mended !== undefined && mended !== row.text)
            ? withText(row, mended ?? row.text, fields)
            : row,
        score: Number.isNaN(score) ? null : score,
        decision:
          reason === null
            ? null
            : { status: "removed", reason, note: outcome.notes[index] ?? null, mended: "kept" },
        isOpinion: reason !== null,
      };
    }),
    notApplicable: outcome.scores.reduce((sum, score) => sum + (Number.isNaN(score) ? 1 : 0), 0),
    meaning: outcome.meaning,
    figures: outcome.figures,
  };
}

function relabelled(
  step: string,
  rows: readonly CurationRow[],
  outcome: RelabelOutcome,
): StepEffects {
  return {
    rows: rows.map((row, index): RowEffect => {
      const { decision, label, note, confidence: score, votes } = outcome.labels[index]!;
      // What a person decided stays as it is.
      if (isByPerson(row)) return { row, score, votes, decision: null, isOpinion: false };
      switch (decision) {
        case "kept":
          return { row, score, votes, decision: null, isOpinion: false };
        case "dropped":
          return {
            row,
            score,
            votes,
            decision: { status: "removed", reason: "curation-label", note, mended: decision },
            isOpinion: true,
          };
        case "people":
          return {
            row,
            score,
            votes,
            decision: { status: "people", reason: "review-uncertain", note, mended: decision },
            isOpinion: false,
          };
        case "student":
        case "model":
        case "person":
          return {
            row:
              labelKey(label) === labelKey(row.label) && decision !== "person"
                ? row
                : withLabel(row, { from: row.label, to: label, step, by: decision, why: note }),
            score,
            votes,
            decision: { status: "kept", reason: "relabelled", note, mended: decision },
            isOpinion: decision === "student",
          };
      }
    }),
    notApplicable: 0,
    meaning: "probability that the label is right",
    figures: outcome.figures,
  };
}

function reweighted(rows: readonly CurationRow[], outcome: ReweightOutcome): StepEffects {
  return {
    rows: rows.map((row, index): RowEffect => {
      const weight = outcome.weights[index]!;
      return {
        row: weight === row.weight ? row : { ...row, weight },
        score: weight,
        decision: null,
        isOpinion: weight !== row.weight,
      };
    }),
    notApplicable: 0,
    meaning: "weight of the row, mean 1",
    figures: outcome.figures,
  };
}

/** True where the label or the weight of a row is another. */
export function isChanged(before: CurationRow, after: CurationRow): boolean {
  return before.weight !== after.weight || labelKey(before.label) !== labelKey(after.label);
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
  // An embedding is that of the text as it was.
  const { input: _stale, ...rest } = row;
  const fields = {
    ...Object.fromEntries(
      Object.entries(row.fields).map(([name, value]) => [name, value === row.text ? text : value]),
    ),
    ...changed,
  };
  if (row.pair === undefined) return { ...rest, text, fields };
  const renewed = (part: string): string => {
    const name = Object.keys(changed).find((key) => row.fields[key] === part);
    return name === undefined ? part : String(changed[name]);
  };
  return { ...rest, text, pair: [renewed(row.pair[0]), renewed(row.pair[1])], fields };
}
