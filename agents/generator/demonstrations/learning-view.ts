import type { LearningRow, LearningView } from "../../../tools/learning/scores/labelled-rows.js";
import { textPair } from "../../../tools/rows/text-pair.js";
import type { AgentContext } from "../../contract.js";
import type { Demonstration } from "../contract.js";

/**
 * Demonstrations as a small model learns from them, and what it learns them for. Nothing in it
 * depends on the order that asks.
 */
export function learningView(
  demonstrations: readonly Demonstration[],
  { task, signal, log }: Pick<AgentContext, "task" | "signal" | "log">,
): { readonly rows: readonly LearningRow[]; readonly view: LearningView } {
  const { seed, multiLabel } = task.spec;
  return {
    rows: demonstrations.map(({ text, fields, label }) => ({
      text,
      label,
      weight: 1,
      pair: textPair(fields, task.textFields),
    })),
    view: {
      labels: task.labels.map((label) => label.name),
      multiLabel,
      seed,
      signal,
      progress: (step, share) => log.debug("scoring demonstrations", { step, share }),
    },
  };
}
