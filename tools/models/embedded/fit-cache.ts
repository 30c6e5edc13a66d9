import type { Fit } from "./fit.js";

/** Keeps the fits that were used last. */
export class FitCache {
  readonly #capacity: number;
  readonly #fits = new Map<string, Fit>();

  constructor(capacity: number) {
    this.#capacity = Math.max(1, capacity);
  }

  /** The fit of that key, made if it is not kept. */
  of(key: string, make: () => Fit): Fit {
    const known = this.#fits.get(key);
    const fit = known ?? make();
    this.#fits.delete(key);
    this.#fits.set(key, fit);
    if (this.#fits.size > this.#capacity)
      this.#fits.delete(this.#fits.keys().next().value as string);
    return fit;
  }
}
