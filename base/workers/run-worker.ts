import { availableParallelism } from "node:os";
import { getHeapStatistics } from "node:v8";
import { Piscina } from "piscina";
import { DatawrightError, isDatawrightError, type ErrorOptions } from "../errors.js";
import { workerFile } from "./worker-file.js";

/**
 * MiB for what a thread has just made: V8's own bound of 48 lets every thread keep much more than it
 * needs (curation of 36,000 rows: 665 MiB in all with it, 460 with less, in the same time).
 */
const YOUNG_MEBIBYTES = 8;
/**
 * Threads stay this long for the next task: what they compiled for the last one is not compiled
 * again. The small model of a run learns some seconds apart.
 */
const IDLE_MILLISECONDS = 10_000;

/**
 * What a worker file answers: its value, or a coded error in plain form (class instances do not
 * survive the way between threads).
 */
export type WorkerAnswer<Result> = { readonly value: Result } | { readonly error: ErrorOptions };

export interface WorkerOptions {
  /** Stops waiting and ends the worker thread. */
  readonly signal?: AbortSignal;
}

let threads: Piscina<unknown, WorkerAnswer<unknown>> | undefined;

/**
 * One pool does all work: a thread that has learnt knows how to read texts when it measures them,
 * and there are never more of them than processors.
 */
function poolOf(execArgv: readonly string[]): Piscina<unknown, WorkerAnswer<unknown>> {
  if (threads === undefined) {
    threads = new Piscina({
      minThreads: 0,
      maxThreads: Math.max(1, availableParallelism()),
      idleTimeout: IDLE_MILLISECONDS,
      execArgv: [...execArgv],
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MEBIBYTES },
    });
    // Whoever waits for a task hears of the failure; an event that nobody listens to would end the
    // process.
    threads.on("error", () => {});
    threads.setMaxListeners(0); // each task that waits listens
  }
  return threads;
}

/**
 * Calls the default export of a worker file in a thread: work above 20 ms does not belong on the
 * event loop.
 *
 * @param file  URL of the compiled worker beside the caller, such as `new
 *         URL("./measure-worker.js", import.meta.url)`; where the caller itself is TypeScript
 *         source, the source of the worker is taken
 * @throws INTERRUPTED if the signal fired; OUT_OF_MEMORY; INTERNAL if the thread could not start or died; whatever
 *         coded error the worker answers
 */
export async function runWorker<Task, Result>(
  file: URL,
  task: Task,
  { signal }: WorkerOptions = {},
): Promise<Result> {
  if (signal?.aborted) throw interrupted(signal.reason);
  const { url, execArgv } = workerFile(file);
  const filename = url.href;
  const pool = poolOf(execArgv);
  let answer: WorkerAnswer<Result>;
  try {
    answer = (await orPoolError(
      pool,
      filename,
      pool.run(task, signal ? { filename, signal } : { filename }),
    )) as WorkerAnswer<Result>;
  } catch (cause) {
    if (signal?.aborted) throw interrupted(cause);
    if (isDatawrightError(cause) && threads === pool) threads = undefined;
    throw isOutOfMemory(cause) ? outOfMemory(filename, cause) : cause;
  }
  if ("error" in answer) throw new DatawrightError(answer.error);
  return answer.value;
}

/**
 * A thread that fails before it takes a task is told of by an event only; without this the task
 * would wait for ever.
 */
async function orPoolError<T>(
  pool: Piscina<unknown, WorkerAnswer<unknown>>,
  filename: string,
  run: Promise<T>,
): Promise<T> {
  let fail: (cause: unknown) => void = () => {};
  const failed = new Promise<never>((_resolve, reject) => {
    fail = (cause) => {
      if (isLateAnswer(cause)) return;
      reject(
        isOutOfMemory(cause)
          ? outOfMemory(filename, cause)
          : new DatawrightError({
              code: "INTERNAL",
              message:
                "a worker thread could not do its work: " +
                `${String((cause as Error | undefined)?.message ?? cause)}`,
              cause,
            }),
      );
      void pool.destroy().catch(() => {});
    };
  });
  pool.on("error", fail);
  run.catch(() => {}); // the race may have been decided by the event
  try {
    return await Promise.race([run, failed]);
  } finally {
    pool.removeListener("error", fail);
  }
}

/**
 * An answer of a task that was cancelled as it came: the pool tells of it as of an error, and the tasks of
 * others go on.
 */
function isLateAnswer(cause: unknown): boolean {
  return cause instanceof Error && cause.message.startsWith("Unexpected message from Worker");
}

function isOutOfMemory(cause: unknown): boolean {
  return (cause as { readonly code?: unknown } | undefined)?.code === "ERR_WORKER_OUT_OF_MEMORY";
}

function outOfMemory(filename: string, cause: unknown): DatawrightError {
  const mebibytes = Math.round(getHeapStatistics().heap_size_limit / 2 ** 20);
  const thread = filename.replace(/^.*\/|-worker\.\w+$/gu, "");
  const wanted = Math.ceil((2 * mebibytes) / 1024) * 1024;
  return new DatawrightError({
    code: "OUT_OF_MEMORY",
    message: `a thread (${thread}) needed more than the ${mebibytes} MiB of memory that it may have`,
    hint:
      `Give more memory, NODE_OPTIONS=--max-old-space-size=${wanted} (MiB), or fewer rows; ` +
      "a run goes on with `datawright resume`.",
    details: { thread, mebibytes },
    cause,
  });
}

function interrupted(cause: unknown): DatawrightError {
  return new DatawrightError({
    code: "INTERRUPTED",
    message: "work in a thread was stopped before it ended",
    cause,
  });
}

/** Wraps the function of a worker file, so that its coded errors reach the caller as such. */
export function workerAnswer<Task, Result>(
  work: (task: Task) => Result,
): (task: Task) => WorkerAnswer<Result> {
  return (task) => {
    try {
      return { value: work(task) };
    } catch (error) {
      if (!isDatawrightError(error)) throw error;
      const { code, message, hint, details } = error;
      return { error: { code, message, details, hint } };
    }
  };
}
