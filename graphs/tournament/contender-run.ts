import { existsSync } from "node:fs";
import { join } from "node:path";
import { DatawrightError, isDatawrightError } from "../../base/errors.js";
import { RUN_FILES } from "../../memory/run-files.js";
import { Workspace } from "../../memory/workspace.js";
import type { Summary } from "../../schema/report.js";
import type { BudgetSpec } from "../../schema/task-file/run-limits.js";
import { launchRead } from "../run/launch.js";
import type { ReadSpec } from "../run/read-spec.js";
import { reopenRun } from "../run/resume-run.js";
import { RunHandle } from "../run/run-handle.js";
import type { RunResult } from "../run/run-session.js";
import type { TrialOptions } from "../runtime/run-options.js";
import { MONEY_UNITS } from "./tournament-money.js";
import { STOPPED } from "./tournament-options.js";

/** One run of a tournament: an ordinary one in the workspace, with a budget of its own. */
export interface ContenderRun {
  readonly read: ReadSpec;
  readonly runId: string;
  /** What it may have spent when it ends. */
  readonly budget: BudgetSpec;
  /** Launch options of the tournament. */
  readonly options: TrialOptions;
  readonly signal?: AbortSignal | undefined;
  /** Told how many samples were accepted, of how many that are wanted. */
  readonly onProgress?: (accepted: number, target: number) => void;
}

/** Errors that would end any other run too. */
const OF_ALL_RUNS =
  /^(?:MODEL_(?:AUTH|BAD_REQUEST|CONNECTION|KEY_MISSING|QUOTA|RATE_LIMIT|SERVER|TIMEOUT|UNKNOWN|ABORTED)|CIRCUIT_OPEN|INTERRUPTED|NO_PRICE|STORE_|DISK_FULL|RUN_LOCKED|CONFIG_MISMATCH|PACKAGE_MISSING|INTERNAL|FETCH_FAILED)/u;

/**
 * Runs a recipe until its budget or its target, or goes on with its run where there is one.
 *
 * @returns the run's figures and folder; in words why it failed, where another recipe need not
 * @throws what would end the others too: INTERRUPTED, of the provider, of the disk
 */
export async function contenderRun(
  run: ContenderRun,
): Promise<{ readonly summary: Summary; readonly folder: string } | string> {
  try {
    const handle = await opened(run);
    const stop = (): void => void handle.stop().catch(() => undefined);
    run.signal?.addEventListener("abort", stop, { once: true });
    if (run.signal?.aborted) stop();
    const leave = handle.on((event) => {
      if (event.type === "round-sealed") run.onProgress?.(event.total, event.target);
    });
    try {
      return finishedOf(await handle.result, handle.folder);
    } finally {
      leave();
      run.signal?.removeEventListener("abort", stop);
    }
  } catch (error) {
    // What is to go on is the tournament, and not this run alone.
    if (isDatawrightError(error) && error.exitCode === 130)
      throw new DatawrightError({ code: "INTERRUPTED", message: STOPPED, cause: error });
    if (!isDatawrightError(error) || OF_ALL_RUNS.test(error.code)) throw error;
    return `${error.code}: ${error.message.split("\n")[0]!}`;
  }
}

async function opened({ read, runId, budget, options }: ContenderRun): Promise<RunHandle> {
  const { runsFolder } = Workspace.open(options.workspace);
  const { spec } = read;
  const limited = leastOf(spec.budget, budget);
  if (!existsSync(join(runsFolder, runId, RUN_FILES.config)))
    return launchRead({ ...read, spec: { ...spec, budget: limited } }, { ...options, runId });
  const { opened: runtime, config } = await reopenRun(runId, options, (stored) => ({
    ...stored,
    spec: { ...stored.spec, budget: limited },
  }));
  const { storage, folder } = runtime.runtime;
  await storage.saveConfig(folder, config);
  return RunHandle.start(runtime, { resumed: true, notes: [] });
}

/** The task's own limit of a run stays in force. */
function leastOf(own: BudgetSpec, budget: BudgetSpec): BudgetSpec {
  return Object.fromEntries(
    MONEY_UNITS.flatMap((unit) => {
      const limits = [own[unit], budget[unit]].filter((limit) => limit !== undefined);
      return limits.length === 0 ? [] : [[unit, Math.min(...limits)]];
    }),
  );
}

function finishedOf(
  { status, summary, error }: RunResult,
  folder: string,
): { readonly summary: Summary; readonly folder: string } {
  if (status === "finished") return { summary, folder };
  throw (
    error ??
    new DatawrightError({
      code: "INTERRUPTED",
      message: `the run ${summary.runId} was interrupted`,
    })
  );
}
