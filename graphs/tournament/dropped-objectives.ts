import type { Task } from "../../schema/task.js";
import type { TournamentSettings } from "../../schema/task-file/tournament-settings.js";
import { OBJECTIVES, type Objective } from "../../tools/tournament/objectives.js";
import { plannedValues } from "./measure-run.js";
import type { TournamentRows } from "./tournament-rows.js";

/** Held-out rows below which balls around them mean nothing. */
const FEWEST_FOR_COVERAGE = 20;

/** Objectives that cannot be measured for a task, or are not wanted, and why. */
export function droppedObjectives(
  task: Task,
  { heldOut }: TournamentRows,
  { weights }: TournamentSettings,
): { name: Objective; why: string }[] {
  const labels = new Set(task.labels.map(({ name }) => name));
  const tested = heldOut.filter(
    ({ label }) =>
      label !== null && ([] as string[]).concat(label).every((name) => labels.has(name)),
  );
  const reasons: Record<Objective, string | null> = {
    downstream:
      labels.size === 0 || task.kind.labels === "none"
        ? "the task has no labels to test"
        : heldOut.length === 0
          ? "no held-out real rows: give `support`, of which a share is held out"
          : tested.length < heldOut.length
            ? `${heldOut.length - tested.length} held-out rows have no label of the task`
            : null,
    faithfulness: null,
    coverage:
      heldOut.length >= FEWEST_FOR_COVERAGE || plannedValues(task).length > 0
        ? null
        : `${heldOut.length} held-out real rows, of at least ${FEWEST_FOR_COVERAGE}, and no labels ` +
          "or attributes with values",
    diversity: null,
  };
  return OBJECTIVES.flatMap((name) => {
    const why = weights[name] === 0 ? "its weight is 0" : reasons[name];
    return why === null ? [] : [{ name, why }];
  });
}

/** Whether coverage is measured on held-out rows. */
export function hasEnoughForCoverage({ heldOut }: TournamentRows): boolean {
  return heldOut.length >= FEWEST_FOR_COVERAGE;
}
