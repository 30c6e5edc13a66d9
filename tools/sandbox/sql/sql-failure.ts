import type { SandboxErrorKind } from "../contract.js";

/** Why a script was ended by the sandbox itself, not by SQLite. */
export class SqlFailure extends Error {
  readonly kind: SandboxErrorKind;

  constructor(kind: SandboxErrorKind, message: string) {
    super(message);
    this.name = "SqlFailure";
    this.kind = kind;
  }
}
