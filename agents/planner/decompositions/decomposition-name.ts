import type { TaskSpec } from "../../../schema/task-file/task-spec.js";

/**
 * Which decomposition a task asks for: its own steps go before everything; `auto` takes several
 * steps only where one passage is not enough, or there are tools to call.
 */
export function decompositionName(spec: TaskSpec): string {
  if (spec.steps.length > 0) return "steps";
  if (spec.plan.decomposition !== "auto") return spec.plan.decomposition;
  if (spec.kind === "tool-use" && spec.tools.length > 0) return "tool-use";
  return spec.kind === "question-answering" && spec.generate.sources.strategy === "chain"
    ? "multi-hop"
    : "single";
}
