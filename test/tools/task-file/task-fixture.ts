import { resolveTask, type Task } from "../../../schema/task.js";
import type { TaskSpecInput } from "../../../schema/task-file/task-spec.js";
import { checkTaskSpec } from "../../../tools/task-file/read-task.js";

/** A ready task with two labels, changed as a test needs it. */
export function taskOf(changes: Partial<TaskSpecInput> = {}): Task {
  return resolveTask(
    checkTaskSpec({
      name: "t",
      kind: "classification",
      description: "d",
      labels: ["spam", "ham"],
      target: 5,
      ...changes,
    }),
    [],
  );
}
