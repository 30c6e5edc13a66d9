import { threadSlices } from "../../base/workers/time-slices.js";
import type { Agent, AgentContext } from "../contract.js";
import { applyToNew } from "./apply-steps.js";
import { copiesAndOpinions, opinionsOf } from "./copies-and-opinions.js";
import { curateInParts, type PartOptions } from "./curate-in-parts.js";
import { gateRejections } from "./gate-rejections.js";
import { defineAgent } from "../define-agent.js";
import type { CurationDecision, RoleInput, RoleReturn } from "../roles.js";
import { labelKey } from "../../schema/label.js";
import type { Sample } from "../../schema/sample.js";
import type { TaskSpec } from "../../schema/task-file/task-spec.js";
import type { CurationSteps, StepFigures } from "../../tools/curation/contract.js";
import { gateSentence } from "../../tools/curation/gate/gate-sentence.js";
import type { OutOfSampleLabel } from "../../tools/learning/out-of-sample.js";

/** The small model is sure of a label from this probability on. */
const SURE = 0.9;

/**
 * Routes a sample by how a model that did not see it disagrees with its label.
 *
 * Relabel: another label has at least `curate.relabelAbove` and the judge read that label too.
 * Reject: the label has less than
 * `curate.rejectBelow` and the model is sure of another, as far as the gate lets it. Review: the label has less than
 * `curate.reviewBelow`, where people are asked
 * at all; with `review: none` such a near miss stays accepted, because a small model alone is too
 * often wrong about it. What a person decided stays as it is.
 *
 * @param judgedLabel  the label that the judge read, asked for only where it can decide something
 */
async function route(
  sample: Sample,
  student: OutOfSampleLabel,
  spec: TaskSpec,
  judgedLabel: () => Promise<string | null>,
): Promise<CurationDecision> {
  const opinion = { id: sample.id, student: { id: sample.id, ...student } };
  const { relabelAbove, reviewBelow } = spec.curate;
  const accept: CurationDecision = { ...opinion, action: "accept", reason: "accepted" };
  if (
    sample.label.source === "person" ||
    labelKey(student.label) === labelKey(sample.label.current)
  )
    return accept;
  const note =
    `a model that did not see it says "${labelKey(student.label)}" ` +
    `(${student.confidence.toFixed(2)}), and gives "${labelKey(sample.label.current)}" ` +
    `${student.probabilityOfGiven.toFixed(3)}`;
  if (student.confidence >= relabelAbove && (await judgedLabel()) === labelKey(student.label)) {
    return {
      ...opinion,
      action: "relabel",
      reason: "relabelled",
      label: student.label,
      note: `${note}; the judge agrees`,
    };
  }
  if (isRejected(sample, student, spec))
    return { ...opinion, action: "reject", reason: "curation-label", note };
  if (student.probabilityOfGiven < reviewBelow && spec.review !== "none")
    return { ...opinion, action: "review", reason: "review-uncertain", note };
  return accept;
}

/** Whether the small model's opinion alone takes a sample out. */
function isRejected(
  { label }: Sample,
  student: OutOfSampleLabel,
  { curate: { rejectBelow } }: TaskSpec,
): boolean {
  return (
    label.source !== "person" &&
    labelKey(student.label) !== labelKey(label.current) &&
    student.probabilityOfGiven < rejectBelow &&
    student.confidence >= SURE
  );
}

/**
 * The built-in curator: takes out exact and near copies among the accepted samples (the first by
 * acceptance stays), then routes the others by how a small model that did not see them disagrees
 * with their label. Heavy work runs in worker threads.
 */
export function createCurator({
  steps = NO_STEPS,
}: { readonly steps?: CurationSteps } = {}): Agent {
  return defineAgent({
    name: "curator",
    role: "curator",
    run: (input, context) => curate(steps, input, context),
  });
}

const NO_STEPS: CurationSteps = { filters: [], relabelers: [], reweighter: null };

async function curate(
  steps: CurationSteps,
  { since }: RoleInput<"curator", "curate">,
  context: AgentContext,
): Promise<RoleReturn<"curator", "curate">> {
  const { task, memory } = context;
  const samples: Sample[] = [];
  for await (const sample of memory.accepted()) {
    samples.push(sample);
    if (samples.length > task.spec.curate.rowsAtOnce)
      return curateInParts({ curatePart: curateSamples, steps, since }, context);
  }
  return curateSamples(samples, { steps, since }, context);
}

