import type { RunStateValues } from "./state.js";

/** A run goes back to work at most this often to replace what curation, a stage behind it or a person took out. */
export const MAX_TOP_UPS = 3;

/** Where a run goes that had reached its target, once samples were taken out: back to work, or to its end where that did not help. */
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
    stopDetail: `${accepted} of ${target} left after ${after}, and ${MAX_TOP_UPS} top-ups did not make up for it`,
  };
}
