import type { TaskSpecInput } from "../../schema/task-file/task-spec.js";
import { runNotes } from "../runtime/run-notes.js";
import type { LaunchOptions, TrialOptions } from "../runtime/run-options.js";
import { openRuntime } from "./open-runtime.js";
import { prepareRun } from "./prepare-run.js";
import { readSpec, type ReadSpec } from "./read-spec.js";
import { RunHandle } from "./run-handle.js";

/**
 * Starts a run: from a task file or a task object to an accepted, traced and evaluated dataset in a
 * run folder.
 *
 * Resolves as soon as everything is checked and the folder exists; the work goes on behind the
 * handle.
 *
 * @returns a handle: `id`, `folder`, `events` (async iterable), `result`, `resume(answers)`,
 *         `stop()`
 * @throws  before any model call: SPEC_*, DATA_*, PROMPT_SLOT, PLAN_INVALID, AGENT_*,
 *         MODEL_UNKNOWN, NO_PRICE, RUN_LOCKED, USAGE; FETCH_* and PACKAGE_MISSING for knowledge
 *         sources that cannot be had
 * @example
 * const run = await launch("examples/support-tickets/task.yaml", { target: 50 });
 * for await (const event of run.events) if (event.type === "round-sealed")
 * console.log(event.total);
 * const { summary } = await run.result;
 */
export async function launch(
  task: string | TaskSpecInput,
  options: LaunchOptions = {},
): Promise<RunHandle> {
  return launchRead(await readSpec(task, options), options);
}

/** `launch` for a task that was read already, with the same options. */
export async function launchRead(read: ReadSpec, options: TrialOptions): Promise<RunHandle> {
  const prepared = await prepareRun(read, options);
  const opened = await openRuntime(prepared, options);
  return RunHandle.start(opened, { resumed: false, notes: runNotes(prepared.config) });
}
