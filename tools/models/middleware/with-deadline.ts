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

/** Milliseconds by which a timer is late where the process was held up. */
const LATE = 50;
/** Most milliseconds that are given back for it. */
const GIVEN_BACK = 1000;

/**
 * Runs a task with a signal of its own that aborts at the deadline or with the caller's signal.
 *
 * It rejects at that moment even if the task ignores its signal: a server that sends headers and
 * then nothing holds nobody up. Where this process was held up itself, an answer that came in time
 * may not be read yet: the task gets that time back once, so that what was paid for is not thrown away.
 *
 * @throws MODEL_TIMEOUT, MODEL_ABORTED, and what the task throws
 */
export function withDeadline<T>(
  task: (signal: AbortSignal) => Promise<T>,
  options: DeadlineOptions,
): Promise<T> {
  const { seconds, signal, name, clock = systemClock } = options;
  const cancelled = (): DatawrightError =>
    new DatawrightError({ code: "MODEL_ABORTED", message: `the call to ${name} was cancelled` });
  if (signal?.aborted) return Promise.reject(cancelled());
  return new Promise((resolve, reject) => {
    const controller = new AbortController();
    const release = (): void => {
      cancelTimer();
      leave();
    };
    const stop = (error: DatawrightError): void => {
      release();
      reject(error);
      controller.abort(error);
    };
    const giveUp = (): void =>
      stop(
        new DatawrightError({
          code: "MODEL_TIMEOUT",
          message: `${name} did not answer within ${seconds} seconds`,
          hint: "Raise timeoutSeconds for this model, or lower its concurrency.",
          details: { timeoutSeconds: seconds },
        }),
      );
    const due = clock.now() + seconds * 1000;
    let cancelTimer = clock.after(seconds * 1000, () => {
      const late = clock.now() - due;
      if (late < LATE) giveUp();
      else cancelTimer = clock.after(Math.min(late, GIVEN_BACK), giveUp);
    });
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
