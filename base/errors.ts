import { ERROR_CODES, type ErrorCode } from "./error-codes.js";
import { redactCause, redactSecrets } from "./redact-secrets.js";

export interface ErrorOptions {
  readonly code: ErrorCode;
  /** What was wrong, and where. */
  readonly message: string;
  /** What to do about it; printed on a line of its own. */
  readonly hint?: string;
  /** Machine-readable facts (file, line, path, field …). */
  readonly details?: Readonly<Record<string, unknown>>;
  /** Overrides the table where one case of a code can be tried again and another cannot. */
  readonly retryable?: boolean;
  readonly cause?: unknown;
}

/**
 * The one error class of datawright: a stable `code`, `details`, a `hint` and the `cause`, none of
 * which holds a secret that is known when it is made.
 */
export class DatawrightError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly details: Readonly<Record<string, unknown>>;
  readonly retryable: boolean;

  constructor(options: ErrorOptions) {
    super(
      redactSecrets(options.message),
      options.cause === undefined ? undefined : { cause: redactCause(options.cause) },
    );
    this.name = "DatawrightError";
    this.code = options.code;
    this.hint = redactSecrets(options.hint);
    this.details = redactSecrets(options.details ?? {});
    this.retryable = options.retryable ?? ERROR_CODES[options.code].retryable;
  }

  get exitCode(): number {
    return ERROR_CODES[this.code].exit;
  }

  /** The error as plain JSON, without its stack. */
  toJSON(): {
    /** Its code. */
    code: ErrorCode;
    /** What was wrong. */
    message: string;
    /** What to do. */
    hint?: string;
    /** What is known beside the message. */
    details: Readonly<Record<string, unknown>>;
  } {
    return {
      code: this.code,
      message: this.message,
      hint: this.hint || undefined,
      details: this.details,
    };
  }
}

/** True for every error of this package, across realms (Jest, worker threads). */
export function isDatawrightError(value: unknown): value is DatawrightError {
  return (
    typeof value === "object" &&
    value !== null &&
    (value as Error).name === "DatawrightError" &&
    typeof (value as DatawrightError).code === "string"
  );
}
