import { DatawrightError } from "../errors.js";

/** @throws INTERRUPTED, with `message` and the signal's reason, where the signal has fired */
export function stopIfAborted(signal: AbortSignal | undefined, message: string): void {
  if (signal?.aborted === true)
    throw new DatawrightError({ code: "INTERRUPTED", message, cause: signal.reason });
}
