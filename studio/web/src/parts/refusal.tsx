import type { ReactNode } from "react";
import { RefusedError } from "../server/ask.js";

/** Why the server would not do something, with what can be done. */
export function Refusal({ error }: { readonly error: Error }): ReactNode {
  return (
    <p className="notice" role="alert">
      {error.message}{" "}
      {error instanceof RefusedError ? <span className="soft">{error.hint}</span> : null}
    </p>
  );
}
