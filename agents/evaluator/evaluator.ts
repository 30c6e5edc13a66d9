import { taskNotation } from "../../tools/dedup/task-notation.js";
import { labelKey } from "../../schema/label.js";
import { outOfSampleLabels, type LabelledRow } from "../../tools/learning/out-of-sample.js";
import type { SlotChoice } from "../../base/slots/slot-choice.js";
import type { Slot } from "../../base/slots/slot.js";
import type { Metric, MetricContext, MetricValue } from "../../tools/metrics/contract.js";
import { METRICS } from "../../tools/metrics/metrics.js";
import { similarityMetric } from "../../tools/metrics/slot/similarity-metric.js";
import { threadSlices } from "../../base/workers/time-slices.js";
import { runWorker } from "../../base/workers/run-worker.js";
import { RandomDraw } from "../../base/statistics/random-draw.js";
import type { Agent, AgentContext } from "../contract.js";
import { defineAgent } from "../define-agent.js";
import type { RoleReturn } from "../roles.js";
import { downstreamOf } from "./downstream.js";
import { countAll } from "./count-all.js";
import type { Measured, MeasureTask } from "./measure.js";

/**
 * The built-in evaluator: diversity, copies of support rows, label agreement, the test with real
 * data, and leakage of held-out rows. What cannot be measured is null, and a note says why. Heavy
 * work runs in worker threads.
 */
export function createEvaluator(metrics: readonly Metric[] = []): Agent {
  return defineAgent({
    name: "evaluator",
    role: "evaluator",
    run: (_input, context) => evaluate(context, metrics),
  });
}

/**
 * The evaluator with the metrics that the task names under `evaluate.metrics`, beside what is
 * always measured.
 *
 * @throws SPEC_INVALID for an unknown name or setting
 */
export async function evaluatorOf(
  choices: readonly SlotChoice[],
  slot: Slot<Metric> = METRICS,
): Promise<Agent> {
  const metrics: Metric[] = [];
  for (const [index, choice] of choices.entries())
    metrics.push((await slot.choose(choice, ["evaluate", "metrics", index])).value);
  return createEvaluator(metrics);
}

async function evaluate(
  context: AgentContext,
  metrics: readonly Metric[],
): Promise<RoleReturn<"evaluator", "evaluate">> {
  const { task, signal } = context;
  const draw = new RandomDraw<LabelledRow>({
    most: task.spec.evaluate.rowsAtOnce,
    seed: task.spec.seed,
  });
  for await (const { id, text, label, weight } of context.memory.accepted())
    draw.add(id, { id, text, label: label.current, weight });
  const accepted = draw.values();
  const { of } = draw;
  const heldOut = context.heldOut ? await context.heldOut() : null;
  const { copyWords, rougeL } = task.spec.critique;
  const measureTask = {
    support: task.support.map((row) => row.text),
    heldOut: (heldOut?.rows ?? []).map((row) => row.text),
    copyWords,
    rougeL,
    nearDuplicate: task.spec.curate.nearDuplicate,
    notation: taskNotation(task.spec) ?? ("ignore" as const),
  };
  const isDrawn = of > accepted.length;
  const [measured, averagePairwiseSimilarity, agreement, tested] = await Promise.all([
    runWorker<MeasureTask, Measured>(
      new URL("./measure-worker.js", import.meta.url),
      { ...measureTask, accepted: accepted.map((row) => row.text) },
      { signal },
    ),
    similarityMetric.measure(accepted, metricContext(context)),
    labelAgreementOf(accepted, context),
    downstreamOf(accepted, heldOut, task, signal),
  ]);
  const { downstream, calibration } = tested;
  const { vocabulary, distinct1, distinct2 } = measured;
  const { copies, leakage } = isDrawn ? await countAll(context, measureTask) : measured;
  const further: Record<string, MetricValue> = {};
  for (const metric of metrics)
    further[metric.name] = await metric.measure(accepted, metricContext(context));
  return {
    diversity: { vocabulary, distinct1, distinct2, averagePairwiseSimilarity },
    copies,
    labelAgreement: agreement.share,
    labelAgreementRows: agreement.rows,
    downstream,
    calibration,
    leakage,
    metrics: further,
    measuredRows: isDrawn ? accepted.length : null,
    notes: [
      isDrawn
        ? `measured on ${accepted.length} of ${of} samples, drawn at random; copies and leaked rows ` +
          "are counted in all of them"
        : null,
      agreement.note,
      downstream.note === undefined ? null : `downstream: ${downstream.note}`,
    ].filter((note) => note !== null),
  };
}

function metricContext({ task, embeddings, memory, signal }: AgentContext): MetricContext {
  return {
    labels: task.labels.map(({ name }) => name),
    support: task.support.map(({ text }) => text),
    supportLabels: task.support.map(({ label }) => label),
    cells: memory.coverage.cells,
    seed: task.spec.seed,
    language: task.spec.language,
    embed: (texts) => embeddings.embed(texts),
    signal,
  };
}

/** Share of the accepted samples whose label is also the one that a model without them gives. */
async function labelAgreementOf(
  accepted: readonly LabelledRow[],
  { task, signal }: AgentContext,
): Promise<{
  readonly share: number | null;
  readonly rows: number | null;
  readonly note: string | null;
}> {
  if (task.labels.length === 0 || task.kind.labels === "none")
    return { share: null, rows: null, note: null };
  // Texts are handed to one thread after the other: for the event loop that is no single piece.
  await threadSlices.turn();
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
  if (!checked.labels) return { share: null, rows: null, note: `label agreement: ${checked.note}` };
  let judged = 0;
  let agreed = 0;
  for (const { id, label } of accepted) {
    const found = checked.labels.get(id);
    if (!found) continue;
    judged += 1;
    if (labelKey(found.label) === labelKey(label)) agreed += 1;
  }
  return { share: judged === 0 ? null : agreed / judged, rows: judged, note: null };
}
