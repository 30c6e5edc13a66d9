/** Time as the admission sees it; tests pass one that they move by hand. */
export interface Clock {
  /** Milliseconds, from any origin, never going back. */
  now(): number;
  /** Calls back after `milliseconds`; returns the function that cancels it. */
  after(milliseconds: number, callback: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  after(milliseconds, callback) {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
};
