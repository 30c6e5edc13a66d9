import {
  ANYTHING,
  BOOLEAN,
  checkOptions,
  checkTexts,
  LIST,
} from "../../base/settings/check-options.js";
import { applyStep, type RowInWork } from "./apply-step.js";
import type {
  CuratedRow,
  CurationContext,
  CurationResult,
  CurationRow,
  CurationSteps,
  StepFigures,
} from "./contract.js";
import type { CurationStep } from "./step-effects.js";

/**
 * Curates rows: each filter sees what the ones before it kept; then labels are mended; then the
 * rows that are left are weighed. Every row is in the result once, with the score of every step,
 * whatever became of it. A step that rests on a small model acts only where held-out labels show
 * that it helps, or where `force` is set.
 *
 * @throws SHAPE where the steps are no lists or a row has no text, and what the steps throw
 */
export async function curateRows(
  rows: readonly CurationRow[],
  wanted: CurationSteps,
  context: CurationContext,
): Promise<CurationResult> {
  checkOptions(wanted, {
    of: "curateRows, steps",
    rules: { filters: LIST, relabelers: LIST, reweighter: ANYTHING, force: BOOLEAN },
    needed: ["filters", "relabelers"],
  });
  checkTexts(
    rows.map((row) => row.text),
    "curateRows",
  );
  const { filters, relabelers, reweighter, force = false } = wanted;
  const inWork = rows.map((row): RowInWork => ({
    row,
    status: "kept",
    reason: null,
    note: null,
    step: null,
    mended: "kept",
    scores: {},
  }));
  const steps: CurationStep[] = [
    ...filters.map((step) => ({ kind: "filter", step }) as const),
    ...relabelers.map((step) => ({ kind: "relabel", step }) as const),
    ...(reweighter ? [{ kind: "reweight", step: reweighter } as const] : []),
  ];
  const figures: StepFigures[] = [];
  for (const [done, step] of steps.entries()) {
    const { name } = step.step;
    figures.push(
      await applyStep(
        step,
        inWork.filter((item) => item.status === "kept"),
        {
          context: {
            ...context,
            progress: (part, share) =>
              context.progress(
                part === "" ? name : `${name}: ${part}`,
                (done + share) / steps.length,
              ),
          },
          force,
        },
      ),
    );
    context.progress(name, (done + 1) / steps.length);
  }
  const result = inWork.map(({ row, ...rest }): CuratedRow => ({
    row,
    ...rest,
    text: row.text,
    label: row.label,
    weight: row.weight,
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
