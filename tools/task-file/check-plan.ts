import { chosenName } from "../../base/slots/slot-choice.js";
import type { TaskSpec } from "../../schema/task-file/task-spec.js";
import { validationShare } from "../rows/split-validation.js";
import type { SpecProblem } from "../../base/settings/zod-problems.js";

/** Settings of the planner that cannot work with the rest of the task. */
export function checkPlan(spec: TaskSpec): SpecProblem[] {
  const problems: SpecProblem[] = [];
  const report = (path: SpecProblem["path"], message: string): void =>
    void problems.push({ code: "SPEC_INVALID", path, message });
  if (spec.asPublished && spec.recipe === undefined)
    report(["asPublished"], "true, but the task names no recipe: name one, or take this out");
  if (validationShare(spec) === 0) {
    if (chosenName(spec.plan.seeds) === "student-errors")
      report(
        ["plan", "validation"],
        "0, but plan.seeds student-errors needs rows to find errors on: leave it " +
          "out, or name a share such as 0.2",
      );
    return problems;
  }
  const path = spec.plan.validation === undefined ? ["plan", "seeds"] : ["plan", "validation"];
  if ((spec.labels?.length ?? 0) < 2)
    report(path, "the small model's errors need a task with at least two labels");
  if (!spec.support)
    report(
      path,
      "the small model's errors are found on support rows, of which there are none: give " +
        "support, or take this out",
    );
  return problems;
}
