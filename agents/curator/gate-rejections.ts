import { gateOf } from "../../tools/curation/gate/step-gate.js";
import type { GateFigures } from "../../tools/curation/gate/gate-figures.js";
import type { OutOfSampleLabel } from "../../tools/learning/out-of-sample.js";
import type { Sample } from "../../schema/sample.js";
import type { TaskSpec } from "../../schema/task-file/task-spec.js";
import type { AgentContext } from "../contract.js";
import type { CurationDecision } from "../roles.js";
import { curationContext, rowOf } from "./apply-steps.js";

/** The labels that models give samples which they did not see, by id; null where none can. */
export type Opinions = (
  samples: readonly Sample[],
) => Promise<ReadonlyMap<string, OutOfSampleLabel> | null>;

/**
 * Takes rejections back that rest on the small model alone and do not show on held-out labels that
 * they help; people get them where they are asked.
 *
 * @param isRejected whether the small model's opinion of a sample rejects it
 * @returns          the decisions in force, and what was measured; null where nothing is rejected
 */
export async function gateRejections(
  decisions: readonly CurationDecision[],
  {
    samples,
    opinions,
    isRejected,
    decided,
  }: {
    readonly samples: readonly Sample[];
    readonly opinions: Opinions;
    readonly isRejected: (sample: Sample, opinion: OutOfSampleLabel) => boolean;
    /** Whether such rejections act, where another part of the same samples showed it. */
    readonly decided?: boolean;
  },
  context: AgentContext,
): Promise<{ readonly decisions: readonly CurationDecision[]; readonly gate: GateFigures | null }> {
  const { spec, textFields } = context.task;
  const rejected = decisions.filter((decision) => decision.reason === "curation-label").length;
  if (rejected === 0 || spec.curate.force) return { decisions, gate: null };
  if (decided !== undefined)
    return { decisions: decided ? decisions : takenBack(decisions, spec), gate: null };
  const byId = new Map(samples.map((sample) => [sample.id, sample]));
  const gate = await gateOf(
    samples.map((sample) => rowOf(sample, textFields)),
    {
      touchedShare: rejected / samples.length,
      treat: async (rows) => {
        const found = await opinions(rows.map(({ id }) => byId.get(id)!));
        return rows.filter(({ id }) => {
          const opinion = found?.get(id);
          return opinion === undefined || !isRejected(byId.get(id)!, opinion);
        });
      },
    },
    curationContext(context),
  );
  return { decisions: gate.applied ? decisions : takenBack(decisions, spec), gate };
}

function takenBack(
  decisions: readonly CurationDecision[],
  { review }: Pick<TaskSpec, "review">,
): readonly CurationDecision[] {
  return decisions.map((decision): CurationDecision => {
    if (decision.reason !== "curation-label") return decision;
    const { id, student, note } = decision;
    return review === "none"
      ? { id, student, action: "accept", reason: "accepted" }
      : { id, student, action: "review", reason: "review-uncertain", note };
  });
}
