import { isDatawrightError } from "../base/errors.js";
import { redactSecrets } from "../base/redact-secrets.js";
import { texts } from "./language/texts.js";
import { printableLines } from "./print/print-table.js";

/**
 * Prints an error as people need it (what, where, what to do), or as JSON; returns the exit code
 * that its class has.
 */
export function reportError(error: unknown, json: boolean): number {
  const { errors, sentence } = texts();
  if (isDatawrightError(error)) {
    if (json)
      process.stdout.write(
        `${JSON.stringify({ error: { code: error.code, message: error.message, hint: error.hint || undefined, details: error.details } })}\n`,
      );
    process.stderr.write(
      [
        errors.frame(error.code, printableLines(error.message)),
        ...[
          errors.meaning(error.code, printableLines(error.message)),
          error.hint && sentence(printableLines(error.hint)),
        ]
          .filter((line) => line)
          .map((line) => `  ${line}`),
        "",
      ].join("\n"),
    );
    return error.exitCode;
  }
  const message = redactSecrets(String((error as Error | undefined)?.message ?? error));
  if (json) process.stdout.write(`${JSON.stringify({ error: { code: "INTERNAL", message } })}\n`);
  process.stderr.write(
    `${errors.frame("INTERNAL", printableLines(message))}\n` +
      (process.env["DATAWRIGHT_DEBUG"]
        ? `${redactSecrets((error as Error).stack ?? "")}\n`
        : `  ${errors.debug}\n`),
  );
  return 1;
}
