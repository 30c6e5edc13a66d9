import { labelKey } from "../../schema/label.js";
import type { Sample } from "../../schema/sample.js";
import type { TaskSpec } from "../../schema/task-spec.js";
import type { OutOfSampleLabel } from "../../tools/learning/out-of-sample.js";
import type { CurationDecision } from "../roles.js";

/** The small model is sure of a label from this probability on. */
const SURE = 0.9;

/**
 * Routes a sample by how a model that did not see it disagrees with its label.
 *
 * Relabel: another label has at least `curate.relabelAbove` and the judge read that label too. Reject: the label has less than
 * `curate.rejectBelow` and the model is sure of another. Review: the label has less than `curate.reviewBelow`, where people are asked
 * at all; with `review: none` such a near miss stays accepted, because a small model alone is too often wrong about it.
 * What a person decided stays as it is.
 *
 * @param judgedLabel  the label that the judge read, asked for only where it can decide something
 */
export async function route(
  sample: Sample,
  student: OutOfSampleLabel,
  spec: TaskSpec,
  judgedLabel: () => Promise<string | null>,
): Promise<CurationDecision> {
  const opinion = { id: sample.id, student: { id: sample.id, ...student } };
  const { rejectBelow, relabelAbove, reviewBelow } = spec.curate;
  const accept: CurationDecision = { ...opinion, action: "accept", reason: "accepted" };
  if (
    sample.label.source === "person" ||
    labelKey(student.label) === labelKey(sample.label.current)
  )
    return accept;
  const note = `a model that did not see it says "${labelKey(student.label)}" (${student.confidence.toFixed(2)}), and gives "${labelKey(sample.label.current)}" ${student.probabilityOfGiven.toFixed(3)}`;
  if (student.confidence >= relabelAbove && (await judgedLabel()) === labelKey(student.label)) {
    return {
      ...opinion,
      action: "relabel",
      reason: "relabelled",
      label: student.label,
      note: `${note}; the judge agrees`,
    };
  }
  if (student.probabilityOfGiven < rejectBelow && student.confidence >= SURE)
    return { ...opinion, action: "reject", reason: "curation-label", note };
  if (student.probabilityOfGiven < reviewBelow && spec.review !== "none")
    return { ...opinion, action: "review", reason: "review-uncertain", note };
  return accept;
}
