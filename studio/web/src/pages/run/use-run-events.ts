import type { RunChange } from "../../../../api/runs.js";
import { useLive, type Connection } from "../../server/live.js";

/** Follows a run while it works; a run that is over is told once. */
export function useRunEvents(run: string): {
  readonly event: RunChange | undefined;
  readonly connection: Connection;
} {
  return useLive<RunChange>(`/api/runs/${run}/events`, isOver);
}

function isOver({ status }: RunChange): boolean {
  return status === "finished" || status === "unreadable";
}
