import type { LabelValue } from "../../schema/label.js";
import type { Sample, SampleStatus } from "../../schema/sample.js";

/** A sample with a text field, as a store would hand it out. */
export function madeSample(options: {
  readonly id: string;
  readonly text?: string;
  readonly label?: LabelValue;
  readonly status?: SampleStatus;
  readonly source?: Sample["label"]["source"];
  readonly student?: Sample["label"]["student"];
  readonly note?: string;
  readonly weight?: number;
}): Sample {
  const {
    id,
    text = id,
    label = null,
    status = "accepted",
    source = "condition",
    student = null,
    note,
    weight = 1,
  } = options;
  return {
    id,
    runId: "run",
    round: 0,
    ordinal: 0,
    cell: "cell",
    fields: { text },
    text,
    conditions: [],
    label: { given: label, current: label, source, confidence: null, student },
    status,
    reasons: [],
    weight,
    scores: {},
    parents: [],
    revisions: 0,
    history: [
      {
        step: "gate",
        from: "drafted",
        to: status,
        reason: status === "in-review" ? "review-uncertain" : "accepted",
        ...(note === undefined ? {} : { note }),
      },
    ],
  };
}
