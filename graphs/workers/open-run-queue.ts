import { DatawrightError } from "../../base/errors.js";
import type { Ledger, Spent } from "../../memory/budget-ledger.js";
import { SharedLedger } from "../../memory/redis/shared-ledger.js";
import type { SharedLimits } from "../../memory/redis/shared-limits.js";
import type { SpendJournal } from "../../memory/spend-journal.js";
import type { ModelSpec } from "../../schema/task-file/model-spec.js";
import type { ConfiguredRun } from "../opening/checked-run.js";
import { openJournal, type OpenLedger } from "../opening/open-records.js";
import { requireStore } from "../opening/require-store.js";
import type { Closers } from "../opening/closers.js";
import { modelConfig } from "../run/resolved-models.js";
import type { TrialOptions } from "../runtime/run-options.js";
import type { RunRuntime } from "../runtime/runtime.js";
import { QueuedChunks } from "./queued-chunks.js";
import { RunQueue } from "./run-queue.js";

/** What a queue is to the process of a run. */
export interface OpenedQueue {
  readonly openLedger: OpenLedger;
  readonly limits: SharedLimits;
  /** Lets workers find the run. */
  begin(runtime: RunRuntime): Promise<void>;
}

/**
 * Opens the queue of a run.
 * @throws USAGE where the run's records are in its folder; QUEUE_UNREACHABLE
 */
export async function openRunQueue(
  { config }: ConfiguredRun,
  options: TrialOptions,
  closers: Closers,
): Promise<OpenedQueue> {
  requireStore(options);
  const models = modelConfig(config.spec, options);
  refuseBatches(models);
  const queue = await RunQueue.open({
    url: options.queue!,
    run: config.runId,
    seconds: options.leaseSeconds,
  });
  closers.push(() => queue.close());
  let spending: SpendJournal | undefined;
  let ledger: SharedLedger | undefined;
  return {
    limits: queue.limits,
    openLedger: async (parts): Promise<Ledger> => {
      const { journal, before } = await openJournal(parts);
      spending = journal;
      ledger = new SharedLedger(
        queue.budget,
        parts.limits,
        await queue.budget.open(parts.limits, before),
      );
      return ledger;
    },
    begin: async (runtime) => {
      runtime.runChunks = () => new QueuedChunks(runtime, queue);
      runtime.limits.follow(() => queue.limitsOfWorkers);
      const spent = (): Spent => ledger!.spent();
      await queue.begin({
        models,
        agentModules: options.agentModules ?? config.agentModules,
        cancelled: () => [...runtime.cancelled],
        ledger: ledger!,
        onBeat: () => spending!.total(spent()),
        warn: (message) => runtime.events.emit({ type: "warning", message }),
      });
    },
  };
}

/** A provider's batch takes what is there at once, and belongs to the process that asked for it. */
function refuseBatches(models: Readonly<Record<string, ModelSpec>>): void {
  const batched = Object.entries(models).find(
    ([, model]) => typeof model === "object" && model.batch !== undefined && model.batch !== false,
  );
  if (batched)
    throw new DatawrightError({
      code: "USAGE",
      message: `models.${batched[0]} asks by batches, which workers of a queue cannot share`,
      hint: "Leave --queue away: one process can have thousands of requests in a batch; or leave `batch` away.",
    });
}
