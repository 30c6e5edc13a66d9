import { DatawrightError, isDatawrightError } from "../../base/errors.js";
import { DAMAGED_HINT } from "../database/parse-stored.js";

/** SQLSTATE that the function `require_owner` raises. */
export const NOT_OWNER = "DW001";

/**
 * No connection, or a quarrel of transactions: two workers that draft the same order write the same
 * rows, and the later finds that they are there (23505).
 */
const LOST =
  /^(?:08...|57P0[123]|53300|23505|40001|40P01|25006|ECONN\w+|EPIPE|ETIMEDOUT|EAI_AGAIN|ENOTFOUND|EHOSTUNREACH|ENETUNREACH|ENETDOWN|ENOENT)$/u;
const LOST_WORDS =
  /Connection terminated|connection timeout|not queryable|timeout exceeded when trying to connect|Query read timeout|Client was closed/iu;
const REFUSED = /^(?:28...|3D000|42501|0A000)$/u;
const DAMAGED = /^(?:42P01|42703|3F000|XX00[12])$/u;

function codeOf(error: unknown): string {
  return String((error as { readonly code?: unknown } | null)?.code ?? "");
}

/** What an error says; no message of a server or of the network holds a password. */
export function wordsOf(error: unknown): string {
  const { message, errors } = (error ?? {}) as {
    readonly message?: unknown;
    readonly errors?: readonly unknown[];
  };
  // Where a name stands for several addresses the error of each is inside.
  return typeof message === "string" && message !== ""
    ? message
    : (errors ?? []).map(wordsOf).join("; ") || String(error);
}

/** True for what may be gone when it is done again: no connection, or a quarrel of transactions. */
export function isPassing(error: unknown): boolean {
  if (isDatawrightError(error)) return false;
  return LOST.test(codeOf(error)) || (codeOf(error) === "" && LOST_WORDS.test(wordsOf(error)));
}

/**
 * The coded error for what a server refused: DISK_FULL, RUN_LOCKED, STORE_REFUSED, STORE_CORRUPT or
 * STORE_FAILED with the cause.
 */
export function postgresError(error: unknown, place: string): DatawrightError {
  if (isDatawrightError(error)) return error;
  const code = codeOf(error);
  const said = wordsOf(error);
  const details = { path: place, cause: code === "" ? undefined : code };
  const coded = (
    of: Pick<ConstructorParameters<typeof DatawrightError>[0], "code" | "message" | "hint">,
  ): DatawrightError => new DatawrightError({ ...of, details, cause: error });
  if (code === "53100")
    return coded({
      code: "DISK_FULL",
      message: `No space left in ${place}. What was accepted before is kept.`,
      hint: "Free some space on the server, then resume the run.",
    });
  if (code === NOT_OWNER)
    return coded({
      code: "RUN_LOCKED",
      message: `Another process has taken over the run in ${place}: ${said}.`,
      hint: "Leave the run to it, or end it and resume the run.",
    });
  if (REFUSED.test(code))
    return coded({
      code: "STORE_REFUSED",
      message: `${place} refused: ${said}.`,
      hint: "Check user, password and name of the database in the address of the store, and that the user may create schemas there.",
    });
  if (DAMAGED.test(code))
    return coded({
      code: "STORE_CORRUPT",
      message: `${place} has lost a part of the run: ${said}.`,
      hint: DAMAGED_HINT,
    });
  return coded({ code: "STORE_FAILED", message: `${place} refused: ${said}.`, hint: undefined });
}

export function unreachable(error: unknown, place: string, seconds: number): DatawrightError {
  return new DatawrightError({
    code: "STORE_UNREACHABLE",
    message: `${place} does not answer, for ${Math.round(seconds)} seconds: ${wordsOf(error)}.`,
    hint: "Start the server or mend the way to it, then resume the run: what it holds is kept.",
    details: { path: place, cause: codeOf(error) || undefined },
    cause: error,
  });
}
