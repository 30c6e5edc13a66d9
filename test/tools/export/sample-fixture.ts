import type { LabelValue } from "../../../schema/label.js";
import type { Sample } from "../../../schema/sample.js";

/** An accepted sample with the given fields. */
export function sampleOf(
  index: number,
  fields: Record<string, unknown>,
  label: LabelValue = null,
  changes: Partial<Sample> = {},
): Sample {
  return {
    id: `s${index}`,
    runId: "r",
    round: 1,
    ordinal: index,
    cell: "c",
    fields,
    text: Object.values(fields)
      .filter((value) => typeof value === "string")
      .join("\n"),
    conditions: [{ name: "topic", value: "a | b" }],
    label: {
      given: label,
      current: label,
      source: label === null ? "none" : "condition",
      confidence: label === null ? null : 0.25,
      student: null,
    },
    status: "accepted",
    reasons: ["accepted"],
    weight: 1,
    scores: {},
    parents: [],
    revisions: 0,
    history: [],
    ...changes,
  };
}

/** Samples as a store streams them. */
export async function* streamOf(samples: readonly Sample[]): AsyncGenerator<Sample> {
  yield* samples;
}
