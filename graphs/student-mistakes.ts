import type { StudentMistake } from "../agents/contract.js";
import type { RoleOutput } from "../agents/roles.js";
import { labelKey } from "../schema/label.js";
import { invokeAgent } from "./invoke-agent.js";
import type { RunRuntime } from "./runtime.js";
import { visibleAfter } from "./visible-state.js";

/** What the labeler that was trained at a sealed round gets wrong of the validation part, the most confident mistakes first. */
export async function studentMistakes(
  runtime: RunRuntime,
  learnedRound: number,
): Promise<readonly StudentMistake[]> {
  const { validation } = runtime;
  const state = validation.length === 0 ? null : await runtime.learning.state(learnedRound);
  if (state === null || state === undefined) return [];
  const output = await invokeAgent<RoleOutput<"labeler", "label">>(
    runtime,
    {
      agent: runtime.registry.get("labeler"),
      orderId: `validation:${learnedRound}`,
      step: "validate",
      sampleIds: [],
      visible: await visibleAfter(runtime, learnedRound),
    },
    "label",
    { drafts: validation.map(({ id, text, label }) => ({ id, text, label })), state },
  );
  const predicted = new Map(output.labels.map((label) => [label.id, label]));
  return validation
    .flatMap((row): StudentMistake[] => {
      const label = predicted.get(row.id);
      return !label || labelKey(label.label) === labelKey(row.label)
        ? []
        : [{ row, predicted: label.label, confidence: label.confidence }];
    })
    .sort((a, b) => b.confidence - a.confidence || (a.row.id < b.row.id ? -1 : 1));
}
