import { z } from "zod";
import { labelKey, labelValueSchema, type LabelValue } from "../../schema/label.js";
import type { CurationRow } from "./contract.js";
import type { LabelChange } from "./label-change.js";

const historySchema = z.array(
  z.object({
    from: labelValueSchema,
    to: labelValueSchema,
    step: z.string().nullable(),
    by: z.enum(["student", "model", "person"]).nullable(),
    why: z.string().nullable(),
  }),
);

/** The row with a new label, and with what became of the one before. */
export function withLabel(row: CurationRow, change: LabelChange): CurationRow {
  return { ...row, label: change.to, history: [...(row.history ?? []), change] };
}

/** True where a person gave the label in force, or confirmed it: no step changes it then. */
export function isByPerson({ history, label }: Pick<CurationRow, "history" | "label">): boolean {
  const last = history?.at(-1);
  return last?.by === "person" && labelKey(last.to) === labelKey(label);
}

/**
 * The history that a file's row carries; undefined where it has none. A row that only names its
 * former label has one change of which nothing else is known.
 */
export function historyOf(
  column: unknown,
  { former, label }: { readonly former: unknown; readonly label: LabelValue },
): readonly LabelChange[] | undefined {
  const read = historySchema.safeParse(column);
  if (read.success) return read.data.length === 0 ? undefined : read.data;
  const before = labelValueSchema.safeParse(former);
  return before.success && before.data !== null && labelKey(before.data) !== labelKey(label)
    ? [{ from: before.data, to: label, step: null, by: null, why: null }]
    : undefined;
}
