import type { ReasonCode } from "../../schema/reasons.js";
import type { Sample, SampleStatus } from "../../schema/sample.js";

/** A status change with its reason, kept in the sample's history. */
export function decidedSample(
  sample: Sample,
  step: string,
  to: SampleStatus,
  reason: ReasonCode | string,
  note?: string,
): Sample {
  return {
    ...sample,
    status: to,
    reasons: to === "accepted" ? [...sample.reasons] : [...new Set([...sample.reasons, reason])],
    history: [...sample.history, { step, from: sample.status, to, reason, note }],
  };
}
