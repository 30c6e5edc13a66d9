import type { RunConfig } from "./run-config.js";

/** What people should know before the first sample: doubts about the task, rows that are not used. */
export function runNotes({ data }: Pick<RunConfig, "data">): string[] {
  return [...(data.warnings ?? []).map((warning) => `warning: ${warning}`), ...data.problems];
}
