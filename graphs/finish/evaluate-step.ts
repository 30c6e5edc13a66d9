import type { RoleOutput } from "../../agents/roles.js";
import { invokeAgent } from "../runtime/invoke-agent.js";
import type { RunRuntime } from "../runtime/runtime.js";
import type { RunStateValues } from "../rounds/state.js";
import { visibleAfter } from "../runtime/visible-state.js";

export type EvaluationFigures = RoleOutput<"evaluator", "evaluate">;
export const EVALUATION_KEY = "evaluation";

/**
 * The evaluate node: the evaluator measures the accepted samples; its figures are kept for the
 * report.
 */
export async function evaluateStep(
  runtime: RunRuntime,
  state: Pick<RunStateValues, "sealed">,
): Promise<EvaluationFigures | null> {
  if ((await runtime.samples.count({ status: "accepted" })) === 0) {
    await runtime.store.set(EVALUATION_KEY, null);
    return null;
  }
  runtime.events.emit({ type: "step-started", step: "evaluate" });
  await runtime.novelty.prepare(state.sealed + 2);
  const figures = await invokeAgent<EvaluationFigures>(
    runtime,
    {
      agent: runtime.registry.get("evaluator"),
      orderId: "evaluation",
      step: "evaluate",
      sampleIds: [],
      visible: await visibleAfter(runtime, state.sealed),
    },
    "evaluate",
    {},
  );
  await runtime.store.set(EVALUATION_KEY, figures);
  return figures;
}
