import { DatawrightError } from "../../../base/errors.js";
import type { CurationContext } from "../contract.js";

/**
 * Lets the event loop run between two rounds of computing and stops where the caller wants to.
 * @throws INTERRUPTED if the signal fired
 */
export async function yieldToEventLoop(
  context: Pick<CurationContext, "signal" | "progress">,
  step: string,
  share: number,
): Promise<void> {
  context.progress(step, share);
  await new Promise<void>((resolve) => setImmediate(resolve));
  if (context.signal?.aborted)
    throw new DatawrightError({
      code: "INTERRUPTED",
      message: `${step} was stopped before it ended`,
    });
}
