import { DatawrightError } from "../../base/errors.js";

/** A place in a list as a page hands it back. */
export function cursorOf(position: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(position)).toString("base64url");
}

/** @throws USAGE for what no page was given */
export function positionOf(cursor: string | undefined): (string | number)[] | null {
  if (cursor === undefined) return null;
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
    if (
      Array.isArray(value) &&
      value.every((part) => typeof part === "string" || typeof part === "number")
    )
      return value as (string | number)[];
  } catch {
    // Told below, like any other text.
  }
  throw new DatawrightError({
    code: "USAGE",
    message: "the cursor is none that this list gave",
    hint: "Give `next` of the page before, or leave it out.",
  });
}
