import { labelKey } from "../../schema/label.js";
import { outOfSampleLabels, type LabelledRow } from "../../tools/learning/out-of-sample.js";
import { SimilarityAccumulator } from "../../tools/metrics/average-pairwise-similarity.js";
import { runWorker } from "../../base/workers/run-worker.js";
import type { Agent, AgentContext } from "../contract.js";
import { defineAgent } from "../define-agent.js";
import type { RoleReturn } from "../roles.js";
import { downstreamOf } from "./downstream.js";
import type { Measured, MeasureTask } from "./measure.js";

/** Texts embedded in one call. */
const BATCH = 256;

/**
 * The built-in evaluator: diversity, copies of support rows, label agreement, the test with real
 * data, and leakage of held-out rows.
 * What cannot be measured is null, and a note says why. Heavy work runs in worker threads.
 */
export function createEvaluator(): Agent {
  return defineAgent({
    name: "evaluator",
    role: "evaluator",
    run: (_input, context) => evaluate(context),
  });
}

async function evaluate(context: AgentContext): Promise<RoleReturn<"evaluator", "evaluate">> {
  const { task, signal } = context;
  const accepted: LabelledRow[] = [];
  for await (const { id, text, label, weight } of context.memory.accepted())
    accepted.push({ id, text, label: label.current, weight });
  const texts = accepted.map((row) => row.text);
  const heldOut = context.heldOut ? await context.heldOut() : null;
  const { copyWords, rougeL } = task.spec.critique;
  const [measured, averagePairwiseSimilarity, agreement, downstream] = await Promise.all([
    runWorker<MeasureTask, Measured>(
      new URL("./measure-worker.js", import.meta.url),
      {
        accepted: texts,
        support: task.support.map((row) => row.text),
        heldOut: (heldOut?.rows ?? []).map((row) => row.text),
        copyWords,
        rougeL,
        nearDuplicate: task.spec.curate.nearDuplicate,
      },
      { signal },
    ),
    similarityOf(texts, context),
    labelAgreementOf(accepted, context),
    downstreamOf(accepted, heldOut, task, signal),
  ]);
  const { vocabulary, distinct1, distinct2, copies, leakage } = measured;
  return {
    diversity: { vocabulary, distinct1, distinct2, averagePairwiseSimilarity },
    copies,
    labelAgreement: agreement.share,
    downstream,
    leakage,
    notes: [
      agreement.note,
      downstream.note === undefined ? null : `downstream: ${downstream.note}`,
    ].filter((note) => note !== null),
  };
}

async function similarityOf(
  texts: readonly string[],
  { embeddings }: AgentContext,
): Promise<number | null> {
  const similarity = new SimilarityAccumulator();
  for (let start = 0; start < texts.length; start += BATCH) {
    for (const vector of await embeddings.embed(texts.slice(start, start + BATCH)))
      similarity.add(vector);
  }
  return similarity.result();
}

/** Share of the accepted samples whose label is also the one that a model without them gives. */
async function labelAgreementOf(
  accepted: readonly LabelledRow[],
  { task, signal }: AgentContext,
): Promise<{ readonly share: number | null; readonly note: string | null }> {
  if (task.labels.length === 0 || task.kind.labels === "none") return { share: null, note: null };
  const rows = [
    ...task.support.map(({ id, text, label }) => ({ id, text, label, weight: 1 })),
    ...accepted,
  ];
  const checked = await outOfSampleLabels(
    rows,
    {
      classes: task.labels.map((label) => label.name),
      multiLabel: task.spec.multiLabel,
      minTraining: task.spec.label.minTraining,
    },
    { signal },
  );
  if (!checked.labels) return { share: null, note: `label agreement: ${checked.note}` };
  let judged = 0;
  let agreed = 0;
  for (const { id, label } of accepted) {
    const found = checked.labels.get(id);
    if (!found) continue;
    judged += 1;
    if (labelKey(found.label) === labelKey(label)) agreed += 1;
  }
  return { share: judged === 0 ? null : agreed / judged, note: null };
}
