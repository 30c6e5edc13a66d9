import type { TaskSpec } from "./task-file/task-spec.js";

/**
 * Orders of a full round: as the spec says, else an eighth of the target, at least 32 and at most
 * 512. Not of the machine that runs it.
 */
export function roundSizeOf(spec: Pick<TaskSpec, "plan" | "target">): number {
  return spec.plan.roundSize ?? Math.min(512, Math.max(32, Math.ceil(spec.target / 8)));
}