async function curateSamples(
  samples: readonly Sample[],
  { steps, since, noCopies, decided }: PartOptions,
  context: AgentContext,
): Promise<RoleReturn<"curator", "curate">> {
  const { task } = context;
  if (samples.length === 0) return { decisions: [], figures: { accepted: 0 } };
  const { copies, left, checked } = await copiesAndOpinions(samples, context, { noCopies });
  const routed: CurationDecision[] = [];
  let agreed = 0;
  let judged = 0;
  for (const [index, sample] of samples.entries()) {
    if (threadSlices.over) await threadSlices.turn();
    const copy = copies.get(index);
    if (copy) {
      routed.push({
        id: sample.id,
        action: "reject",
        reason: "curation-duplicate",
        note:
          `near copy of ${samples[copy.of]!.id} (Jaccard ${copy.similarity.toFixed(2)} of ` +
          "character 5-grams)",
      });
      continue;
    }
    const student = checked.labels?.get(sample.id);
    if (!student) continue;
    judged += 1;
    if (labelKey(student.label) === labelKey(sample.label.current)) agreed += 1;
    routed.push(await route(sample, student, task.spec, () => judgedLabel(sample, context)));
  }
  const { decisions: gated, gate } = await gateRejections(
    routed,
    {
      samples: left,
      opinions: async (some) => (await opinionsOf(some, context)).labels,
      isRejected: (sample, student) => isRejected(sample, student, task.spec),
      decided,
    },
    context,
  );
  const decisions = [...gated];
  const applied = await furtherSteps(samples, decisions, { steps, since }, context);
  const count = (action: CurationDecision["action"], reason?: string): number =>
    decisions.filter(
      (decision) =>
        decision.action === action && (reason === undefined || decision.reason === reason),
    ).length;
  // Whoever takes the decisions checks them all in one piece.
  await threadSlices.turn();
  return {
    decisions,
    figures: {
      accepted: samples.length,
      duplicates: copies.size,
      judged,
      labelAgreement: judged === 0 ? null : agreed / judged,
      rejectedForLabel: count("reject", "curation-label"),
      relabelled: count("relabel"),
      toReview: count("review"),
      ...(checked.note === null ? {} : { note: checked.note }),
      ...(gate === null ? {} : { gate }),
      notes: [
        ...(gate === null ? [] : [gateSentence("rejections for the label", gate)]),
        ...applied.flatMap((step) => (step.gate ? [gateSentence(step.step, step.gate)] : [])),
      ],
      ...(applied.length === 0 ? {} : { steps: applied }),
    },
  };
}

/**
 * The steps that the task names, on what the routing left accepted; their decisions go before the
 * routing's.
 */
async function furtherSteps(
  samples: readonly Sample[],
  decisions: CurationDecision[],
  { steps, since }: { readonly steps: CurationSteps; readonly since: number },
  context: AgentContext,
): Promise<readonly StepFigures[]> {
  if (steps.filters.length + steps.relabelers.length === 0 && steps.reweighter === null) return [];
  const out = new Set(
    decisions
      .filter((decision) => decision.action === "reject" || decision.action === "review")
      .map((decision) => decision.id),
  );
  const relabelled = new Map(
    decisions
      .filter((decision) => decision.action === "relabel")
      .map((decision) => [decision.id, decision.label ?? null]),
  );
  const left = samples
    .filter((sample) => !out.has(sample.id))
    .map((sample) =>
      relabelled.has(sample.id)
        ? { ...sample, label: { ...sample.label, current: relabelled.get(sample.id)! } }
        : sample,
    );
  const applied = await applyToNew(left, { steps, since }, context);
  const position = new Map(decisions.map((decision, index) => [decision.id, index]));
  for (const decision of applied.decisions) {
    const index = position.get(decision.id) ?? -1;
    const before = decisions[index];
    // A weight alone does not take back a relabelling.
    const next =
      before && decision.action === "accept"
        ? { ...before, weight: decision.weight }
        : { ...(before?.student ? { student: before.student } : {}), ...decision };
    if (index < 0) decisions.push(next);
    else decisions[index] = next;
  }
  return applied.figures;
}

/**
 * The label that the critic's judge read in the sample's last version, from the verdict's evidence.
 */
async function judgedLabel(sample: Sample, { memory }: AgentContext): Promise<string | null> {
  const verdict = (await memory.verdictsOf(sample.id)).findLast(
    (stored) => stored.criterion === "label-correct" && stored.revision === sample.revisions,
  );
  return verdict?.evidence.find((part) => part.field === "label")?.text ?? null;
}
