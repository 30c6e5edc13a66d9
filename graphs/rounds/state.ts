import { Annotation, START } from "@langchain/langgraph";
import type { StopReason } from "../../schema/report.js";

/**
 * A run goes back to work at most this often to replace what curation, a stage behind it or a
 * person took out.
 */
export const MAX_TOP_UPS = 3;

/**
 * Where a run goes that had reached its target, once samples were taken out: back to work, or to
 * its end where that did not help.
 */
export function topUpOrFinish(
  state: Pick<RunStateValues, "stop" | "topUps">,
  at: { readonly accepted: number; readonly target: number; readonly after: string },
): Partial<RunStateValues> {
  const { accepted, target, after } = at;
  if (state.stop !== "target" || accepted >= target) return { accepted, next: "finish" };
  if (state.topUps < MAX_TOP_UPS)
    return { accepted, topUps: state.topUps + 1, next: "plan", stop: null, stopDetail: "" };
  return {
    accepted,
    next: "finish",
    stop: "no-progress",
    stopDetail:
      `${accepted} of ${target} left after ${after}, and ${MAX_TOP_UPS} top-ups did not make ` +
      "up for it",
  };
}

/**
 * State of the outer graph: ids and counters only, never samples, so that checkpoints stay small.
 */
export const RunState = Annotation.Root({
  /** Last planned round; -1 before the first. */
  planned: Annotation<number>,
  /** Last sealed round; -1 before the first. */
  sealed: Annotation<number>,
  accepted: Annotation<number>,
  planRevision: Annotation<number>,
  /** Sub-tasks that failed in the last sealed round, for the planner. */
  failed: Annotation<readonly { subTask: string; reason: string; count: number }[]>,
  /** How often each sub-task was planned again. */
  replans: Annotation<Readonly<Record<string, number>>>,
  stop: Annotation<StopReason | null>,
  stopDetail: Annotation<string>,
  /**
   * Curation passes so far; a pass that demotes samples sends the run back to work until the target
   * holds.
   */
  passes: Annotation<number>,
  /** How often the run went back to work because curation or a person took samples out. */
  topUps: Annotation<number>,
  /** Where the graph goes after curation or review. */
  next: Annotation<"plan" | "review" | "finish">,
  /** The node that the graph was in last. */
  at: Annotation<string>,
  /** How often each way between two nodes was taken; null in a run that did not count from its start. */
  ways: Annotation<Readonly<Record<string, number>> | null>,
});
export type RunStateValues = typeof RunState.State;

export const INITIAL_STATE: RunStateValues = {
  planned: -1,
  sealed: -1,
  accepted: 0,
  planRevision: 0,
  failed: [],
  replans: {},
  stop: null,
  stopDetail: "",
  passes: 0,
  topUps: 0,
  next: "finish",
  at: START,
  ways: {},
};
