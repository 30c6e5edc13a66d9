const callbacksOf = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * Calls back when a signal aborts; returns the function that takes the callback off again.
 *
 * All callbacks of one signal share one listener: hundreds of calls in flight under a run's signal
 * would otherwise make Node warn about a leak. An aborted signal calls back at once.
 */
export function onAbort(signal: AbortSignal | undefined, callback: () => void): () => void {
  if (signal === undefined) return () => undefined;
  if (signal.aborted) {
    callback();
    return () => undefined;
  }
  let callbacks = callbacksOf.get(signal);
  if (callbacks === undefined) {
    const created = new Set<() => void>();
    callbacks = created;
    callbacksOf.set(signal, created);
    signal.addEventListener(
      "abort",
      () => {
        const all = [...created];
        created.clear();
        for (const each of all) each();
      },
      { once: true },
    );
  }
  // A fresh function per registration, so that one callback can be registered twice.
  const entry = (): void => callback();
  const registered = callbacks;
  registered.add(entry);
  return () => void registered.delete(entry);
}
