import { DatawrightError } from "../../base/errors.js";

/** A name that was given to an item: a label, a preference, a score as it was said. */
export type Rated = string | number | boolean;

/** @throws SHAPE if two lists do not name the same items, or name none */
export function checkAligned(
  one: ArrayLike<unknown>,
  other: ArrayLike<unknown>,
  { what }: { readonly what: string },
): void {
  if (one.length !== other.length || one.length === 0)
    throw shapeError(
      `${what}: ${one.length} values beside ${other.length}`,
      "Give two lists of the same items in one order, with at least one item.",
    );
}

/** @throws SHAPE if a value is no finite number */
export function checkFinite(values: ArrayLike<number>, { what }: { readonly what: string }): void {
  for (let at = 0; at < values.length; at++)
    if (!Number.isFinite(values[at]))
      throw shapeError(
        `${what}: value ${at} is ${String(values[at])}`,
        "Leave out what was not rated; every value is a finite number.",
      );
}

export function shapeError(message: string, hint: string): DatawrightError {
  return new DatawrightError({ code: "SHAPE", message, hint });
}
