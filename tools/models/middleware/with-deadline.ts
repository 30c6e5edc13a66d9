import { DatawrightError } from "../../../base/errors.js";
import { systemClock, type Clock } from "./clock.js";
import { onAbort } from "./on-abort.js";

export interface DeadlineOptions {
  readonly seconds: number;
  readonly signal?: AbortSignal | undefined;
  readonly clock?: Clock;
  /** Whose deadline it is, for the message. */
  readonly name: string;
}

/** When the signals made here abort at the latest, by the system clock. */
const deadlineOf = new WeakMap<AbortSignal, number>();

/**
 * Runs a task with a signal of its own that aborts at the deadline or with the caller's signal.
 *
 * It rejects at that moment even if the task ignores its signal: a server that sends headers and
 * then nothing holds nobody up.
 * Inside another deadline that comes no later, the task just runs under that one: a signal costs
 * more CPU than all else here.
 *
 * @throws MODEL_TIMEOUT, MODEL_ABORTED, and what the task throws
 */
export function withDeadline<T>(
  task: (signal: AbortSignal) => Promise<T>,
  options: DeadlineOptions,
): Promise<T> {
  const { seconds, signal, name } = options;
  const cancelled = (): DatawrightError =>
    new DatawrightError({ code: "MODEL_ABORTED", message: `the call to ${name} was cancelled` });
  if (signal?.aborted) return Promise.reject(cancelled());
  const clock = options.clock ?? systemClock;
  const deadline = clock === systemClock ? clock.now() + seconds * 1000 : Infinity;
  const outer = signal && deadlineOf.get(signal);
  if (signal && outer !== undefined && outer <= deadline) return task(signal);
  return new Promise((resolve, reject) => {
    const controller = new AbortController();
    if (deadline < Infinity) deadlineOf.set(controller.signal, deadline);
    const release = (): void => {
      cancelTimer();
      leave();
    };
    const stop = (error: DatawrightError): void => {
      release();
      reject(error);
      controller.abort(error);
    };
    const cancelTimer = clock.after(seconds * 1000, () =>
      stop(
        new DatawrightError({
          code: "MODEL_TIMEOUT",
          message: `${name} did not answer within ${seconds} seconds`,
          hint: "Raise timeoutSeconds for this model, or lower its concurrency.",
          details: { timeoutSeconds: seconds },
        }),
      ),
    );
    const leave = onAbort(signal, () => stop(cancelled()));
    // The first to settle wins; a late answer of a task that was given up changes nothing.
    task(controller.signal).then(
      (result) => {
        release();
        resolve(result);
      },
      (error: unknown) => {
        release();
        reject(error);
      },
    );
  });
}
