import { hostname } from "node:os";
import { DatawrightError } from "../../base/errors.js";
import { openStorage } from "../../memory/open-storage.js";
import type { WorkerRunOptions } from "./open-worker-run.js";
import type { WorkerEvent } from "./worker-runs.js";

/** What a worker may be told. */
export interface WorkerOptions extends WorkerRunOptions {
  /** URL of the Redis of the queue. */
  readonly queue: string;
  /** Address of the PostgreSQL database that keeps the runs. */
  readonly store: string;
  /** Name in the trace and on the board. Default: machine and process. */
  readonly name?: string;
  /** Most model requests in flight, over all runs. Minimum 1, default 8. */
  readonly concurrency?: number;
  /** As of the runs: see LaunchOptions. */
  readonly leaseSeconds?: number;
  /** Told what happens. */
  readonly onEvent?: (event: WorkerEvent) => void;
}

/** A worker at work. */
export interface WorkerHandle {
  /** Its name. */
  readonly name: string;
  /** Resolves when it has ended. */
  readonly done: Promise<void>;
  /** Takes no further chunk; resolves when those at work are done. */
  finish(): Promise<void>;
  /** Cancels calls in flight and gives unfinished chunks back to the queue. */
  stop(): Promise<void>;
}

/**
 * Starts a worker: it takes chunks of all runs that have the same queue and store, in turn, until it
 * is stopped.
 *
 * @throws USAGE, QUEUE_UNREACHABLE, STORE_REFUSED, STORE_UNREACHABLE
 */
export async function startWorker(options: WorkerOptions): Promise<WorkerHandle> {
  const {
    queue,
    name = `${hostname()}-${process.pid}`,
    concurrency = 8,
    leaseSeconds,
    onEvent = () => {},
    ...own
  } = options;
  if (!(concurrency >= 1))
    throw new DatawrightError({
      code: "USAGE",
      message: `concurrency is ${concurrency}, it must be 1 or more`,
    });
  // A store that cannot be used is told at once, not run by run.
  await (await openStorage(own.store)).close();
  // Whoever imports the package for another reason does not load the client of the queue.
  const { QueueWorker } = await import("./queue-worker.js");
  const { openWorkerRun } = await import("./open-worker-run.js");
  const worker = await QueueWorker.start({
    url: queue,
    name,
    concurrency,
    seconds: leaseSeconds,
    onEvent,
    open: (notice, shared) => openWorkerRun(notice, { ...shared, name }, { ...own, concurrency }),
  });
  return {
    name,
    done: worker.done,
    finish: () => worker.finish(),
    stop: () => worker.stop(),
  };
}
