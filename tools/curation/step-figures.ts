import type { StepFigures } from "./contract.js";

/** Figures of a step that has decided nothing about the rows that it saw. */
export function emptyFigures(
  { kind, step }: { readonly kind: StepFigures["kind"]; readonly step: { readonly name: string } },
  seen = 0,
): StepFigures {
  return {
    step: step.name,
    kind,
    seen,
    removed: 0,
    changed: 0,
    toPeople: 0,
    notApplicable: 0,
    byReason: {},
    meaning: "",
    figures: {},
    gate: null,
  };
}

/** The counts of a step over two sets of rows; what is no count is of the first set. */
export function addFigures(sum: StepFigures, next: StepFigures): StepFigures {
  const byReason = { ...sum.byReason };
  for (const [reason, count] of Object.entries(next.byReason))
    byReason[reason] = (byReason[reason] ?? 0) + count;
  return {
    ...sum,
    seen: sum.seen + next.seen,
    removed: sum.removed + next.removed,
    changed: sum.changed + next.changed,
    toPeople: sum.toPeople + next.toPeople,
    notApplicable: sum.notApplicable + next.notApplicable,
    byReason,
    meaning: sum.meaning === "" ? next.meaning : sum.meaning,
    figures: sum.seen === 0 ? next.figures : sum.figures,
    gate: sum.gate ?? next.gate,
  };
}
