import type { LabelValue } from "../../schema/label.js";
import { combineAnswers, type Rating } from "./combine-answers.js";
import type { AnnotationImport, ImportOptions } from "./contract.js";
import { LABEL_STUDIO_CONTROLS, REJECT_CHOICE } from "./label-studio-config.js";
import {
  answerOf,
  asList,
  asRecord,
  describe,
  readRecords,
  recordError,
  type JsonRecord,
} from "./read-records.js";
import { isRecord } from "../../base/values/is-record.js";

const FORMAT = "Label Studio";

/**
 * Reads what people answered in Label Studio: its JSON export (tasks with annotations) or JSON-MIN
 * (one flat record an annotation).
 *
 * @param source the parsed list, or the file's text
 * @throws DATA_FORMAT, DATA_LABEL with the number of the record; nothing is imported then
 */
export function importLabelStudio(source: unknown, options: ImportOptions = {}): AnnotationImport {
  const ratings: Rating[] = [];
  let unanswered = 0;
  let skipped = 0;
  for (const [index, record] of readRecords(source, FORMAT).entries()) {
    const number = index + 1;
    if (record["data"] === undefined) {
      const rating = flatRating(record, number, options);
      if (rating === null) unanswered++;
      else ratings.push(rating);
      continue;
    }
    const data = asRecord(record["data"], FORMAT, number, "data");
    const annotations = asList(record["annotations"], FORMAT, number, "annotations").map((one) =>
      asRecord(one, FORMAT, number, "an annotation"),
    );
    let answered = 0;
    for (const annotation of annotations) {
      if (annotation["was_cancelled"] === true) {
        skipped++;
        continue;
      }
      const values = valuesOf(annotation, number);
      const said = answerOf(
        values.label,
        {
          rejected: (values.decision ?? []).includes(REJECT_CHOICE),
          record: number,
          format: FORMAT,
        },
        options,
      );
      if (said === undefined) continue;
      answered++;
      ratings.push({
        sampleId: sampleId(data, number),
        given: givenLabel(data["label"], options.multiLabel),
        label: said,
        note: noteOf(values.note),
        by: personOf(annotation["completed_by"]),
      });
    }
    if (answered === 0) unanswered++;
  }
  return { ...combineAnswers(ratings, options.multiLabel === true), unanswered, skipped };
}

/** Values by control name. */
function valuesOf(
  annotation: JsonRecord,
  record: number,
): { label?: unknown; decision?: readonly unknown[]; note?: unknown } {
  const values: Record<string, unknown> = {};
  for (const entry of asList(annotation["result"], FORMAT, record, "result")) {
    const result = asRecord(entry, FORMAT, record, "an entry of result");
    const value = asRecord(result["value"], FORMAT, record, "value");
    if (typeof result["from_name"] !== "string")
      throw recordError(FORMAT, record, `from_name is ${describe(result["from_name"])}`);
    values[result["from_name"]] = value["choices"] ?? value["text"];
  }
  return {
    label: values[LABEL_STUDIO_CONTROLS.label],
    decision: asList(values[LABEL_STUDIO_CONTROLS.decision], FORMAT, record, "decision"),
    note: values[LABEL_STUDIO_CONTROLS.note],
  };
}

/**
 * A record of JSON-MIN; single choices stand there as text, several as { choices }. Its `label` is
 * the answer: the given label is not known.
 */
function flatRating(record: JsonRecord, number: number, options: ImportOptions): Rating | null {
  const id = sampleId(record, number);
  const choices = (value: unknown): unknown =>
    isRecord(value) ? (value as JsonRecord)["choices"] : value;
  const decision = choices(record[LABEL_STUDIO_CONTROLS.decision]);
  const label = answerOf(
    choices(record[LABEL_STUDIO_CONTROLS.label]),
    {
      rejected: ([] as unknown[]).concat(decision).includes(REJECT_CHOICE),
      record: number,
      format: FORMAT,
    },
    options,
  );
  return label === undefined
    ? null
    : {
        sampleId: id,
        given: undefined,
        label,
        note: noteOf(record[LABEL_STUDIO_CONTROLS.note]),
        by: personOf(record["annotator"]),
      };
}

function sampleId(data: JsonRecord, record: number): string {
  const id = data["sample_id"];
  if (typeof id !== "string" || id === "")
    throw recordError(
      FORMAT,
      record,
      `sample_id is ${describe(id)}: the task does not say which sample it belongs to`,
    );
  return id;
}

function givenLabel(value: unknown, multiLabel = false): LabelValue | undefined {
  if (typeof value === "string") return multiLabel ? [value] : value;
  if (!Array.isArray(value) || !value.every((name) => typeof name === "string")) return undefined;
  return multiLabel || value.length !== 1 ? (value as string[]) : (value[0] as string);
}

function noteOf(value: unknown): string | undefined {
  const lines = ([] as unknown[])
    .concat(value ?? [])
    .filter((line): line is string => typeof line === "string" && line !== "");
  return lines.length === 0 ? undefined : lines.join("\n");
}

function personOf(value: unknown): string | undefined {
  if (typeof value === "number" || typeof value === "string") return String(value);
  if (typeof value !== "object" || value === null) return undefined;
  const { email, id } = value as JsonRecord;
  return personOf(email ?? id);
}
