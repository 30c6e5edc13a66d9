import { DatawrightError } from "../../../base/errors.js";
import type { Task } from "../../../schema/task.js";

/** The error of a decomposition that cannot make samples of a task. */
export function unfitTask(
  decomposition: string,
  { kind }: Task,
  needs: string,
  hint = "Leave plan.decomposition out, or name another one.",
): DatawrightError {
  return new DatawrightError({
    code: "PLAN_INVALID",
    message: `plan.decomposition: ${decomposition} needs ${needs}; this ${kind.name} task has none`,
    hint,
  });
}

/** The field of that name where the task has one, else an intermediate text of that name. */
export function hasField({ writtenFields }: Task, name: string): boolean {
  return writtenFields.includes(name);
}
