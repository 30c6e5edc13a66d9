/** Called when a run is closed, last first. */
export type Closers = (() => void | Promise<void>)[];

/** Closes everything once, last first. */
export function closeAll(closers: Closers): () => Promise<void> {
  return async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
}
