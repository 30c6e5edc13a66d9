import { DatawrightError } from "../../../base/errors.js";
import type { ReasonCode } from "../../../schema/reasons.js";

/**
 * The error with which a strategy gives a sample up.
 *
 * @param options.final true where doing the step again would only fish for a better outcome: an
 *         answer that did not agree with itself
 */
export function giveUp(
  reason: ReasonCode,
  message: string,
  {
    final = false,
    ...details
  }: Readonly<Record<string, unknown>> & { readonly final?: boolean } = {},
): DatawrightError {
  return new DatawrightError({
    code: "DRAFT_FAILED",
    message,
    details: { reason, final: final || undefined, ...details },
  });
}
