import type { RunStorage } from "../../memory/run-storage.js";
import type { Workspace } from "../../memory/workspace.js";
import type { Report } from "../../schema/report.js";

/** A run as a listing shows it. */
export interface RunListing {
  readonly runId: string;
  readonly folder: string;
  readonly createdAt: string | null;
  readonly target: number | null;
  readonly accepted: number | null;
  readonly inReview: number | null;
  /** Why it ended, `unfinished`, or `unreadable` where its configuration is gone. */
  readonly stop: string;
}

/** Every run of a workspace or a server, the oldest first. */
export async function listedRuns(storage: RunStorage, workspace: Workspace): Promise<RunListing[]> {
  return (await storage.list(workspace)).map(({ id, folder, config, report }) => {
    const known = config as { createdAt?: string; spec?: { target?: number } } | null;
    const summary = (report as Report | null)?.summary;
    return {
      runId: id,
      folder,
      createdAt: known?.createdAt ?? null,
      target: known?.spec?.target ?? null,
      accepted: summary?.accepted ?? null,
      inReview: summary?.inReview ?? null,
      stop: summary?.stop ?? (config === null ? "unreadable" : "unfinished"),
    };
  });
}
