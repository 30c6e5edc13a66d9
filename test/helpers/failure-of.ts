import type { DatawrightError } from "../../base/errors.js";

/** The error with which work ends; work that ends well fails the test. */
export function failureOf(work: Promise<unknown>): Promise<DatawrightError> {
  return work.then(
    () => {
      throw new Error("no error was thrown");
    },
    (error: unknown) => error as DatawrightError,
  );
}
