import { slugOf } from "../../base/text/slug.js";

/**
 * An id for a run that nobody named: the task's name as letters, digits and hyphens, the time, and
 * what tells runs of the same second apart.
 */
export function newRunId(name: string): string {
  const stamp = new Date().toISOString().replace(/[-:]/gu, "").replace("T", "-").slice(0, 15);
  return `${slugOf(name, "run")}-${stamp}-${Math.floor(performance.now() * 1000)
    .toString(36)
    .slice(-4)}`;
}
