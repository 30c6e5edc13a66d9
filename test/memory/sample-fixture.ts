import type { DraftRecord, StoredVerdict } from "../../memory/contract.js";
import type { Sample } from "../../schema/sample.js";

export function sampleOf(id: string, change: Partial<Sample> = {}): Sample {
  return {
    id,
    runId: "run",
    round: 0,
    ordinal: 0,
    cell: "cell",
    fields: { text: `text of ${id}` },
    text: `text of ${id}`,
    conditions: [],
    label: { given: "a", current: "a", source: "condition", confidence: null, student: null },
    status: "drafted",
    reasons: [],
    weight: 1,
    scores: {},
    parents: [],
    revisions: 0,
    history: [],
    ...change,
  };
}

export function verdictOf(sampleId: string, change: Partial<StoredVerdict> = {}): StoredVerdict {
  return {
    sampleId,
    revision: 0,
    judge: "critic",
    criterion: "coherent",
    pass: true,
    score: 1,
    reason: "reads well",
    code: "coherence",
    evidence: [],
    ...change,
  };
}

export function draftOf(sample: Sample, change: Partial<DraftRecord> = {}): DraftRecord {
  return {
    sample,
    verdicts: [verdictOf(sample.id)],
    vector: new Float32Array([1, 2, 3]),
    ...change,
  };
}

export function decided(sample: Sample, status: Sample["status"], reason: string): Sample {
  return {
    ...sample,
    status,
    reasons: [reason],
    history: [...sample.history, { step: "gate", from: sample.status, to: status, reason }],
  };
}
