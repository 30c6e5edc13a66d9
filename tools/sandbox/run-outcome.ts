import type { SandboxError, SandboxErrorKind } from "./contract.js";

/** What a boundary hands over: plain text and numbers, nothing of the code's own objects. */
export interface RunOutcome {
  /** The value as JSON; null without one. */
  readonly json: string | null;
  readonly stdout: string;
  readonly error: SandboxError | null;
  readonly truncated: boolean;
}

export interface FailureDetails {
  readonly line?: number | null;
  readonly inSetup?: boolean;
  readonly stdout?: string;
  readonly truncated?: boolean;
}

/** The outcome of code that gave no value. */
export function failedOutcome(
  kind: SandboxErrorKind,
  message: string,
  { line = null, inSetup = false, stdout = "", truncated = false }: FailureDetails = {},
): RunOutcome {
  return {
    json: null,
    stdout,
    truncated,
    error: { kind, message, line, inSetup: inSetup || undefined },
  };
}
