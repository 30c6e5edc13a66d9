import type { RunRuntime } from "../runtime/runtime.js";
import type { RunStateValues } from "./state.js";
import type { WorkLoop } from "./work-loop.js";

/** What the outer graph's nodes work on; null while a graph is only drawn. */
export interface RunParts {
  readonly runtime: RunRuntime;
  readonly loop: WorkLoop;
}

/** What one node does with the parts of its run. */
export type RunStep = (parts: RunParts, state: RunStateValues) => Promise<Partial<RunStateValues>>;
