import type { Sample } from "../../schema/sample.js";
import type { StoredVerdict } from "../contract.js";
import type { SampleRow } from "./tables.js";
import type { VerdictKind } from "./verdict-kinds.js";

/** What the row of a sample says beside its record. */
export type SamplePlace = Pick<SampleRow, "id" | "round" | "ordinal" | "cell" | "status">;

/**
 * A sample's record: what its row says beside it is left out, its text where one of its fields is
 * the same, and whatever is as in most samples.
 */
type SampleRecord = Pick<Sample, "runId" | "fields" | "label"> &
  Partial<Sample> & { readonly textIn?: string };

/** A verdict's record: what its row and its kind say is left out. */
type VerdictRecord = Omit<StoredVerdict, "sampleId" | "revision" | "evidence" | keyof VerdictKind> &
  Partial<Pick<StoredVerdict, "evidence" | keyof VerdictKind>> & { readonly kind?: string };

/** What became of a sample that the gate accepted, and nobody changed since. */
const ACCEPTED: Sample["history"] = [
  { step: "gate", from: "drafted", to: "accepted", reason: "accepted" },
];
const ACCEPTED_JSON = JSON.stringify(ACCEPTED);

/** The record of a sample, less than two thirds of the sample itself for most. */
export function sampleRecord(sample: Sample): string {
  const textIn = Object.keys(sample.fields).find((name) => sample.fields[name] === sample.text);
  const { conditions, reasons, weight, scores, parents, revisions, history, status } = sample;
  return JSON.stringify({
    ...sample,
    ...{ id: undefined, round: undefined, ordinal: undefined, cell: undefined, status: undefined },
    text: textIn === undefined ? sample.text : undefined,
    conditions: unlessEmpty(conditions),
    reasons: unlessEmpty(reasons),
    weight: weight === 1 ? undefined : weight,
    scores: Object.keys(scores).length === 0 ? undefined : scores,
    parents: unlessEmpty(parents),
    revisions: revisions === 0 ? undefined : revisions,
    history: JSON.stringify(history) === usualHistory(status) ? undefined : history,
    textIn,
  } satisfies SampleRecord);
}

/** The sample of a record and its row, those of earlier versions too. */
export function sampleOfRecord({ textIn, ...record }: SampleRecord, row: SamplePlace): Sample {
  const { runId, fields, label } = record;
  return {
    id: row.id,
    runId,
    round: row.round,
    ordinal: row.ordinal,
    cell: row.cell,
    fields,
    text: record.text ?? String(fields[textIn ?? ""]),
    conditions: record.conditions ?? [],
    label,
    status: row.status as Sample["status"],
    reasons: record.reasons ?? [],
    weight: record.weight ?? 1,
    scores: record.scores ?? {},
    parents: record.parents ?? [],
    revisions: record.revisions ?? 0,
    history: record.history ?? (JSON.parse(usualHistory(row.status)) as Sample["history"]),
  };
}

function usualHistory(status: string): string {
  return status === "accepted" ? ACCEPTED_JSON : "[]";
}

/** The record of a verdict. */
export function verdictRecord(
  { sampleId: _sampleId, revision: _revision, evidence, ...verdict }: StoredVerdict,
  { kind, reason }: { readonly kind: string; readonly reason?: string },
): string {
  return JSON.stringify({
    ...verdict,
    ...{ judge: undefined, criterion: undefined, pass: undefined, code: undefined },
    reason,
    evidence: evidence.length === 0 ? undefined : evidence,
    kind,
  } satisfies VerdictRecord);
}

/**
 * The verdict of a record and its row, those of earlier versions too.
 * @param kind the kind that the record names
 */
export function verdictOfRecord(
  { kind: _kind, ...record }: VerdictRecord,
  row: { readonly sample_id: string; readonly revision: number },
  kind?: VerdictKind,
): StoredVerdict {
  const { judge, criterion, pass, code, reason } = { ...kind, ...record } as VerdictKind;
  const { score, evidence = [], ...more } = record;
  return {
    ...more,
    judge,
    criterion,
    pass,
    score,
    reason: reason ?? "",
    code,
    evidence,
    sampleId: row.sample_id,
    revision: row.revision,
  };
}

function unlessEmpty<T>(list: readonly T[]): T[] | undefined {
  return list.length === 0 ? undefined : (list as T[]);
}
