import type { SlotChoice } from "../../base/slots/slot-choice.js";
import type { Slot } from "../../base/slots/slot.js";
import type { EvaluationContext, EvaluationInput } from "../../tools/evaluation/contract.js";
import type { Metric, MetricValue } from "../../tools/metrics/contract.js";

/**
 * Metrics that are chosen by name.
 *
 * @throws SPEC_INVALID for an unknown name or setting
 */
export async function chosenMetrics(
  choices: readonly SlotChoice[],
  slot: Slot<Metric>,
): Promise<Metric[]> {
  const metrics: Metric[] = [];
  for (const [index, choice] of choices.entries())
    metrics.push((await slot.choose(choice, ["metrics", index])).value);
  return metrics;
}

/** The figures of metrics, by their names. */
export async function metricFigures(
  metrics: readonly Metric[],
  { rows, reference, task, cells }: EvaluationInput,
  context: EvaluationContext,
): Promise<Record<string, MetricValue>> {
  const found: Record<string, MetricValue> = {};
  for (const metric of metrics)
    found[metric.name] = await metric.measure(
      rows.map(({ id, text, label, weight }) => ({ id, text, label, weight })),
      {
        labels: task.labels.map(({ name }) => name),
        support: (reference ?? []).map(({ text }) => text),
        supportLabels: (reference ?? []).map(({ label }) => label),
        seed: context.seed,
        language: task.spec.language,
        cells: cells ?? [],
        embed: context.embed.bind(context),
        signal: context.signal,
      },
    );
  return found;
}
