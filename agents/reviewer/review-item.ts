import { labelKey } from "../../schema/label.js";
import type { Sample } from "../../schema/sample.js";
import type { ReviewItem } from "../roles.js";

/**
 * Uncertainty is how unlikely the current label is to the small model; a sample that it never saw
 * comes first.
 */
export function itemOf(sample: Sample): ReviewItem {
  const { student, current } = sample.label;
  const change = sample.history.findLast((entry) => entry.to === "in-review");
  const disagrees = student !== null && labelKey(student.label) !== labelKey(current);
  const opinion = student
    ? `the small model says "${labelKey(student.label)}" (${student.confidence.toFixed(2)}), ` +
      `and gives "${labelKey(current)}" ${student.probabilityOfCurrent.toFixed(2)}`
    : "the small model has no opinion";
  return {
    sampleId: sample.id,
    fields: sample.fields,
    label: current,
    why: change?.note ?? opinion,
    priority: student ? 1 - student.probabilityOfCurrent : 1,
    ...(disagrees ? { suggested: student.label } : {}),
  };
}
