import type { RunRuntime } from "../runtime/runtime.js";
import { runEntries } from "../runtime/run-entries.js";

/** Milliseconds between two looks. */
const LOOK = 2000;

/**
 * Keeps in the run's store how much its models are asked now, for whoever watches the run from another
 * process: by all that work on it. What it returns takes the record back.
 */
export function recordLimits(
  { store, limits, log }: RunRuntime,
  { every = LOOK }: { readonly every?: number } = {},
): () => Promise<void> {
  let written: Promise<void> = Promise.resolve();
  let isOpen = true;
  const write = (): void => {
    const models = limits.now();
    written = written
      .then(() => store.set(runEntries.limits, isOpen ? { at: Date.now(), models } : null))
      // Whatever keeps it from being written keeps the run from its own records, and is told there.
      .catch((error: unknown) => log.debug("the limits of now were not kept", { error }));
  };
  const timer = setInterval(write, every);
  timer.unref();
  return () => {
    clearInterval(timer);
    isOpen = false;
    write();
    return written;
  };
}
