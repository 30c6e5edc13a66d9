import { invokeAgent } from "../runtime/invoke-agent.js";
import type { RunRuntime } from "../runtime/runtime.js";
import type { RunStateValues } from "../rounds/state.js";
import { runEntries, type EvaluationFigures } from "../runtime/run-entries.js";

/**
 * The evaluate node: the evaluator measures the accepted samples; its figures are kept for the
 * report.
 */
export async function evaluateStep(
  runtime: RunRuntime,
  state: Pick<RunStateValues, "sealed">,
): Promise<EvaluationFigures | null> {
  if ((await runtime.samples.count({ status: "accepted" })) === 0) {
    await runtime.store.set(runEntries.evaluation, null);
    return null;
  }
  runtime.events.emit({ type: "step-started", step: "evaluate" });
  const figures = await invokeAgent(
    runtime,
    "evaluator",
    "evaluate",
    {},
    {
      orderId: "evaluation",
      step: "evaluate",
      sampleIds: [],
      visible: await runtime.rounds.visible(state.sealed),
    },
  );
  await runtime.store.set(runEntries.evaluation, figures);
  return figures;
}
