import { AsyncLocalStorage } from "node:async_hooks";
import { CallbackManager, type Callbacks } from "@langchain/core/callbacks/manager";

const around = new AsyncLocalStorage<Callbacks>();

/**
 * The callbacks of the graph's node, or of the model, that work is done in: what a LangChain call
 * made there is given, so that it hangs below that node in LangSmith and in other tracers.
 * Undefined where nobody listens.
 */
export function currentCallbacks(): Callbacks | undefined {
  return around.getStore();
}

/** Does work below a node's callbacks; where nobody listens, it costs nothing. */
export function withCallbacks<T>(callbacks: Callbacks | undefined, work: () => T): T {
  return listens(callbacks) ? around.run(callbacks, work) : work();
}

function listens(callbacks: Callbacks | undefined): callbacks is Callbacks {
  if (callbacks === undefined) return false;
  return (Array.isArray(callbacks) ? callbacks : callbacks.handlers).length > 0;
}

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
