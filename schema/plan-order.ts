import { DatawrightError } from "../base/errors.js";
import type { SubTask } from "./plan.js";

/**
 * Sub-tasks in order of dependence; those that do not depend on each other stay in the plan's
 * order.
 *
 * @throws PLAN_INVALID on a cycle, on two sub-tasks of one id, or on a dependence on something that
 *         is not in the plan
 */
export function topologicalOrder(subTasks: readonly SubTask[]): readonly SubTask[] {
  if (subTasks.length === 1 && subTasks[0]!.dependsOn.length === 0) return subTasks;
  const byId = new Map(subTasks.map((subTask) => [subTask.id, subTask]));
  if (byId.size < subTasks.length)
    throw new DatawrightError({
      code: "PLAN_INVALID",
      message: `the plan names a sub-task twice: ${subTasks.map((subTask) => subTask.id).join(", ")}`,
      hint: "Give each sub-task an id of its own.",
    });
  const ordered: SubTask[] = [];
  const state = new Map<string, "open" | "done">();
  const visit = (subTask: SubTask, path: readonly string[]): void => {
    if (state.get(subTask.id) === "done") return;
    if (state.get(subTask.id) === "open")
      throw new DatawrightError({
        code: "PLAN_INVALID",
        message: `the plan has a cycle: ${[...path, subTask.id].join(" -> ")}`,
        hint:
          "Take one of these dependences out, for example that of " +
          `"${path.at(-1) ?? subTask.id}" on "${subTask.id}".`,
      });
    state.set(subTask.id, "open");
    for (const id of subTask.dependsOn) {
      const needed = byId.get(id);
      if (!needed)
        throw new DatawrightError({
          code: "PLAN_INVALID",
          message: `sub-task "${subTask.id}" depends on "${id}", which is not in the plan`,
          hint: `Sub-tasks: ${[...byId.keys()].join(", ")}.`,
        });
      visit(needed, [...path, subTask.id]);
    }
    state.set(subTask.id, "done");
    ordered.push(subTask);
  };
  for (const subTask of subTasks) visit(subTask, []);
  return ordered;
}
