import type { ErrorCode } from "../../base/error-codes.js";
import { isDatawrightError, type DatawrightError } from "../../base/errors.js";

const TROUBLE: readonly ErrorCode[] = [
  "MODEL_OUTPUT",
  "MODEL_EMPTY",
  "MODEL_REFUSED",
  "MODEL_TRUNCATED",
  "MODEL_CONTENT_FILTER",
  "MODEL_CONTEXT_LENGTH",
  "NO_TEXT_TO_FIT",
];

/**
 * True for trouble with one answer, not with the provider: the plan goes on without the answer and
 * says so.
 */
export function isAnswerTrouble(error: unknown): error is DatawrightError {
  return isDatawrightError(error) && TROUBLE.includes(error.code);
}
