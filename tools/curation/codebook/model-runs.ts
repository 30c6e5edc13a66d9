import { DatawrightError } from "../../../base/errors.js";
import type { LabelValue } from "../../../schema/label.js";
import { PROMPT_VARIANTS } from "../allocation/prompt-variants.js";
import type { AskModel, CurationRow } from "../contract.js";

/**
 * The language model's labels of each row, one a run; null for an answer that could not be read or
 * is no label.
 *
 * @throws SPEC_INVALID for a row without label and votes where there is no language model
 */
export async function modelRuns(
  rows: readonly CurationRow[],
  labels: readonly string[],
  { runs, askModel }: { readonly runs: number; readonly askModel: AskModel | undefined },
): Promise<(string | null)[][]> {
  const known = new Set(labels);
  const read = (label: LabelValue | undefined): string | null =>
    typeof label === "string" && known.has(label) ? label : null;
  const found = rows.map((row): (string | null)[] => (row.votes ?? []).map(read));
  const open = [...rows.keys()].filter(
    (index) =>
      found[index]!.length < runs && (askModel !== undefined || found[index]!.length === 0),
  );
  if (open.length === 0) return found;
  if (askModel === undefined) {
    for (const index of open) {
      if (rows[index]!.label === null)
        throw new DatawrightError({
          code: "SPEC_INVALID",
          message:
            `row ${rows[index]!.id} has neither a label nor votes, and there is no language ` +
            "model to ask",
          hint: "give a model, or rows with the language model's labels",
        });
      found[index] = [read(rows[index]!.label)];
    }
    return found;
  }
  for (let run = 0; run < runs; run++) {
    const missing = open.filter((index) => found[index]!.length <= run);
    // The same wording, as a question of its own: an answer from a cache would be no second run.
    const answers =
      missing.length === 0
        ? []
        : await askModel(
            missing.map((index) => rows[index]!),
            { demonstrations: [], variant: run * PROMPT_VARIANTS.length },
          );
    for (const [at, index] of missing.entries()) found[index]!.push(read(answers[at]?.label));
  }
  return found;
}
