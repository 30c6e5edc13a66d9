import { isDatawrightError } from "../base/errors.js";
import { redactSecrets } from "../base/redact-secrets.js";
import { printableLines } from "./print/print-table.js";

/**
 * Prints an error as people need it (what, where, what to do), or as JSON; returns the exit code
 * that its class has.
 */
export function reportError(error: unknown, json: boolean): number {
  if (isDatawrightError(error)) {
    if (json)
      process.stdout.write(
        `${JSON.stringify({ error: { code: error.code, message: error.message, hint: error.hint || undefined, details: error.details } })}\n`,
      );
    process.stderr.write(
      `error ${error.code}: ` +
        `${printableLines(error.message)}\n${error.hint ? `  ${printableLines(error.hint)}\n` : ""}`,
    );
    return error.exitCode;
  }
  const message = redactSecrets(String((error as Error | undefined)?.message ?? error));
  if (json) process.stdout.write(`${JSON.stringify({ error: { code: "INTERNAL", message } })}\n`);
  process.stderr.write(
    "error INTERNAL: " +
      `${printableLines(message)}\n${process.env["DATAWRIGHT_DEBUG"] ? `${redactSecrets((error as Error).stack ?? "")}\n` : "  Set DATAWRIGHT_DEBUG=1 to see where.\n"}`,
  );
  return 1;
}
