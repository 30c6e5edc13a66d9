import { chosenName, type SlotChoice } from "../../../base/slots/slot-choice.js";
import type { TaskSpec } from "../../../schema/task-file/task-spec.js";

/**
 * Which decomposition a task asks for: its own steps go before everything; `auto` takes several
 * steps only where one passage is not enough, or there are tools to call.
 */
export function decompositionOf(spec: TaskSpec): SlotChoice {
  if (spec.steps.length > 0) return "steps";
  if (chosenName(spec.plan.decomposition) !== "auto") return spec.plan.decomposition;
  if (spec.kind === "tool-use" && spec.tools.length > 0) return "tool-use";
  return spec.kind === "question-answering" && chosenName(spec.generate.sources) === "chain"
    ? "multi-hop"
    : "single";
}
