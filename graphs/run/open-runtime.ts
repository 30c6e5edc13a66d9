import type { TrialOptions } from "../runtime/run-options.js";
import type { RunRuntime } from "../runtime/runtime.js";
import { trainLabeler } from "../rounds/train-labeler.js";
import type { ConfiguredRun } from "../opening/checked-run.js";
import { closeAll, type Closers } from "../opening/closers.js";
import { fillNovelty } from "./fill-novelty.js";
import { makeRuntime } from "../opening/make-runtime.js";
import { mendDrafts, mendedSentence } from "./mend-vectors.js";
import { openRecords, ownLedger } from "../opening/open-records.js";

export interface OpenedRun {
  readonly runtime: RunRuntime;
  /** What was found damaged and mended, one sentence each; told as warnings of the run too. */
  readonly repairs: readonly string[];
  /** Sends what of the trace waits to be sent, while the run can still tell of trouble. */
  sendTrace(): Promise<void>;
  /** Ends everything that the run holds: calls in flight, log, cache, database, lock. */
  close(): Promise<void>;
}

/**
 * Opens a run folder for work: lock, database, stores, models, and the novelty indexes rebuilt in
 * the order of acceptance.
 */
export async function openRuntime(run: ConfiguredRun, options: TrialOptions): Promise<OpenedRun> {
  const closers: Closers = [() => run.storage.close()];
  const close = closeAll(closers);
  try {
    const lock = run.lock ?? (await run.storage.lock(run.folder));
    closers.push(() => lock.release());
    const queue = options.queue === undefined ? null : await queueOf(run, options, closers);
    const records = await openRecords(run, options, closers, {
      openLedger: queue?.openLedger ?? ownLedger,
      isOwner: true,
    });
    const runtime = await makeRuntime(run, records, options, {
      learn: trainLabeler,
      limits: queue?.limits,
    });
    closers.push(() => runtime.novelty.close());
    run.storage.onTrouble((message) => runtime.events.emit({ type: "warning", message }));
    const mended =
      (await fillNovelty(runtime, [...runtime.task.support, ...runtime.validation], {
        progress: options.onOpening,
      })) + (await mendDrafts(runtime));
    const repairs = [...records.repairs, ...mendedSentence(mended)];
    for (const message of repairs) runtime.events.emit({ type: "warning", message });
    await queue?.begin(runtime);
    return { runtime, repairs, sendTrace: async () => records.sender?.flush(), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** What stands for the queue in a run: nothing of it is loaded where there is none. */
async function queueOf(run: ConfiguredRun, options: TrialOptions, closers: Closers) {
  const { openRunQueue } = await import("../workers/open-run-queue.js");
  return openRunQueue(run, options, closers);
}
