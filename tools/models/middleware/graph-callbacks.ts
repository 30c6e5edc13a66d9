import { AsyncLocalStorage } from "node:async_hooks";
import type { Callbacks } from "@langchain/core/callbacks/manager";

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
