import type { Task } from "../../schema/task.js";

/** Answers kept of a task: enough for the rounds in flight; older ones come from the response cache. */
const KEPT = 4000;
const known = new WeakMap<Task, Map<string, Promise<unknown>>>();

/**
 * Asks once for a key, whoever asks first; the others get the same answer. What fails is forgotten, so that a later try asks again.
 *
 * The answer depends on the key alone, never on who came first: the request of a key must be the same for all who share it.
 */
export function shared<T>(task: Task, key: string, ask: () => Promise<T>): Promise<T> {
  let answers = known.get(task);
  if (!answers) known.set(task, (answers = new Map<string, Promise<unknown>>()));
  const found = answers.get(key);
  if (found) return found as Promise<T>;
  const asked = ask();
  answers.set(key, asked);
  asked.catch(() => answers.delete(key));
  const oldest = answers.keys().next();
  if (answers.size > KEPT && !oldest.done) answers.delete(oldest.value);
  return asked;
}
