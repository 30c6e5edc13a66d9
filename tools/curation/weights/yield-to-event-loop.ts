import type { CurationContext } from "../contract.js";
import { stopIfAborted } from "../../../base/workers/stop-if-aborted.js";

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
  stopIfAborted(context.signal, `${step} was stopped before it ended`);
}
