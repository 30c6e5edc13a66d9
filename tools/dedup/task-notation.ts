import type { Notation } from "../../base/text/notation.js";
import type { TaskSpec } from "../../schema/task-file/task-spec.js";

/**
 * What near texts of a task must have in common beside their words: their figures where samples are
 * problems or code (kind `reasoning`, or a checker that runs the code of a field). Null where the
 * task does not say.
 */
export function taskNotation(spec: Pick<TaskSpec, "kind" | "critique">): Notation | null {
  return spec.kind === "reasoning" || spec.critique.checker?.runs !== undefined ? "figures" : null;
}
