import type { Growth } from "../schema/coverage.js";
import type { Plan } from "../schema/plan.js";
import type { Report } from "../schema/report.js";

/** What was planned again, revision by revision: the sub-tasks whose own revision rose, with the reasons that were new. */
export function planHistory(
  plans: readonly { readonly plan: Plan; readonly revision: number }[],
): Report["replans"] {
  return plans.slice(1).flatMap(({ plan, revision }, index) =>
    plan.subTasks.flatMap((subTask) => {
      const before = plans[index]!.plan.subTasks.find((other) => other.id === subTask.id);
      if (!before || before.revision === subTask.revision) return [];
      return [
        {
          revision,
          subTask: subTask.id,
          because: subTask.revisedBecause.slice(before.revisedBecause.length),
        },
      ];
    }),
  );
}

/** What grew on the concept tree, what was refused, and what cut it off; nothing for a tree that was planned at once. */
export function growthNotes(growth: readonly Growth[]): string[] {
  if (growth.length === 0) return [];
  const count = (of: (row: Growth) => number, step?: Growth["step"]): number =>
    growth
      .filter((row) => step === undefined || row.step === step)
      .reduce((sum, row) => sum + of(row), 0);
  const added = (row: Growth): number => row.added.length;
  const stop = growth.find((row) => row.step === "stopped");
  return [
    `the concept tree has ${count(added)} sub-tasks: ${count(added, "lookahead")} by lookahead, ${count(added, "backtracking")} by backtracking; ${count((row) => row.refused)} proposals of the model were refused as unusable or too alike, ${count((row) => row.leftOut)} left out by limits; ${count((row) => row.tokens)} tokens`,
    ...(stop
      ? [
          `the concept tree stopped growing in round ${stop.round}: ${stop.why}; ${stop.leftOut} nodes that were still new were not taken apart`,
        ]
      : []),
  ];
}
