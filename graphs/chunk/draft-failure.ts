import { faultLine, isAgentFault } from "../../agents/agent-fault.js";
import { ERROR_CODES, type ErrorCode } from "../../base/error-codes.js";
import { isDatawrightError, type DatawrightError } from "../../base/errors.js";
import { REASON_CODES, type ReasonCode } from "../../schema/reasons.js";
import { endsRun } from "../runtime/agent-faults.js";

/** Why an order gave no draft. */
export interface DraftFailure {
  readonly reason: ReasonCode;
  readonly message: string;
  readonly subTask: string | null;
}

/**
 * Errors of one draft: it is refused with this reason and the run goes on. Every other error ends
 * the run with its state saved; so does the provider's trouble, save with a request that it failed
 * at again and again while it answered others.
 */
const REASON_OF: Partial<Record<ErrorCode, ReasonCode>> = {
  MODEL_OUTPUT: "unparsed",
  MODEL_REFUSED: "refused",
  MODEL_EMPTY: "empty",
  MODEL_TRUNCATED: "truncated",
  DRAFT_FAILED: "draft-failed",
  SHAPE: "draft-failed",
  VECTOR_INVALID: "draft-failed",
  MODEL_CONTENT_FILTER: "content-filter",
  MODEL_CONTEXT_LENGTH: "context-length",
};

/** The failure that an error means for one draft, or null when the error concerns the whole run. */
export function draftFailureOf(error: unknown, subTask: string | null): DraftFailure | null {
  // No other plan of the sub-task mends an agent.
  if (isAgentFault(error))
    return endsRun(error)
      ? null
      : { reason: "agent-failed", message: faultLine(error), subTask: null };
  if (!isDatawrightError(error)) return null;
  const reason = isOfThisRequest(error) ? "provider-error" : REASON_OF[error.code];
  const named = error.code === "DRAFT_FAILED" ? error.details?.["reason"] : undefined;
  if (typeof named === "string" && Object.hasOwn(REASON_CODES, named))
    return { reason: named as ReasonCode, message: error.message, subTask };
  return reason === undefined ? null : { reason, message: error.message, subTask };
}

/** Said by who saw what became of the other requests: see withOwnRefusals and Admission. */
function isOfThisRequest({ code, details }: DatawrightError): boolean {
  return ERROR_CODES[code].exit === 4 && details["othersAnswered"] === true;
}

/**
 * True where the same step may give something usable when it is done again. Provider errors were
 * tried again already.
 */
export function isWorthAnotherTry(error: unknown): boolean {
  return (
    isDatawrightError(error) &&
    ["MODEL_OUTPUT", "MODEL_EMPTY", "MODEL_TRUNCATED", "AGENT_OUTPUT", "DRAFT_FAILED"].includes(
      error.code,
    ) &&
    error.details?.["final"] !== true
  );
}
