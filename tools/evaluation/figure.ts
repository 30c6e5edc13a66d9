import type { Figure } from "./contract.js";

/** A figure that was measured on some of the rows, all of them unless told otherwise. */
export function measured(
  value: number | null,
  rows: number,
  more: Partial<Omit<Figure, "value" | "rows">> = {},
): Figure {
  return { value, rows, of: rows, ...more };
}

/** A figure that could not be measured, and why. */
export function unmeasured(note: string, of: number): Figure {
  return { value: null, rows: 0, of, note };
}

/** A share with as many digits as it deserves in a sentence: 12 %, 0.4 %. */
export function percent(share: number): string {
  const value = 100 * share;
  return `${value >= 10 || value === 0 ? value.toFixed(0) : value.toFixed(1)} %`;
}
