import type { Sample } from "../../schema/sample.js";
import type { StoredVerdict } from "../contract.js";

/** A sample's record: its text is left out where one of its fields is the same. */
type SampleRecord = Omit<Sample, "text"> & { readonly text?: string; readonly textIn?: string };
/** A verdict's record: what its row says beside it is left out. */
type VerdictRecord = Omit<StoredVerdict, "sampleId" | "revision" | "evidence"> &
  Partial<Pick<StoredVerdict, "evidence">>;

/** The record of a sample, a quarter shorter for most than the sample itself. */
export function sampleRecord(sample: Sample): string {
  const textIn = Object.keys(sample.fields).find((name) => sample.fields[name] === sample.text);
  if (textIn === undefined) return JSON.stringify(sample);
  return JSON.stringify({ ...sample, text: undefined, textIn } satisfies SampleRecord);
}

/** The sample of a record, those of earlier versions too. */
export function sampleOfRecord({ textIn, ...record }: SampleRecord): Sample {
  return { ...record, text: record.text ?? String(record.fields[textIn ?? ""]) };
}

/** The record of a verdict. */
export function verdictRecord({
  sampleId: _sampleId,
  revision: _revision,
  evidence,
  ...verdict
}: StoredVerdict): string {
  return JSON.stringify({
    ...verdict,
    evidence: evidence.length === 0 ? undefined : evidence,
  } satisfies VerdictRecord);
}

/** The verdict of a record and its row, those of earlier versions too. */
export function verdictOfRecord(
  record: VerdictRecord,
  row: { readonly sample_id: string; readonly revision: number },
): StoredVerdict {
  return {
    ...record,
    evidence: record.evidence ?? [],
    sampleId: row.sample_id,
    revision: row.revision,
  };
}
