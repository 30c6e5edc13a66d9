import type { DatawrightError } from "../../base/errors.js";

const STATUS: Readonly<Partial<Record<DatawrightError["code"], number>>> = {
  RUN_NOT_FOUND: 404,
  RUN_LOCKED: 409,
  USAGE: 400,
  REQUEST_REFUSED: 403,
  STORE_UNREACHABLE: 503,
  STORE_CORRUPT: 500,
  INTERNAL: 500,
};

/** The HTTP status of a coded error: what it says itself, else by its code. */
export function httpStatusOf({ code, details }: DatawrightError): number {
  const own = details["status"];
  if (typeof own === "number") return own;
  return STATUS[code] ?? (/^(SPEC|DATA|PROMPT|PLAN|MODEL)_/u.test(code) ? 422 : 500);
}
