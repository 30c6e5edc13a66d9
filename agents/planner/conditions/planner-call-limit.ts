import { DatawrightError } from "../../../base/errors.js";
import type { Task } from "../../../schema/task.js";
import type { AgentContext } from "../../contract.js";

/** Largest share of the calls that are left that a plan may take: the samples need the rest. */
const LARGEST_SHARE = 1 / 4;

/** Questions that a task's plan has asked so far. */
const asked = new WeakMap<Task, number>();

/**
 * Why so many calls are too many for the budget; null where they are not, and then they are counted
 * as asked.
 *
 * @param what what is asked for, for the message
 * @throws PLAN_INVALID where the plan takes more than `plan.mostCalls`, before any of these is asked
 */
export function tooManyCalls(
  calls: number,
  { budget, task }: Pick<AgentContext, "budget" | "task">,
  what: string,
): string | null {
  const left = budget.remaining().calls;
  if (left !== null && calls > left * LARGEST_SHARE)
    return `${calls} calls are too many for ${left} calls of budget`;
  const all = (asked.get(task) ?? 0) + calls;
  const { mostCalls } = task.spec.plan;
  if (all > mostCalls)
    throw new DatawrightError({
      code: "PLAN_INVALID",
      message:
        `the plan would ask the planner's model ${all} questions, ${calls} of them for ${what}` +
        `${task.labels.length > 0 ? ` of ${task.labels.length} labels` : ""}; plan.mostCalls is ${mostCalls}`,
      hint:
        "Ask for fewer dimensions or without the class filter (plan.conditions), name the values " +
        "under attributes, or raise plan.mostCalls.",
      details: { calls: all, mostCalls },
    });
  asked.set(task, all);
  return null;
}
