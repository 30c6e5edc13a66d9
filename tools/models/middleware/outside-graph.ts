import { AsyncLocalStorage } from "node:async_hooks";
import { currentCallbacks, withCallbacks } from "./graph-callbacks.js";

/**
 * Taken when this module is loaded: before a launch enters the graph, so it holds no graph's
 * context.
 */
const outside = AsyncLocalStorage.snapshot();

/**
 * Runs a function outside the async context of a running graph.
 *
 * A LangChain client that is called inside LangGraph's context takes its configuration from there
 * and puts a listener on the graph's abort signal for each call: parallel calls then warn about a
 * leak. Contexts that a caller still needs (the tracer's) have to be entered again inside `task`;
 * the callbacks of the node (LangSmith's, a user's) are.
 */
export function outsideGraph<T>(task: () => T): T {
  const callbacks = currentCallbacks();
  return callbacks === undefined ? outside(task) : outside(() => withCallbacks(callbacks, task));
}
