import type { LabelValue } from "../../schema/label.js";
import { combineAnswers, type Rating } from "./combine-answers.js";
import type { AnnotationImport, ImportOptions } from "./contract.js";
import { describe, labelNames, readRecords, recordError, type JsonRecord } from "./read-records.js";

const FORMAT = "answers";
const DECISIONS: readonly unknown[] = ["accept", "reject", "relabel"];

/**
 * Reads answers as JSON lines: `{ id (or sampleId), decision: accept | reject | relabel, label?,
 * note?, by? }`. Lines without a decision are rows that nobody answered; other properties are
 * passed over, so that the file may be the one that rows were written to.
 *
 * @param options.given label that each row had, for `accept` without a label
 * @throws DATA_FORMAT, DATA_LABEL with the number of the record; nothing is imported then
 */
export function importJsonLines(
  source: unknown,
  options: ImportOptions & { readonly given?: ReadonlyMap<string, LabelValue> } = {},
): AnnotationImport {
  const { multiLabel = false } = options;
  const ratings: Rating[] = [];
  let unanswered = 0;
  for (const [index, record] of readRecords(source, FORMAT).entries()) {
    const number = index + 1;
    const sampleId = record["sampleId"] ?? record["id"];
    if (typeof sampleId !== "string" || sampleId === "")
      throw recordError(
        FORMAT,
        number,
        `id is ${describe(sampleId)}: the record does not say which row it belongs to`,
      );
    if (record["decision"] === undefined || record["decision"] === null) {
      unanswered++;
      continue;
    }
    const given = options.given?.get(sampleId);
    ratings.push({
      sampleId,
      given,
      label: labelOf(record, given, number, options),
      note: typeof record["note"] === "string" ? record["note"] : undefined,
      by: typeof record["by"] === "string" ? record["by"] : undefined,
    });
  }
  return { ...combineAnswers(ratings, multiLabel), unanswered, skipped: 0 };
}

function labelOf(
  { decision, label }: JsonRecord,
  given: LabelValue | undefined,
  record: number,
  { labels, multiLabel = false }: ImportOptions,
): LabelValue {
  if (!DECISIONS.includes(decision))
    throw recordError(
      FORMAT,
      record,
      `decision is ${describe(decision)}, not accept, reject or relabel`,
    );
  if (decision === "reject") return null;
  const said =
    label === undefined || label === null ? (decision === "accept" ? given : undefined) : label;
  if (said === undefined || said === null)
    throw recordError(FORMAT, record, `${String(decision)} needs a label`);
  const names = labelNames(said, labels, { format: FORMAT, record });
  if (multiLabel) return names;
  if (names.length !== 1)
    throw recordError(FORMAT, record, `${names.length} labels where the task has one for a sample`);
  return names[0]!;
}
