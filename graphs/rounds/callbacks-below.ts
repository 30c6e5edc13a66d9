import { CallbackManager, type Callbacks } from "@langchain/core/callbacks/manager";

/**
 * The same listeners, below a run that lasts longer than the node: a tracer knows no run that has
 * ended, and would show what is begun below it as a trace of its own.
 */
export function callbacksBelow(
  runId: string | null,
  callbacks: Callbacks | undefined,
): Callbacks | undefined {
  if (runId === null || callbacks === undefined || Array.isArray(callbacks)) return callbacks;
  const below = new CallbackManager(runId);
  below.setHandlers(callbacks.handlers);
  return below;
}
