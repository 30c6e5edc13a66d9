import type { LabelValue } from "../../schema/label.js";
import { combineAnswers, type Rating } from "./combine-answers.js";
import type { AnnotationImport, ImportOptions } from "./contract.js";
import { ARGILLA_QUESTIONS } from "./export-argilla.js";
import {
  answerOf,
  asList,
  asRecord,
  describe,
  readRecords,
  recordError,
  type JsonRecord,
} from "./read-records.js";

const FORMAT = "Argilla";
/** Responses without a status are exports of submitted ones. */
const COUNTED = new Set<unknown>([undefined, null, "submitted"]);

interface PersonAnswers {
  label?: unknown;
  decision?: unknown;
  note?: unknown;
}

/**
 * Reads what people answered in Argilla: records as `to_dict` writes them, with responses by
 * question. Drafts and discarded responses do not count.
 *
 * @param source the parsed list, or the file's text (a JSON list or one record a line)
 * @throws DATA_FORMAT, DATA_LABEL with the number of the record; nothing is imported then
 */
export function importArgilla(source: unknown, options: ImportOptions = {}): AnnotationImport {
  const { multiLabel = false } = options;
  const ratings: Rating[] = [];
  let unanswered = 0;
  let skipped = 0;
  for (const [index, record] of readRecords(source, FORMAT).entries()) {
    const number = index + 1;
    const sampleId = record["id"];
    if (typeof sampleId !== "string" || sampleId === "")
      throw recordError(
        FORMAT,
        number,
        `id is ${describe(sampleId)}: the record does not say which sample it belongs to`,
      );
    const given = givenLabel(record["metadata"], number);
    const { people, ignored } = answersByPerson(record, number);
    skipped += ignored;
    let answered = 0;
    for (const [by, answer] of people) {
      const label = answerOf(
        answer.label,
        { rejected: answer.decision === "reject", record: number, format: FORMAT },
        options,
      );
      if (label === undefined) continue;
      answered++;
      ratings.push({
        sampleId,
        given: given === undefined || !multiLabel ? given : ([] as string[]).concat(given ?? []),
        label,
        note: typeof answer.note === "string" ? answer.note : undefined,
        by: by === "" ? undefined : by,
      });
    }
    if (answered === 0) unanswered++;
  }
  return { ...combineAnswers(ratings, multiLabel), unanswered, skipped };
}

function answersByPerson(
  record: JsonRecord,
  number: number,
): { readonly people: ReadonlyMap<string, PersonAnswers>; readonly ignored: number } {
  const people = new Map<string, PersonAnswers>();
  const ignored = new Set<string>();
  if (record["responses"] === undefined || record["responses"] === null)
    return { people, ignored: 0 };
  const responses = asRecord(record["responses"], FORMAT, number, "responses");
  for (const name of Object.values(ARGILLA_QUESTIONS)) {
    for (const entry of asList(responses[name], FORMAT, number, `responses to ${name}`)) {
      const response = asRecord(entry, FORMAT, number, `a response to ${name}`);
      const by = typeof response["user_id"] === "string" ? response["user_id"] : "";
      if (!COUNTED.has(response["status"])) {
        ignored.add(by);
        continue;
      }
      people.set(by, { ...people.get(by), [name]: response["value"] });
    }
  }
  return { people, ignored: ignored.size };
}

function givenLabel(metadata: unknown, record: number): LabelValue | undefined {
  if (metadata === undefined || metadata === null) return undefined;
  const text = asRecord(metadata, FORMAT, record, "metadata")["given_label"];
  if (typeof text !== "string") return undefined;
  try {
    const value: unknown = JSON.parse(text);
    if (
      value === null ||
      typeof value === "string" ||
      (Array.isArray(value) && value.every((name) => typeof name === "string"))
    )
      return value as LabelValue;
  } catch {
    /* said below */
  }
  throw recordError(
    FORMAT,
    record,
    `metadata.given_label is ${describe(text)}, not a label as JSON`,
  );
}
