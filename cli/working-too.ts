import type { RunHandle } from "../graphs/run/run-handle.js";
import { DatawrightError } from "../base/errors.js";
import { launchOptions, type ModelFlags } from "./flags.js";

/**
 * Follows a run, and with `--work` takes chunks of its queue in this process meanwhile.
 *
 * @param start starts the run
 * @param follow follows it to its end
 */
export async function workingToo(
  flags: ModelFlags,
  start: () => Promise<RunHandle>,
  follow: (handle: RunHandle) => Promise<number>,
): Promise<number> {
  if (flags.work !== true) return follow(await start());
  const { queue, store, workspace, concurrency, leaseSeconds, agentModules } = launchOptions(flags);
  if (queue === undefined || store === undefined)
    throw new DatawrightError({
      code: "USAGE",
      message: "--work takes chunks of a queue, and no queue is given",
      hint: "Give --queue and --store too, or leave --work away: the run then drafts all itself.",
    });
  const { startWorker } = await import("../graphs/workers/start-worker.js");
  const handle = await start();
  const worker = await startWorker({
    queue,
    store,
    workspace,
    concurrency,
    leaseSeconds,
    agentModules,
    logLevel: null,
  });
  try {
    return await follow(handle);
  } finally {
    await worker.stop();
  }
}
